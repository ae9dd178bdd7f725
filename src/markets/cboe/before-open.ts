import { isTradingDay, NEW_YORK } from '../../core/chain/calendar.ts';
import { localDate } from '../../core/schedule/wall-clock.ts';
import { openInterestSessionAt, sessionDueAt } from '../us-options/session.ts';
import { isUsIndex } from '../us-options/underlying.ts';
import type { CboeDocument } from './parse-json.ts';

/** Funds that trade from 04:00 New York and follow their index to a hundredth of a percent, distributions apart. */
const FUND_OF_INDEX: Readonly<Record<string, string>> = { SPX: 'SPY', XSP: 'SPY', NDX: 'QQQ' };

/** A night's move beyond it is a split or a fault, not a market. */
const MOVE_MAX = 0.2;

/** Share by which two statements of one close may differ through rounding. */
const SAME_CLOSE = 1e-5;

/** Whose price says where a symbol stands before the open; null where nothing does. */
export function earlyPriceOf(symbol: string): string | null {
  return isUsIndex(symbol) ? (FUND_OF_INDEX[symbol] ?? null) : symbol;
}

/** Whether a document of this time is of a morning whose open interest is out and whose session has not begun. */
export function isBeforeOpen({ parsed }: CboeDocument): boolean {
  const { asOfMs } = parsed.chain;
  const today = localDate(asOfMs, NEW_YORK);
  return (
    isTradingDay(today) &&
    openInterestSessionAt(asOfMs) === today &&
    parsed.session < today &&
    sessionDueAt(asOfMs) < today
  );
}

/**
 * How far a fund stands from its last close this morning, as a multiple of it. Null where its document is of another
 * morning than the one at `atMs`, or shows no trade since the close: the venue then repeats the close to the last digit.
 */
export function earlyMove(fund: CboeDocument, atMs: number): number | null {
  const { parsed, price, close, previousClose } = fund;
  const today = localDate(atMs, NEW_YORK);
  if (localDate(parsed.chain.asOfMs, NEW_YORK) !== today || previousClose === null) return null;
  // Before the venue has set both to the last close, changes are still counted from the one before.
  const isSet = close !== null && Math.abs(close / previousClose - 1) <= SAME_CLOSE;
  if (!isSet && parsed.session < today) return null;
  const move = price / previousClose;
  return move !== 1 && Math.abs(Math.log(move)) <= MOVE_MAX ? move : null;
}
