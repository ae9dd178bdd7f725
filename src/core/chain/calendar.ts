import { dateAfter, instantOf } from '../schedule/wall-clock.ts';
import { nthWeekday } from './nth-weekday.ts';

/** Zone of the US markets' clocks. */
export const NEW_YORK = 'America/New_York';

const OPEN_MINUTE = 9 * 60 + 30;
const CLOSE_MINUTE = 16 * 60;
const EARLY_CLOSE_MINUTE = 13 * 60;

const [SUNDAY, MONDAY, THURSDAY, SATURDAY] = [0, 1, 4, 6];

/** Closures that no rule foresees, from 2015 on: days of mourning for Presidents Bush and Carter. */
const SPECIAL_CLOSURES: ReadonlySet<string> = new Set(['2018-12-05', '2025-01-09']);

/** The exchange's first Juneteenth. */
const JUNETEENTH_FROM_YEAR = 2022;

/** Far longer than the market has been shut since 1933; a bound on the search, not a rule. */
const CLOSED_DAYS_MAX = 15;

function requireDate(date: string): void {
  const midnight = new Date(`${date}T00:00:00Z`);
  // The runtime takes 30 February for a day in March.
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(`${date}T`)) {
    throw new RangeError(`${date} is not a calendar date`);
  }
}

function weekdayOf(date: string): number {
  requireDate(date);
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** Good Friday, two days before Easter by the anonymous Gregorian algorithm (Nature, 20 April 1876). */
function goodFriday(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearInCentury = year % 100;
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const weekShift =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearInCentury / 4) - epact - (yearInCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekShift) / 451);
  const daysFromMarch = epact + weekShift - 7 * late + 114;
  const easter = new Date(
    Date.UTC(year, Math.floor(daysFromMarch / 31) - 1, (daysFromMarch % 31) + 1),
  );
  return dateAfter(easter.toISOString().slice(0, 10), -2);
}

/** A fixed holiday on a weekend is kept on the nearest weekday. */
function observed(date: string): string {
  const weekday = weekdayOf(date);
  if (weekday === SATURDAY) return dateAfter(date, -1);
  return weekday === SUNDAY ? dateAfter(date, 1) : date;
}

function thanksgiving(year: number): string {
  return nthWeekday({ year, month: 11, weekday: THURSDAY, nth: 4 });
}

/** Weekdays of a year on which the exchange keeps a holiday (NYSE Rule 7.2; rules as they stand since 2015). */
function holidaysOf(year: number): readonly string[] {
  return [
    // On a Saturday it is not kept, as 31 December closes the books: the day it moves to is in no year's list.
    observed(`${year}-01-01`),
    nthWeekday({ year, month: 1, weekday: MONDAY, nth: 3 }),
    nthWeekday({ year, month: 2, weekday: MONDAY, nth: 3 }),
    goodFriday(year),
    nthWeekday({ year, month: 5, weekday: MONDAY, nth: -1 }),
    ...(year >= JUNETEENTH_FROM_YEAR ? [observed(`${year}-06-19`)] : []),
    observed(`${year}-07-04`),
    nthWeekday({ year, month: 9, weekday: MONDAY, nth: 1 }),
    thanksgiving(year),
    observed(`${year}-12-25`),
  ];
}

/**
 * Whether the US stock and options markets open on this New York date, from 2015 on.
 * Dates are `YYYY-MM-DD`; what is not a calendar date throws.
 */
export function isTradingDay(date: string): boolean {
  const weekday = weekdayOf(date);
  if (weekday === SATURDAY || weekday === SUNDAY) return false;
  return !SPECIAL_CLOSURES.has(date) && !holidaysOf(Number(date.slice(0, 4))).includes(date);
}

/** Whether the session of this date ends at 13:00 New York; false where there is none. */
export function isHalfDay(date: string): boolean {
  // 3 July and 24 December are trading days only where the holiday after them is not kept on them.
  const monthAndDay = date.slice(5);
  const isEve = monthAndDay === '07-03' || monthAndDay === '12-24';
  const year = Number(date.slice(0, 4));
  return isTradingDay(date) && (isEve || date === dateAfter(thanksgiving(year), 1));
}

/** The instant at which trading in stocks begins, epoch milliseconds; throws on a day without trading. */
export function sessionOpen(date: string): number {
  requireTradingDay(date);
  return instantOf(date, OPEN_MINUTE, NEW_YORK);
}

/** The instant at which trading in stocks ends, epoch milliseconds; throws on a day without trading. */
export function sessionClose(date: string): number {
  requireTradingDay(date);
  return instantOf(date, isHalfDay(date) ? EARLY_CLOSE_MINUTE : CLOSE_MINUTE, NEW_YORK);
}

/** The first trading day after this date. */
export function nextTradingDay(date: string): string {
  return tradingDayFrom(date, 1);
}

/** The last trading day before this date. */
export function previousTradingDay(date: string): string {
  return tradingDayFrom(date, -1);
}

function requireTradingDay(date: string): void {
  if (!isTradingDay(date)) throw new RangeError(`${date} has no session`);
}

function tradingDayFrom(date: string, step: 1 | -1): string {
  requireDate(date);
  for (let days = 1; days <= CLOSED_DAYS_MAX; days += 1) {
    const candidate = dateAfter(date, step * days);
    if (isTradingDay(candidate)) return candidate;
  }
  throw new Error(`no trading day within ${CLOSED_DAYS_MAX} days of ${date}`);
}
