import type { SettlementTerms } from '../../chain/settlement-terms.ts';
import type { DealerBook } from '../dealer-book.ts';
import { bookAt } from './book-at.ts';
import { gammaAt } from './gamma-at.ts';
import { type BandTaste, type BandTerms, bandedTrade, bandHalfWidth } from './hedging-band.ts';

/** The day's moves for dealers who keep within a band, each a bound below and above; positive: they buy. */
export type BandedMoves = BandTaste & {
  /** Of the band here and now, units of the underlying. */
  readonly halfWidthUnits: number;
  readonly moves: readonly {
    readonly sigmas: number;
    readonly move: number;
    readonly atLeastUnits: number;
    readonly atMostUnits: number;
    /** Dollars at the new price. */
    readonly atLeastUsd: number;
    readonly atMostUsd: number;
  }[];
};

type Move = { readonly sigmas: number; readonly move: number; readonly units: number };

/** What a band makes of trades that a full hedge would need, vols held and time standing still. */
export function bandedMoves(
  book: DealerBook,
  trades: readonly Move[],
  { terms, band }: { readonly terms: SettlementTerms; readonly band: BandTerms },
): BandedMoves {
  const { cost, riskAversionPerUsd } = band;
  const { spot } = book.chain;
  const now = bookAt(book, { hours: 0, terms });
  const halfWidth = (move: number) => bandHalfWidth(spot * (1 + move), gammaAt(now, move), band);
  const before = halfWidth(0);
  return {
    cost,
    riskAversionPerUsd,
    halfWidthUnits: before,
    moves: trades.map(({ sigmas, move, units }) => {
      const { atLeast, atMost } = bandedTrade(units, { before, after: halfWidth(move) });
      const price = spot * (1 + move);
      return {
        sigmas,
        move,
        atLeastUnits: atLeast,
        atMostUnits: atMost,
        atLeastUsd: atLeast * price,
        atMostUsd: atMost * price,
      };
    }),
  };
}
