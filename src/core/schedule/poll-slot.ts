import { intervalSlot } from './due.ts';
import { lastSession, type MarketHours, nextSession } from './market-hours.ts';

const MINUTE_MS = 60_000;
/** Before the open the summary wants the morning's open interest and prices. */
const BEFORE_OPEN_MS = 30 * MINUTE_MS;
/** Delayed closing prices arrive until half an hour after the close. */
const AFTER_CLOSE_MS = 45 * MINUTE_MS;
/** While a market rests only a late open interest or a correction can come. */
const CLOSED_POLL_MS = 60 * MINUTE_MS;

/**
 * Name of the interval that a poll belongs to: the configured cadence around a market's session, an hour while it is
 * closed. Each interval has one name, also the one in which the cadence changes.
 */
export function pollSlot(hours: MarketHours, nowMs: number, pollMs: number): string {
  if (hours === 'always') return intervalSlot(nowMs, pollMs);
  const activeUntilMs = lastSession(nowMs).closeMs + AFTER_CLOSE_MS;
  const isActive = nowMs < activeUntilMs || nowMs >= nextSession(nowMs).openMs - BEFORE_OPEN_MS;
  if (isActive) return intervalSlot(nowMs, pollMs);
  const hourly = intervalSlot(nowMs, Math.max(pollMs, CLOSED_POLL_MS));
  const first = new Date(activeUntilMs).toISOString();
  return hourly < first ? first : hourly;
}
