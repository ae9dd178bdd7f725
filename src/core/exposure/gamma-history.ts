import type { MarketView } from '../text/view.ts';

/** With fewer days a percentile is a coincidence (`messages.md` §2). */
export const SESSIONS_MIN = 60;

/** Days that a percentile looks back on: about a year of sessions. */
export const HISTORY_SESSIONS_MAX = 365;

/** Where net gamma stands among its own daily values: the share of them below it, from 60 sessions on. */
export function gammaHistory(
  gexUsd: number,
  dailyGexUsd: readonly number[],
): MarketView['history'] {
  const sessions = dailyGexUsd.length;
  if (sessions < SESSIONS_MIN) return { sessions, percentile: null };
  const below = dailyGexUsd.filter((each) => each < gexUsd).length;
  return { sessions, percentile: below / sessions };
}
