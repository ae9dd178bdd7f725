import { type DealerBook, shiftBook } from './dealer-book.ts';
import { gammaAt, gammaBook } from './gamma-book.ts';
import { dealerDelta } from './hedge-flow.ts';

const MOVES = [-0.05, -0.02, 0, 0.02, 0.05];
const DAYS = [0, 1, 7];
const VOL_SHIFTS = [-0.02, 0, 0.02];

/** The book's gamma and delta in another state of the world. */
export type Scenario = {
  /** Fraction of spot. */
  readonly move: number;
  /** Calendar days from now. */
  readonly days: number;
  /** Added to every vol; 0.02 is two vol points. */
  readonly volShift: number;
  /** Dollars of delta per +1 % of the moved spot. */
  readonly gex: number;
  readonly deltaUnits: number;
  /** Dollars at the moved spot. */
  readonly deltaNotional: number;
};

/** 45 cells: five moves in each of nine states of time and vol. */
export function scenarioGrid(book: DealerBook): readonly Scenario[] {
  return DAYS.flatMap((days) =>
    VOL_SHIFTS.flatMap((volShift) => {
      const shifted = shiftBook(book, { days, vol: volShift });
      const gamma = gammaBook(shifted);
      return MOVES.map((move) => {
        const spot = book.chain.spot * (1 + move);
        const deltaUnits = dealerDelta(shifted, spot);
        const gex = gammaAt(gamma, Math.log1p(move)).net;
        return { move, days, volShift, gex, deltaUnits, deltaNotional: deltaUnits * spot };
      });
    }),
  );
}
