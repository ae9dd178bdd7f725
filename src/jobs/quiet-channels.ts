import { isQuietHour } from '../core/alerts/quiet-hours.ts';
import type { Store } from '../store/store.ts';

/** Which channels have night now: those whose summary names a zone. */
export async function quietChannels(store: Store, nowMs: number): Promise<ReadonlySet<string>> {
  const summaries = await store.allSummaries();
  return new Set(
    summaries.filter(({ zone }) => isQuietHour(nowMs, zone)).map(({ channelId }) => channelId),
  );
}
