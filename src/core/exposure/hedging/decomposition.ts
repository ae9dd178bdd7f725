import type { SettlementTerms } from '../../chain/settlement-terms.ts';
import type { DealerBook } from '../dealer-book.ts';
import { bookAt } from './book-at.ts';
import { dealerDeltaAt, dealerDeltasAt } from './dealer-delta-at.ts';
import { type HedgeShift, type HedgeTrade, splitTrade } from './hedge-trade.ts';

/** Fractions of spot; ±1 σ joins them where it is known. */
const MOVES = [-0.05, -0.03, -0.02, -0.01, -0.005, 0.005, 0.01, 0.02, 0.03, 0.05];
/** Points of 30-day vol. */
const VOL_POINTS = [-2, -1, 0, 1, 2];

export type DecomposedTrade = HedgeShift & HedgeTrade;

type Grid = {
  readonly terms: SettlementTerms;
  /** Fraction of spot; null where no 30-day vol is known. */
  readonly dailySigma: number | null;
  /** From now, 0 first. */
  readonly hours: readonly number[];
};

/** Dealers' trades over a grid of price, vol and time, each split by its cause. Price varies fastest. */
export function decompositionGrid(
  book: DealerBook,
  { terms, dailySigma, hours }: Grid,
): readonly DecomposedTrade[] {
  const moves = [...MOVES, ...(dailySigma === null ? [] : [-dailySigma, dailySigma])]
    .filter((move) => move > -1)
    .toSorted((a, b) => a - b);
  const now = bookAt(book, { hours: 0, terms });
  const start = dealerDeltaAt(now, { spotMove: 0, volPoints: 0 });
  const bySpot = dealerDeltasAt(now, moves, 0);
  const byVol = VOL_POINTS.map((volPoints) => dealerDeltaAt(now, { spotMove: 0, volPoints }));
  return hours.flatMap((ahead) => {
    const later = ahead === 0 ? now : bookAt(book, { hours: ahead, terms });
    const timeOnly = dealerDeltaAt(later, { spotMove: 0, volPoints: 0 });
    return VOL_POINTS.flatMap((volPoints, vol) => {
      const joint = dealerDeltasAt(later, moves, volPoints);
      return moves.map((spotMove, move) => {
        const deltas = {
          start,
          spotOnly: bySpot[move] ?? start,
          volOnly: byVol[vol] ?? start,
          timeOnly,
          joint: joint[move] ?? start,
        };
        const shift = { spotMove, volShiftPoints: volPoints, hours: ahead };
        return { ...shift, ...splitTrade(deltas, book.chain.spot * (1 + spotMove)) };
      });
    });
  });
}
