import { instantOf } from '../schedule/wall-clock.ts';
import { isTradingDay, previousTradingDay, sessionClose, sessionOpen } from './calendar.ts';

/** When one series settles and when it can be traded last. */
export type Settlement = {
  /** `am`: on the opening print; `pm`: on the close. */
  readonly session: 'am' | 'pm';
  /** New York date of settlement, after any move off a day without trading. */
  readonly date: string;
  /** Epoch milliseconds. */
  readonly settlesMs: number;
  /** Epoch milliseconds: for `am` the close of stocks on the trading day before, for `pm` the settlement itself. */
  readonly stopsTradingMs: number;
};

/**
 * Roots that settle on the opening print. Their weeklies and minis (SPXW, NDXP, RUTW, XSP, MRUT) settle on the
 * close, as do ETFs and stocks. Exchange product specifications.
 */
const AM_SETTLED_ROOTS: ReadonlySet<string> = new Set(['SPX', 'NDX', 'RUT', 'DJX', 'VIX', 'VIXW']);

const DERIBIT_SETTLEMENT_MINUTE = 8 * 60;

/**
 * The settlement of a US-listed series by its OSI root (`SPX`, `SPXW`, `AMD`) and listed date. A date without
 * trading, also the Saturday of monthlies before 2015, moves to the trading day before.
 */
export function usSettlement(root: string, listedDate: string): Settlement {
  const date = isTradingDay(listedDate) ? listedDate : previousTradingDay(listedDate);
  if (AM_SETTLED_ROOTS.has(root)) {
    const stopsTradingMs = sessionClose(previousTradingDay(date));
    return { session: 'am', date, settlesMs: sessionOpen(date), stopsTradingMs };
  }
  const closesMs = sessionClose(date);
  return { session: 'pm', date, settlesMs: closesMs, stopsTradingMs: closesMs };
}

/** Deribit's settlement on this date: the end of its 30-minute average, 08:00 UTC, epoch milliseconds. */
export function deribitSettlementMs(date: string): number {
  return instantOf(date, DERIBIT_SETTLEMENT_MINUTE, 'UTC');
}
