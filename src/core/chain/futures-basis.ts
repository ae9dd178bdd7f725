import { dateAfter } from '../schedule/wall-clock.ts';
import { isTradingDay, previousTradingDay, sessionOpen } from './calendar.ts';
import type { ImpliedForward } from './forward.ts';
import { nthWeekday } from './nth-weekday.ts';

/** A series' forward and when it settles. */
export type SettledForward = { readonly settlesMs: number; readonly implied: ImpliedForward };

/** What to add to an index level to read it on its quarterly future. */
export type FuturesBasis =
  | { readonly kind: 'known'; readonly basisUsd: number; readonly expiry: string }
  | { readonly kind: 'absent'; readonly reason: 'no-series' | 'no-grade-b-forward' };

const FRIDAY = 5;
const MONTHS_PER_QUARTER = 3;
/** Trading moves to the next contract on the Monday of the expiry week. */
const DAYS_FROM_ROLL_TO_EXPIRY = 4;

/**
 * The expiry of the equity index future (ES, NQ, RTY) that is traded most on a date: the third Friday of the quarter's
 * last month, or the trading day before it.
 */
export function frontFutureExpiry(date: string): string {
  const year = Number(date.slice(0, 4));
  const month = Math.ceil(Number(date.slice(5, 7)) / MONTHS_PER_QUARTER) * MONTHS_PER_QUARTER;
  const first = nthWeekday({ year, month, weekday: FRIDAY, nth: 3 });
  const second = nthWeekday({ year, month: month + MONTHS_PER_QUARTER, weekday: FRIDAY, nth: 3 });
  const friday = date < dateAfter(first, -DAYS_FROM_ROLL_TO_EXPIRY) ? first : second;
  return isTradingDay(friday) ? friday : previousTradingDay(friday);
}

/**
 * Forward of the front future's expiry − spot. The future settles on the opening print, as the AM series of that date
 * does, so that series' forward is the future's price. Absent without a forward of grade B or better.
 */
export function futuresBasis(
  forwards: readonly SettledForward[],
  at: { readonly date: string; readonly spot: number },
): FuturesBasis {
  const expiry = frontFutureExpiry(at.date);
  const settlesMs = sessionOpen(expiry);
  const series = forwards.find((each) => each.settlesMs === settlesMs);
  if (series === undefined) return { kind: 'absent', reason: 'no-series' };
  const { forward, quality } = series.implied;
  return quality === 'A' || quality === 'B'
    ? { kind: 'known', basisUsd: forward - at.spot, expiry }
    : { kind: 'absent', reason: 'no-grade-b-forward' };
}
