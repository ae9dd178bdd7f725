import { optionDelta } from '../math/black.ts';
import type { DealerBook } from './dealer-book.ts';

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
export function dealerDelta({ chain, units }: DealerBook, spot: number): number {
  const { rate } = chain;
  const input = { spot, rate, strike: 0, years: 0, vol: 0, dividendYield: 0, isCall: false };
  let total = 0;
  for (let row = 0; row < chain.size; row++) {
    input.strike = chain.strike[row] ?? 0;
    input.years = chain.years[row] ?? 0;
    input.vol = chain.vol[row] ?? 0;
    input.dividendYield = chain.dividendYield[row] ?? 0;
    input.isCall = chain.isCall[row] === 1;
    total += (units[row] ?? 0) * optionDelta(input);
  }
  return total;
}

/** Units dealers buy (negative: sell) to stay hedged over each move: −(D(S′) − D(S)), re-priced in full. */
export function hedgeTrades(
  book: DealerBook,
  moves: readonly number[],
): readonly { readonly move: number; readonly spot: number; readonly units: number }[] {
  const { spot } = book.chain;
  const before = dealerDelta(book, spot);
  return moves.map((move) => {
    const newSpot = spot * (1 + move);
    return { move, spot: newSpot, units: before - dealerDelta(book, newSpot) };
  });
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
