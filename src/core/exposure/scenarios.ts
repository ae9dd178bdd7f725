import { type DealerBook, shiftVols } from './dealer-book.ts';
import { prepareBook, repriceAt } from './repricing.ts';

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
  const shifted = VOL_SHIFTS.map((volShift) => ({ volShift, book: shiftVols(book, volShift) }));
  return DAYS.flatMap((days) =>
    shifted.flatMap(({ volShift, book: atVols }) => {
      const prepared = prepareBook(atVols, days);
      return MOVES.map((move) => {
        const { deltaUnits, gex } = repriceAt(prepared, move);
        const deltaNotional = deltaUnits * book.chain.spot * (1 + move);
        return { move, days, volShift, gex, deltaUnits, deltaNotional };
      });
    }),
  );
}
