import type { FlipAttribution } from '../exposure/companions.ts';

/** From this share on a move of the flip was on the calendar, and nobody is woken for it. */
export const SCHEDULED_SHARE_MIN = 0.8;

/**
 * Share of a flip's move that was on the calendar: contracts that settled, and open interest where a session's was
 * published in between. Beyond 1 where prices worked against it; 0 for a flip that stands still.
 */
export function scheduledShare(
  { from, to, rollOff, openInterest }: FlipAttribution,
  hasNewOpenInterest: boolean,
): number {
  if (to === from) return 0;
  return (rollOff + (hasNewOpenInterest ? openInterest : 0)) / (to - from);
}
