import { isTradingDay, NEW_YORK } from '../chain/calendar.ts';
import type { MarketHours } from './market-hours.ts';
import { localDate } from './wall-clock.ts';

/** Whether it is the day of a session whose open interest is not in these levels: their book is that of the day before. */
export function awaitsOpenInterest(reading: {
  readonly hours: MarketHours;
  readonly nowMs: number;
  readonly levels: { readonly openInterestSession: string | null };
}): boolean {
  const { openInterestSession } = reading.levels;
  if (reading.hours === 'always' || openInterestSession === null) return false;
  const today = localDate(reading.nowMs, NEW_YORK);
  return isTradingDay(today) && openInterestSession < today;
}
