import { DAY_MS } from '../calendar.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Minutes after midnight in New York. */
export const OPEN_MINUTE = 9 * 60 + 30;
const CLOSE_MINUTE = 16 * 60;
const EARLY_CLOSE_MINUTE = 13 * 60;

/** A day, as the number of days since 1 January 1970. */
export type Day = number;

/** The day of a date; months count from 1. */
function dayOf(year: number, month: number, date: number): Day {
  return Date.UTC(year, month - 1, date) / DAY_MS;
}

/** 0 is Sunday; day 0 was a Thursday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function yearOf(day: Day): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/** The nth of a weekday in a month, n from 1. */
export function nthWeekday(year: number, month: number, nth: { n: number; weekday: number }): Day {
  const first = dayOf(year, month, 1);
  return first + ((nth.weekday - weekdayOf(first) + 7) % 7) + 7 * (nth.n - 1);
}

function lastMonday(year: number, month: number): Day {
  const last = dayOf(year, month + 1, 0);
  return last - ((weekdayOf(last) + 6) % 7);
}

/** Easter Sunday by the anonymous Gregorian rule (Meeus, Astronomical Algorithms, chapter 8). */
function easter(year: number): Day {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const lift = Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + century - Math.floor(century / 4) - lift + 15) % 30;
  const moon = epact - Math.floor((golden + 11 * epact) / 319);
  const part = year % 100;
  const sunday = (2 * (century % 4) + 2 * Math.floor(part / 4) - (part % 4) - moon + 32) % 7;
  return dayOf(year, 3, 22) + moon + sunday;
}

/** A fixed date, kept on Friday or Monday where it falls on a weekend. */
function observed(year: number, month: number, date: number): Day {
  const day = dayOf(year, month, date);
  const weekday = weekdayOf(day);
  return weekday === 6 ? day - 1 : weekday === 0 ? day + 1 : day;
}

function holidays(year: number): readonly Day[] {
  const newYear = dayOf(year, 1, 1);
  return [
    // A New Year's Day on Saturday is not kept on the Friday before.
    weekdayOf(newYear) === 0 ? newYear + 1 : newYear,
    nthWeekday(year, 1, { n: 3, weekday: 1 }),
    nthWeekday(year, 2, { n: 3, weekday: 1 }),
    easter(year) - 2,
    lastMonday(year, 5),
    observed(year, 6, 19),
    observed(year, 7, 4),
    nthWeekday(year, 9, { n: 1, weekday: 1 }),
    nthWeekday(year, 11, { n: 4, weekday: 4 }),
    observed(year, 12, 25),
  ];
}

/** Whether there is a session on a day. */
export function isSession(day: Day): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6 && !holidays(yearOf(day)).includes(day);
}

/** The last session on or before a day. */
export function sessionBy(day: Day): Day {
  return isSession(day) ? day : sessionBy(day - 1);
}

/** The minute at which a session ends: 13:00 after Thanksgiving and on the eves of two holidays. */
export function closeMinute(day: Day): number {
  const year = yearOf(day);
  const early = [
    nthWeekday(year, 11, { n: 4, weekday: 4 }) + 1,
    dayOf(year, 12, 24),
    dayOf(year, 7, 3),
  ];
  return early.includes(day) ? EARLY_CLOSE_MINUTE : CLOSE_MINUTE;
}

/** Hours that New York is behind UTC: 4 from 02:00 on the second Sunday in March to the first in November. */
function behindUtcMs(atMs: number): number {
  const year = new Date(atMs).getUTCFullYear();
  const startMs = nthWeekday(year, 3, { n: 2, weekday: 0 }) * DAY_MS + 7 * HOUR_MS;
  const endMs = nthWeekday(year, 11, { n: 1, weekday: 0 }) * DAY_MS + 6 * HOUR_MS;
  return (atMs >= startMs && atMs < endMs ? 4 : 5) * HOUR_MS;
}

/** Day and minute that New York's clocks show. */
export function newYorkTime(atMs: number): { readonly day: Day; readonly minute: number } {
  const localMs = atMs - behindUtcMs(atMs);
  const day = Math.floor(localMs / DAY_MS);
  return { day, minute: (localMs - day * DAY_MS) / MINUTE_MS };
}

/** The instant at which New York's clocks show a minute of a day; clocks change on Sundays, between sessions. */
export function newYorkMs(day: Day, minute: number): number {
  const asUtcMs = day * DAY_MS + minute * MINUTE_MS;
  return asUtcMs + behindUtcMs(asUtcMs + 4 * HOUR_MS);
}

/** `2026-07-29T16:14:59` as New York's clocks show it. */
export function newYorkWords(atMs: number): string {
  return new Date(atMs - behindUtcMs(atMs)).toISOString().slice(0, 19);
}
