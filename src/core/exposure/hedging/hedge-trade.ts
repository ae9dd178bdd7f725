import { CHAIN_FILE_TERMS, type SettlementTerms } from '../../chain/settlement-terms.ts';
import type { DealerBook } from '../dealer-book.ts';
import { bookAt } from './book-at.ts';
import { type DealerDelta, dealerDeltaAt } from './dealer-delta-at.ts';

/** A change of price, vol and time from here and now. */
export type HedgeShift = {
  /** Fraction of spot. */
  readonly spotMove: number;
  /** Points of 30-day vol; other expiries move by √(30 days/T) of it, at most 1.5. */
  readonly volShiftPoints: number;
  /** Calendar hours, ≥ 0. */
  readonly hours: number;
};

/** A dealers' trade by its cause; positive: they buy. `total` is the sum of the others. */
export type TradeParts = {
  readonly total: number;
  /** Spot alone. */
  readonly gamma: number;
  /** Vols alone. */
  readonly vanna: number;
  /** Time alone. */
  readonly charm: number;
  /** What the three together do beyond each alone. */
  readonly cross: number;
  /** Hedges of contracts that settled in cash in between are closed. */
  readonly expiryUnwind: number;
};

export type HedgeTrade = {
  /** Where spot goes. */
  readonly spot: number;
  /** Units of the underlying; positive: dealers buy. */
  readonly units: number;
  /** Dollars at the new price. */
  readonly usd: TradeParts;
};

/** Dealers' deltas that a trade is split by: each input moved alone, and all together. */
export type ShiftedDeltas = {
  readonly start: DealerDelta;
  readonly spotOnly: DealerDelta;
  readonly volOnly: DealerDelta;
  readonly timeOnly: DealerDelta;
  readonly joint: DealerDelta;
};

/** What dealers trade to stay hedged over a joint change of price, vol and time: −(D₁ − D₀), re-priced in full. */
export function hedgeTrade(
  book: DealerBook,
  { spotMove, volShiftPoints: volPoints, hours }: HedgeShift,
  terms: SettlementTerms = CHAIN_FILE_TERMS,
): HedgeTrade {
  const now = bookAt(book, { hours: 0, terms });
  const later = hours === 0 ? now : bookAt(book, { hours, terms });
  const here = { spotMove: 0, volPoints: 0 };
  const deltas = {
    start: dealerDeltaAt(now, here),
    spotOnly: dealerDeltaAt(now, { spotMove, volPoints: 0 }),
    volOnly: dealerDeltaAt(now, { spotMove: 0, volPoints }),
    timeOnly: dealerDeltaAt(later, here),
    joint: dealerDeltaAt(later, { spotMove, volPoints }),
  };
  return splitTrade(deltas, book.chain.spot * (1 + spotMove));
}

/** The trade behind five deltas, in dollars at `spot`. */
export function splitTrade(deltas: ShiftedDeltas, spot: number): HedgeTrade {
  const { start, spotOnly, volOnly, timeOnly, joint } = deltas;
  const gamma = start.whole - spotOnly.whole;
  const vanna = start.whole - volOnly.whole;
  const charm = start.whole - timeOnly.whole;
  const cross = start.whole - joint.whole - gamma - vanna - charm;
  const expiryUnwind = joint.closed;
  const units = gamma + vanna + charm + cross + expiryUnwind;
  const usd = {
    gamma: gamma * spot,
    vanna: vanna * spot,
    charm: charm * spot,
    cross: cross * spot,
    expiryUnwind: expiryUnwind * spot,
  };
  const total = usd.gamma + usd.vanna + usd.charm + usd.cross + usd.expiryUnwind;
  return { spot, units, usd: { total, ...usd } };
}
