import { isTradingDay, NEW_YORK, previousTradingDay, sessionOpen } from '../chain/calendar.ts';
import { lastSession, type MarketHours } from './market-hours.ts';
import { instantOf, localDate, localMinute } from './wall-clock.ts';

/** An instant in the past, and the oldest data that pass for what was known then. */
export type PastInstant = { readonly atMs: number; readonly oldestMs: number };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Crypto's day begins at the daily expiry. */
const CRYPTO_DAY_BEGINS_MS = 8 * HOUR_MS;
/** New York's day begins before the open, when open interest and the releases of 08:30 are out. */
const NEW_YORK_DAY_BEGINS_MINUTE = 9 * 60;
/** Older levels than this are not "a day ago": the bot was down in between. */
const DAY_AGO_MS_MAX = 36 * HOUR_MS;
/** Trading days and, in a market that never closes, days of a year. */
const DAYS_PER_YEAR = { always: 365, 'new-york': 252 } as const;

/** The start of a market's day, at which σ and walls are frozen: 08:00 UTC, or 09:00 New York of a trading day. */
export function dayStart(hours: MarketHours, nowMs: number): PastInstant {
  if (hours === 'always') {
    const days = Math.floor((nowMs - CRYPTO_DAY_BEGINS_MS) / DAY_MS);
    return { atMs: days * DAY_MS + CRYPTO_DAY_BEGINS_MS, oldestMs: nowMs - DAY_AGO_MS_MAX };
  }
  const today = localDate(nowMs, NEW_YORK);
  const hasBegun = isTradingDay(today) && beginsMs(today) <= nowMs;
  const date = hasBegun ? today : previousTradingDay(today);
  return { atMs: beginsMs(date), oldestMs: sessionOpen(previousTradingDay(date)) };
}

/** The same time a day earlier; in New York on the trading day before. */
export function dayBefore(hours: MarketHours, atMs: number): PastInstant {
  if (hours === 'always') return { atMs: atMs - DAY_MS, oldestMs: atMs - DAY_AGO_MS_MAX };
  const date = previousTradingDay(localDate(atMs, NEW_YORK));
  const before = instantOf(date, localMinute(atMs, NEW_YORK), NEW_YORK);
  return { atMs: before, oldestMs: sessionOpen(previousTradingDay(date)) };
}

/** Yearly volatility as that of one day of this market. */
export function dailyOf(hours: MarketHours, yearlyVol: number): number {
  return yearlyVol / Math.sqrt(DAYS_PER_YEAR[hours]);
}

/** The last moment of the session before the one that an instant belongs to; null for a market without sessions. */
export function previousSessionEndMs(hours: MarketHours, atMs: number): number | null {
  if (hours === 'always') return null;
  const today = localDate(atMs, NEW_YORK);
  const before = isTradingDay(today) ? sessionOpen(today) : lastSession(atMs).openMs;
  return before - 1;
}

function beginsMs(date: string): number {
  return instantOf(date, NEW_YORK_DAY_BEGINS_MINUTE, NEW_YORK);
}
