import { USABLE_SHARE_MIN } from '../chain/chain.ts';
import { mayAlert } from '../exposure/grade.ts';
import type { Levels } from '../exposure/levels.ts';
import type { FeedKind } from '../feeds/feed-state.ts';
import { type MarketHours, openMsBetween } from '../schedule/market-hours.ts';

/** Why a snapshot may not drive alerts. */
export type Inhibition = 'stale' | 'partial' | 'low-grade' | 'no-flip' | 'no-volatility';

/** Data older than this many polls is stale. */
export const STALE_POLLS = 3;

/** True where these data should not be spoken of as current. A closed market makes no data old. */
export function isStale(
  data: { readonly dataTimeMs: number; readonly nowMs: number; readonly pollMs: number },
  market: { readonly hours: MarketHours; readonly statedDelayMs: number },
): boolean {
  const openAgeMs = openMsBetween(market.hours, data.dataTimeMs, data.nowMs);
  return openAgeMs > STALE_POLLS * data.pollMs + market.statedDelayMs;
}

/** The reason to keep rules silent on this snapshot, or null where they may judge it; `faults` are those of the feed. */
export function inhibition(
  levels: Levels,
  view: { readonly isStale: boolean; readonly dailySigma: number | null },
  faults: readonly FeedKind[] = [],
): Inhibition | FeedKind | null {
  if (view.isStale) return 'stale';
  const share = levels.coverage.openInterestShare;
  if (share === null || share < USABLE_SHARE_MIN) return 'partial';
  if (!mayAlert(levels.grade)) return 'low-grade';
  const [fault] = faults;
  if (fault !== undefined) return fault;
  const { status } = levels.flip;
  if (status === 'withheld' || status === 'inverted_only') return 'no-flip';
  return view.dailySigma === null ? 'no-volatility' : null;
}
