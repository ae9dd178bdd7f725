import { isTradingDay, NEW_YORK } from '../chain/calendar.ts';
import type { MarketHours } from './market-hours.ts';
import { dateAfter, instantOf, localDate } from './wall-clock.ts';

/** A time of day in a zone, on every day of a market. */
export type DailyTime = {
  readonly minuteOfDay: number;
  readonly zone: string;
  /** Occasions before this instant are nobody's. */
  readonly setAtMs: number;
};

export type DailyOccasion = {
  /** Local date: names the occasion. */
  readonly slot: string;
  readonly dueMs: number;
  /** `late` from five minutes on; `missed` once a morning's levels are of no use. */
  readonly kind: 'on-time' | 'late' | 'missed';
};

const LATE_FROM_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
/** After two hours a morning is over; half an hour after the open of New York so are its levels. */
const LIFETIME_MS = { always: 2 * HOUR_MS, 'new-york': HOUR_MS } as const;
/** Long enough for a weekend and a holiday on either side of it. */
const DAYS_AHEAD_MAX = 7;

/** How long after its time an occasion can still be kept. */
export function occasionLifetimeMs(hours: MarketHours): number {
  return LIFETIME_MS[hours];
}

/** Whether a market has an occasion at this instant: in New York on days of trading alone. */
function isKept(hours: MarketHours, dueMs: number): boolean {
  return hours === 'always' || isTradingDay(localDate(dueMs, NEW_YORK));
}

/** The newest occasion that has come, or null where none has since it was set. */
export function latestOccasion(
  time: DailyTime,
  nowMs: number,
  hours: MarketHours = 'always',
): DailyOccasion | null {
  const today = localDate(nowMs, time.zone);
  for (const slot of [today, dateAfter(today, -1)]) {
    const dueMs = instantOf(slot, time.minuteOfDay, time.zone);
    if (dueMs > nowMs || !isKept(hours, dueMs)) continue;
    if (dueMs < time.setAtMs) return null;
    const delayMs = nowMs - dueMs;
    const lateness = delayMs > LATE_FROM_MS ? 'late' : 'on-time';
    return { slot, dueMs, kind: delayMs > LIFETIME_MS[hours] ? 'missed' : lateness };
  }
  return null;
}

/** The first occasion after an instant. */
export function nextOccasion(
  time: Omit<DailyTime, 'setAtMs'>,
  afterMs: number,
  hours: MarketHours = 'always',
): number {
  const today = localDate(afterMs, time.zone);
  for (let days = 0; days <= DAYS_AHEAD_MAX; days += 1) {
    const atMs = instantOf(dateAfter(today, days), time.minuteOfDay, time.zone);
    if (atMs > afterMs && isKept(hours, atMs)) return atMs;
  }
  throw new Error(`no day of a ${hours} market within ${DAYS_AHEAD_MAX} days of ${today}`);
}

/** Name of the interval that an instant falls into: its start. Intervals begin at multiples of their length. */
export function intervalSlot(nowMs: number, intervalMs: number): string {
  return new Date(Math.floor(nowMs / intervalMs) * intervalMs).toISOString();
}
