import { isTradingDay, NEW_YORK, nextTradingDay } from '../chain/calendar.ts';
import type { MarketHours } from '../schedule/market-hours.ts';
import { localDate } from '../schedule/wall-clock.ts';
import type { RealisedVol } from './companions.ts';

const DAY_MS = 86_400_000;
/** With fewer returns a volatility is known to no better than a fifth of itself. */
const RETURNS_MIN = 20;
const RETURNS_MAX = 30;
const DAYS_PER_YEAR = { always: 365, 'new-york': 252 } as const;

/** How many daily closes a realised vol takes at most. */
export const CLOSES_MAX = RETURNS_MAX + 1;

/** The last price of a day. */
export type DailyClose = { readonly atMs: number; readonly spot: number };

/**
 * Realised volatility of a market's last 30 daily returns, close to close: √(days a year · Σr²/n), without taking off
 * their mean, as in a variance swap. Closes are newest first. A return over a day that is missing is none; null with
 * fewer than 20.
 */
export function realisedVol(closes: readonly DailyClose[], hours: MarketHours): RealisedVol | null {
  const returns = closes.slice(0, CLOSES_MAX).flatMap((close, index, newest) => {
    const before = newest[index + 1];
    if (before === undefined || !areNeighbours(before.atMs, close.atMs, hours)) return [];
    return [Math.log(close.spot / before.spot)];
  });
  if (returns.length < RETURNS_MIN) return null;
  const squares = returns.reduce((sum, each) => sum + each * each, 0);
  const vol = Math.sqrt((DAYS_PER_YEAR[hours] * squares) / returns.length);
  return { vol, days: returns.length };
}

function areNeighbours(beforeMs: number, afterMs: number, hours: MarketHours): boolean {
  if (hours === 'always') return Math.floor(afterMs / DAY_MS) - Math.floor(beforeMs / DAY_MS) === 1;
  const [before, after] = [localDate(beforeMs, NEW_YORK), localDate(afterMs, NEW_YORK)];
  return isTradingDay(before) && nextTradingDay(before) === after;
}
