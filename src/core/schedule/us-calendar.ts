import { isHalfDay, isTradingDay, nextTradingDay, previousTradingDay } from '../chain/calendar.ts';
import { nthWeekday } from '../chain/nth-weekday.ts';
import { MACRO_DATES } from './macro-dates.ts';
import { dateAfter } from './wall-clock.ts';

/** Something on a date of New York that a trader plans around. */
export type CalendarEvent =
  | { readonly kind: 'closed' | 'half-day' | 'vix-settlement'; readonly date: string }
  | { readonly kind: 'macro'; readonly date: string; readonly name: string };

const FRIDAY = 5;
/** VIX options and futures settle thirty days before the S&P options of the next month do. */
const VIX_DAYS_BEFORE = 30;
const MONTHS_PER_QUARTER = 3;

/** The third Friday of a month, or the trading day before it: when the month's standard options settle. */
function monthlyExpiry(year: number, month: number): string {
  const friday = nthWeekday({ year, month, weekday: FRIDAY, nth: 3 });
  return isTradingDay(friday) ? friday : previousTradingDay(friday);
}

/** Whether the standard options of a month settle on this date, and whether that month ends a quarter. */
export function standardExpiry(date: string): 'monthly' | 'quarterly' | null {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  if (date !== monthlyExpiry(year, month)) return null;
  return month % MONTHS_PER_QUARTER === 0 ? 'quarterly' : 'monthly';
}

/** The next quarterly expiry on this date or after it. */
export function nextQuarterlyExpiry(date: string): string {
  const year = Number(date.slice(0, 4));
  const quarterEnd = Math.ceil(Number(date.slice(5, 7)) / MONTHS_PER_QUARTER) * MONTHS_PER_QUARTER;
  const expiry = monthlyExpiry(year, quarterEnd);
  return expiry >= date ? expiry : monthlyExpiry(year, quarterEnd + MONTHS_PER_QUARTER);
}

/** The last of so many sessions from this date on, itself included where it is one. */
export function sessionsAhead(date: string, sessions: number): string {
  let last = isTradingDay(date) ? date : nextTradingDay(date);
  for (let counted = 1; counted < sessions; counted += 1) last = nextTradingDay(last);
  return last;
}

/** Closures, half-days, VIX settlements and published dates from one date to another, both included, in order. */
export function eventsBetween(from: string, to: string): readonly CalendarEvent[] {
  const events: CalendarEvent[] = [];
  for (let date = from; date <= to; date = dateAfter(date, 1)) {
    if (isWeekday(date) && !isTradingDay(date)) events.push({ kind: 'closed', date });
    if (isHalfDay(date)) events.push({ kind: 'half-day', date });
    if (isVixSettlement(date)) events.push({ kind: 'vix-settlement', date });
    for (const macro of MACRO_DATES)
      if (macro.date === date) events.push({ kind: 'macro', ...macro });
  }
  return events;
}

/** The last published date that is listed. */
export function macroDatesEnd(): string {
  return MACRO_DATES.reduce((last, { date }) => (date > last ? date : last), '');
}

function isWeekday(date: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday >= 1 && weekday <= FRIDAY;
}

/** Thirty days before the next month's third Friday; where either day has no trading, on the day before. */
function isVixSettlement(date: string): boolean {
  const month = Number(date.slice(5, 7));
  const expiry = monthlyExpiry(Number(date.slice(0, 4)), month + 1);
  const settlement = dateAfter(expiry, -VIX_DAYS_BEFORE);
  return date === (isTradingDay(settlement) ? settlement : previousTradingDay(settlement));
}
