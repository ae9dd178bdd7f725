import { isTradingDay, NEW_YORK, previousTradingDay } from '../../core/chain/calendar.ts';
import { instantOf, localDate, localMinute } from '../../core/schedule/wall-clock.ts';

const OPEN_MINUTE = 9 * 60 + 30;

/** Open interest of the day before is out and has settled down by 07:00 New York. */
const OPEN_INTEREST_MINUTE = 7 * 60;

/** Documents are as old as the venue's stated delay, and a quiet underlying trades within as long again. */
const SEEN_AFTER_MS = 30 * 60_000;

const SECOND_MS = 1000;
const DATE_AND_TIME = /^(20\d{2}-\d{2}-\d{2})[T ](\d{2}):(\d{2}):(\d{2})$/;

/** A date and time that a document states without a zone. */
export type WallTime = { readonly date: string; readonly minute: number; readonly second: number };

/** Reads `2026-07-29T16:14:59` of this century, with a blank or a T between; null for anything else. */
export function readWallTime(text: string): WallTime | null {
  const [, date, hours, minutes, seconds] = DATE_AND_TIME.exec(text) ?? [];
  if (date === undefined || !isDate(date)) return null;
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  return { date, minute: hour * 60 + minute, second };
}

/** The instant at which clocks in a zone show this time, epoch milliseconds. */
export function wallTimeMs(time: WallTime, zone: string): number {
  return instantOf(time.date, time.minute, zone) + time.second * SECOND_MS;
}

/** The session that prices known at this instant come from: today's once it has opened, else the last one. */
export function sessionAt(atMs: number): string {
  return tradingDayOnceAfter(atMs, OPEN_MINUTE);
}

/** The session that delayed prices seen at this instant must come from, unless their feed stands still. */
export function sessionDueAt(atMs: number): string {
  return sessionAt(atMs - SEEN_AFTER_MS);
}

/** The trading day on whose morning the open interest known at this instant was published. */
export function openInterestSessionAt(atMs: number): string {
  return tradingDayOnceAfter(atMs, OPEN_INTEREST_MINUTE);
}

function tradingDayOnceAfter(atMs: number, minute: number): string {
  const today = localDate(atMs, NEW_YORK);
  const hasCome = isTradingDay(today) && localMinute(atMs, NEW_YORK) >= minute;
  return hasCome ? today : previousTradingDay(today);
}

/** Whether a text of the form `YYYY-MM-DD` is a day of the calendar. */
function isDate(date: string): boolean {
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
}
