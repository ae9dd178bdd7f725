import { hoursOf, nextSettlementMs, type SettlementTerms } from '../../chain/settlement-terms.ts';
import { isMonthlyExpiry } from '../../schedule/monthly-expiry.ts';
import type { DealerBook } from '../dealer-book.ts';
import { contractExposures } from '../exposure.ts';
import { charmByHour, type TimedTrade } from './charm-by-hour.ts';
import { type NeutralisingSize, neutralisingSizes } from './neutralising-size.ts';

/** What time alone makes dealers trade to the next settlement, and how large their gamma is in options. */
export type HourlyHedging = {
  /** In order of time; empty where the book holds no contract. */
  readonly trades: readonly TimedTrade[];
  /** At the money of the next monthly expiry; null where none is listed, or nothing would be traded. */
  readonly monthlySize: NeutralisingSize | null;
};

/** Charm to the next daily settlement, spot and vols held, and the size of the book's gamma at spot. */
export function hourlyHedging(book: DealerBook, terms: SettlementTerms): HourlyHedging {
  const settlesMs = nextSettlementMs(book.chain, terms);
  const monthly = neutralisingSizes(book, contractExposures(book)).find(({ expiryMs }) =>
    isMonthlyExpiry(hoursOf(terms), expiryMs),
  );
  return {
    trades: settlesMs === null ? [] : charmByHour(book, settlesMs, terms),
    monthlySize: monthly === undefined || monthly.contracts === 0 ? null : monthly,
  };
}
