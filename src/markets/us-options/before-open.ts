import { isTradingDay, NEW_YORK } from '../../core/chain/calendar.ts';
import { localDate } from '../../core/schedule/wall-clock.ts';
import { openInterestSessionAt, sessionDueAt } from './session.ts';
import { isUsIndex } from './underlying.ts';

/** Funds that trade from 04:00 New York and follow their index to a hundredth of a percent, distributions apart. */
const FUND_OF_INDEX: Readonly<Record<string, string>> = { SPX: 'SPY', XSP: 'SPY', NDX: 'QQQ' };

/** A night's move beyond it is a split or a fault, not a market. */
const MOVE_MAX = 0.2;

/** Whose price says where a symbol stands before the open; null where nothing does. */
export function earlyPriceOf(symbol: string): string | null {
  return isUsIndex(symbol) ? (FUND_OF_INDEX[symbol] ?? null) : symbol;
}

/** Whether quotes of this session, seen then, are those of a morning whose open interest is out and whose own session has not begun. */
export function isBeforeOpen(session: string, seenAtMs: number): boolean {
  const today = localDate(seenAtMs, NEW_YORK);
  return (
    isTradingDay(today) &&
    openInterestSessionAt(seenAtMs) === today &&
    session < today &&
    sessionDueAt(seenAtMs) < today
  );
}

/** How far a price stands from the last close, as a multiple of it; null where it repeats the close or cannot be one of the next morning. */
export function nightMove(price: number, close: number): number | null {
  const move = price / close;
  return move !== 1 && Math.abs(Math.log(move)) <= MOVE_MAX ? move : null;
}
