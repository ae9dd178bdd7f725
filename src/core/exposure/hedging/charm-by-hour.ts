import type { SettlementTerms } from '../../chain/settlement-terms.ts';
import type { DealerBook } from '../dealer-book.ts';
import { bookAt } from './book-at.ts';
import { dealerDeltaAt } from './dealer-delta-at.ts';

const HOUR_MS = 3_600_000;
/** A settlement farther away than a day is cut into longer steps. */
const STEPS_MAX = 24;
const HERE = { spotMove: 0, volPoints: 0 };

/** Dealers' trade in one stretch of time, spot and vols held; positive: they buy. */
export type TimedTrade = {
  readonly untilMs: number;
  /** Dollars from the passage of time alone. */
  readonly charmUsd: number;
  /** Dollars from hedges that settlement in cash closes. */
  readonly expiryUnwindUsd: number;
};

/** Charm hour by hour to a settlement; the steps add up to the charm to it. */
export function charmByHour(
  book: DealerBook,
  settlesMs: number,
  terms: SettlementTerms,
): readonly TimedTrade[] {
  const { spot, asOfMs } = book.chain;
  const hours = (settlesMs - asOfMs) / HOUR_MS;
  const step = Math.max(1, Math.ceil(hours / STEPS_MAX));
  const ends = Array.from({ length: Math.ceil(hours / step) }, (_, index) =>
    Math.min(hours, (index + 1) * step),
  );
  let before = dealerDeltaAt(bookAt(book, { hours: 0, terms }), HERE);
  return ends.map((end) => {
    const after = dealerDeltaAt(bookAt(book, { hours: end, terms }), HERE);
    const trade = {
      untilMs: asOfMs + end * HOUR_MS,
      charmUsd: (before.whole - after.whole) * spot,
      expiryUnwindUsd: (after.closed - before.closed) * spot,
    };
    before = after;
    return trade;
  });
}
