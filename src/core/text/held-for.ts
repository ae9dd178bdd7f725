import { lastSession, type MarketHours, nextSession } from '../schedule/market-hours.ts';
import { duration } from './times.ts';

/** Past this many sessions nobody counts them one by one. */
const SESSIONS_COUNTED_MAX = 60;

/** How long something lasted: in sessions where a market has them and more than one was touched, else by the clock. */
export function heldFor(hours: MarketHours, fromMs: number, toMs: number): string {
  if (hours === 'always' || lastSession(toMs).openMs <= fromMs) return duration(toMs - fromMs);
  let sessions = 1;
  let session = nextSession(fromMs);
  while (session.closeMs < toMs && sessions < SESSIONS_COUNTED_MAX) {
    sessions += 1;
    session = nextSession(session.openMs);
  }
  if (sessions === SESSIONS_COUNTED_MAX) return duration(toMs - fromMs);
  return sessions === 1 ? '1 session' : `${sessions} sessions`;
}
