import { USABLE_SHARE_MIN } from '../chain/chain.ts';
import { mayAlert } from '../exposure/grade.ts';
import type { Levels } from '../exposure/levels.ts';

/** Why a snapshot may not drive alerts. */
export type Inhibition = 'stale' | 'partial' | 'low-grade' | 'no-flip' | 'no-volatility';

/** Data older than this many polls is stale. */
export const STALE_POLLS = 3;

/** True where data of this age should not be spoken of as current. */
export function isStale(ageMs: number, pollMs: number, statedDelayMs: number): boolean {
  return ageMs > STALE_POLLS * pollMs + statedDelayMs;
}

/** The reason to keep rules silent on this snapshot, or null where they may judge it. */
export function inhibition(
  levels: Levels,
  view: { readonly isStale: boolean; readonly dailySigma: number | null },
): Inhibition | null {
  if (view.isStale) return 'stale';
  const share = levels.coverage.openInterestShare;
  if (share === null || share < USABLE_SHARE_MIN) return 'partial';
  if (!mayAlert(levels.grade)) return 'low-grade';
  if (levels.flip.status !== 'found') return 'no-flip';
  return view.dailySigma === null ? 'no-volatility' : null;
}
