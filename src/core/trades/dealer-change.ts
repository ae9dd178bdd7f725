import type { Trade, TradeOrigin } from './trade.ts';

/**
 * How much of a trade counts as a customer who takes and a dealer who makes. What does not count is neither signed nor
 * called seen. A screen order pays the dealers' spread. A combo leg does too and has its own direction. In a request for
 * quotes dealers are asked. In a block agreed elsewhere either side can be the dealer: a coin toss would be 0.
 */
export const ORIGIN_WEIGHTS: Readonly<Record<TradeOrigin, number>> = {
  screen: 1,
  'combo-leg': 1,
  'block-rfq': 1,
  block: 0.5,
};

/** The maker was closed by force, so it was no dealer; whether the taker was one is not known. */
export const LIQUIDATED_MAKER_WEIGHT = 0;

/** Who buys under the mark or sells over it was offered a bargain: more likely by a customer's resting order. */
export const BARGAIN_WEIGHT = 0.5;

/** What one trade shows of dealers. */
export type DealerChange = {
  /** Contracts; positive: dealers bought. */
  readonly signedContracts: number;
  /** Contracts of which the trade says who was the dealer, ≥ 0. */
  readonly seenContracts: number;
};

/** Dealers take the other side of the taker, as far as the trade's circumstances say so. */
export function dealerChange(trade: Trade): DealerChange {
  const seenContracts = trade.contracts * weightOf(trade);
  return { seenContracts, signedContracts: trade.taker === 'buy' ? -seenContracts : seenContracts };
}

function weightOf({ origin, liquidated, overMark, taker }: Trade): number {
  if (liquidated === 'maker' || liquidated === 'both') return LIQUIDATED_MAKER_WEIGHT;
  const weight = ORIGIN_WEIGHTS[origin];
  // Legs and blocks are priced as a whole, so that one leg's price says nothing.
  if (origin !== 'screen' || overMark === null) return weight;
  const isBargain = taker === 'buy' ? overMark < 0 : overMark > 0;
  return isBargain ? weight * BARGAIN_WEIGHT : weight;
}
