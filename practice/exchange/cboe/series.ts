import { DAY_MS } from '../calendar.ts';
import {
  closeMinute,
  type Day,
  isSession,
  newYorkMs,
  nthWeekday,
  OPEN_MINUTE,
  sessionBy,
  weekdayOf,
} from './new-york.ts';
import type { UsSpecification } from './specification.ts';

/** One root and date of a document. */
export type Series = {
  readonly root: string;
  readonly day: Day;
  /** Settlement instant, epoch milliseconds. */
  readonly expiryMs: number;
  readonly period: 'day' | 'week' | 'month';
};

/** Sessions ahead with an expiry of their own, Fridays after those, and monthlies. */
const LISTED = { days: 10, fridays: 3, months: 6 };
/** Monthlies that settle in the morning have an afternoon twin for so long. */
const TWINS = 3;
const FRIDAY = 5;

function thirdFridays(from: Day): Day[] {
  const date = new Date(from * DAY_MS);
  return Array.from({ length: LISTED.months + 1 }, (_, index) => {
    const month = date.getUTCMonth() + 1 + index;
    const year = date.getUTCFullYear() + Math.floor((month - 1) / 12);
    return sessionBy(nthWeekday(year, ((month - 1) % 12) + 1, { n: 3, weekday: FRIDAY }));
  })
    .filter((day) => day >= from)
    .slice(0, LISTED.months);
}

function nextDays(from: Day, count: number, isListed: (day: Day) => boolean): Day[] {
  const days: Day[] = [];
  for (let day = from; days.length < count; day++) if (isListed(day)) days.push(day);
  return days;
}

/** The series listed on a session, nearest first; where one date has two roots the one of the morning comes first. */
export function seriesOn(
  { morningRoot, afternoonRoot }: UsSpecification,
  session: Day,
): readonly Series[] {
  const monthly = thirdFridays(session);
  const daily = nextDays(session, LISTED.days, isSession);
  const fridays = nextDays(
    (daily.at(-1) ?? session) + 1,
    LISTED.fridays,
    (day) => weekdayOf(day) === FRIDAY,
  ).map(sessionBy);
  const afternoon = (day: Day, period: Series['period']): Series => ({
    root: afternoonRoot,
    day,
    expiryMs: newYorkMs(day, closeMinute(day)),
    period,
  });
  const series = new Map<string, Series>();
  const list = (each: Series) => {
    const key = `${each.root} ${each.day}`;
    if (!series.has(key)) series.set(key, each);
  };
  for (const [index, day] of monthly.entries()) {
    if (morningRoot === null || index < TWINS) list(afternoon(day, 'month'));
    if (morningRoot === null) continue;
    list({ root: morningRoot, day, expiryMs: newYorkMs(day, OPEN_MINUTE), period: 'month' });
  }
  for (const day of daily) list(afternoon(day, weekdayOf(day) === FRIDAY ? 'week' : 'day'));
  for (const day of fridays) list(afternoon(day, 'week'));
  return [...series.values()].sort((a, b) => a.expiryMs - b.expiryMs);
}
