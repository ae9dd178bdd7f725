import { NEW_YORK } from '../chain/calendar.ts';
import type { MarketHours } from './market-hours.ts';
import { localDate } from './wall-clock.ts';

const DAY_MS = 86_400_000;
const ZONES = { always: 'UTC', 'new-york': NEW_YORK } as const;

/** The IANA zone by whose calendar a market's days are counted. */
export function marketZone(hours: MarketHours): string {
  return ZONES[hours];
}

/** Whole days of a market's calendar from one moment to another. */
export function marketDaysBetween(hours: MarketHours, fromMs: number, toMs: number): number {
  const dayOf = (atMs: number) => Date.parse(`${localDate(atMs, ZONES[hours])}T00:00:00Z`) / DAY_MS;
  return dayOf(toMs) - dayOf(fromMs);
}
