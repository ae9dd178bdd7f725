import {
  isTradingDay,
  NEW_YORK,
  nextTradingDay,
  previousTradingDay,
  sessionClose,
  sessionOpen,
} from '../chain/calendar.ts';
import { localDate } from './wall-clock.ts';

/** When a market's options trade: around the clock, or in the sessions of New York. */
export type MarketHours = 'always' | 'new-york';

/** Trading in stocks on one New York date, epoch milliseconds. */
export type Session = { readonly date: string; readonly openMs: number; readonly closeMs: number };

const MINUTE_MS = 60_000;
/** Index options trade a quarter of an hour longer than stocks. */
const OPTIONS_AFTER_CLOSE_MS = 15 * MINUTE_MS;
/** The first quarter of an hour's quotes are wide, and half of the book opens late: no side is taken on them. */
const UNSETTLED_MS = 15 * MINUTE_MS;
/** Two readings at the usual cadence: what they confirm, the market opened with. */
const OPENING_MS = 10 * MINUTE_MS;
/** Past this many sessions any data are old, so that more need not be counted. */
const SESSIONS_COUNTED_MAX = 10;

/** The session of the newest New York date that has opened at an instant. */
export function lastSession(atMs: number): Session {
  const date = localDate(atMs, NEW_YORK);
  const hasOpened = isTradingDay(date) && sessionOpen(date) <= atMs;
  return sessionOf(hasOpened ? date : previousTradingDay(date));
}

/** The first session that opens after an instant. */
export function nextSession(atMs: number): Session {
  const date = localDate(atMs, NEW_YORK);
  const opensToday = isTradingDay(date) && sessionOpen(date) > atMs;
  return sessionOf(opensToday ? date : nextTradingDay(date));
}

/** Since when a market has been closed; null while it trades. Its options stop a quarter of an hour after stocks. */
export function closedSinceMs(hours: MarketHours, atMs: number): number | null {
  if (hours === 'always') return null;
  const { closeMs } = lastSession(atMs);
  return atMs <= closeMs + OPTIONS_AFTER_CLOSE_MS ? null : closeMs;
}

/** The close of the session that data of this time belong to, where that session is over; null while it lasts. */
export function closeBehindMs(
  hours: MarketHours,
  { dataTimeMs, nowMs }: { readonly dataTimeMs: number; readonly nowMs: number },
): number | null {
  if (hours === 'always') return null;
  const { closeMs } = lastSession(dataTimeMs);
  const endMs = closeMs + OPTIONS_AFTER_CLOSE_MS;
  return dataTimeMs <= endMs && nowMs > endMs ? closeMs : null;
}

/** Whether an instant lies on the morning of a session, before it opens. */
export function isPreMarket(hours: MarketHours, atMs: number): boolean {
  return hours === 'new-york' && nextSession(atMs).date === localDate(atMs, NEW_YORK);
}

/** How much of the time between two instants the market traded, milliseconds; never negative. */
export function openMsBetween(hours: MarketHours, fromMs: number, toMs: number): number {
  if (hours === 'always') return Math.max(0, toMs - fromMs);
  let session = lastSession(toMs);
  let openMs = 0;
  for (let counted = 0; counted < SESSIONS_COUNTED_MAX && session.closeMs > fromMs; counted += 1) {
    const endMs = Math.min(toMs, session.closeMs);
    openMs += Math.max(0, endMs - Math.max(fromMs, session.openMs));
    session = sessionOf(previousTradingDay(session.date));
  }
  return openMs;
}

/** Whether data of this time may change a side: always, or from 09:45 until options stop trading in New York. */
export function mayTakeSide(hours: MarketHours, dataTimeMs: number): boolean {
  if (hours === 'always') return true;
  const { openMs, closeMs } = lastSession(dataTimeMs);
  return dataTimeMs >= openMs + UNSETTLED_MS && dataTimeMs <= closeMs + OPTIONS_AFTER_CLOSE_MS;
}

/** Whether a reading is among the first of its session, the one before it being of an earlier session. */
export function isOpeningReading(
  hours: MarketHours,
  { atMs, previousMs }: { readonly atMs: number; readonly previousMs: number },
): boolean {
  if (hours === 'always') return false;
  const { openMs } = lastSession(atMs);
  return previousMs < openMs && atMs < openMs + UNSETTLED_MS + OPENING_MS;
}

function sessionOf(date: string): Session {
  return { date, openMs: sessionOpen(date), closeMs: sessionClose(date) };
}
