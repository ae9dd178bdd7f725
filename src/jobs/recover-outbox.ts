import type { Clock } from '../core/schedule/clock.ts';
import type { Notifier } from '../discord/notifier.ts';
import type { Log } from '../log.ts';
import type { OutboxRow, Settlement, Store } from '../store/store.ts';

type Parts = {
  readonly store: Store;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly log: Log;
};

/** Discord remembers a nonce for "a few minutes"; within two, the same nonce is enough. */
const NONCE_MS_TRUSTED = 2 * 60_000;
/** All look-ups of one start together: a start does not wait for a Discord that is away. */
const RECOVERY_MS_MAX = 15_000;

async function settlementOf(
  row: OutboxRow,
  { notifier, clock }: Parts,
  signal: AbortSignal,
): Promise<Settlement> {
  const nowMs = clock.nowMs();
  const again: Settlement = {
    kind: 'retry',
    atMs: nowMs,
    countsAsAttempt: false,
    reason: 'interrupted while sending',
  };
  const isYoung = row.sendingSinceMs !== null && nowMs - row.sendingSinceMs < NONCE_MS_TRUSTED;
  if (isYoung || row.edits !== null || signal.aborted) return again;
  const found = await notifier.findPosted(row.channelId, row.message, signal);
  return found.kind === 'found' ? { kind: 'sent', messageId: found.messageId } : again;
}

/**
 * Settles the rows that a dead process left in `sending`. A young one is sent again with its nonce; for an older one
 * the channel's history is read first, and where that cannot be read it is sent again: twice is better than never.
 */
export async function recoverOutbox(parts: Parts): Promise<void> {
  const signal = AbortSignal.timeout(RECOVERY_MS_MAX);
  for (const row of await parts.store.unsettled()) {
    const settlement = await settlementOf(row, parts, signal);
    await parts.store.settle(row.id, settlement, parts.clock.nowMs());
    parts.log.warn('delivery was interrupted', { row: row.id, now: settlement.kind });
  }
}
