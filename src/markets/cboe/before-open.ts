import { NEW_YORK } from '../../core/chain/calendar.ts';
import { localDate } from '../../core/schedule/wall-clock.ts';
import { nightMove } from '../us-options/before-open.ts';
import type { CboeDocument } from './parse-json.ts';

/** Share by which two statements of one close may differ through rounding. */
const SAME_CLOSE = 1e-5;

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
  return nightMove(price, previousClose);
}
