import type { DealerBook } from './dealer-book.ts';
import { prepareBook, repriceAt } from './repricing.ts';

/** Fractions of spot. */
const MOVES = [-0.05, -0.02, -0.01, 0.01, 0.02, 0.05];

/** What dealers trade if spot moves from here to `newSpot`, vols and time held; positive: they buy. */
export type HedgeFlow = {
  /** Fraction of spot. */
  readonly move: number;
  readonly newSpot: number;
  /** Units of the underlying. */
  readonly hedgeUnits: number;
  /** Dollars at the new price. */
  readonly hedgeNotionalNewSpot: number;
  /** Dollars at the old price. */
  readonly hedgeNotionalOldSpot: number;
  /** What gamma at spot times the move would say, dollars: shown to be compared, never to be used. */
  readonly linearGammaNotionalOldSpot: number;
};

/** Dealers' option delta with the book re-priced at `spot`, units of the underlying. */
export function dealerDelta(book: DealerBook, spot: number): number {
  return repriceAt(prepareBook(book, 0), spot / book.chain.spot - 1).deltaUnits;
}

/** Units dealers buy (negative: sell) to stay hedged over each move: −(D(S′) − D(S)), re-priced in full. */
export function hedgeTrades(
  book: DealerBook,
  moves: readonly number[],
): readonly { readonly move: number; readonly spot: number; readonly units: number }[] {
  const prepared = prepareBook(book, 0);
  const before = repriceAt(prepared, 0).deltaUnits;
  return moves.map((move) => ({
    move,
    spot: book.chain.spot * (1 + move),
    units: before - repriceAt(prepared, move).deltaUnits,
  }));
}

/** The six moves of `analyze`; `gex` is the book's net gamma at spot. */
export function hedgeFlows(book: DealerBook, gex: number): readonly HedgeFlow[] {
  return hedgeTrades(book, MOVES).map(({ move, spot, units }) => ({
    move,
    newSpot: spot,
    hedgeUnits: units,
    hedgeNotionalNewSpot: units * spot,
    hedgeNotionalOldSpot: units * book.chain.spot,
    linearGammaNotionalOldSpot: -gex * move * 100,
  }));
}
