/** How a trade came about, which says how far its taker can be told from its dealer. */
export type TradeOrigin =
  /** An order met the book. */
  | 'screen'
  /** A leg of a combo, with a direction of its own; the combo itself is not a trade here. */
  | 'combo-leg'
  /** Dealers quoted to a taker who asked. */
  | 'block-rfq'
  /** Two parties agreed elsewhere. */
  | 'block';

/** One public trade in an option. */
export type Trade = {
  /** The venue's, never used twice for one symbol. */
  readonly id: string;
  readonly atMs: number;
  readonly instrument: string;
  readonly expiryMs: number;
  /** Contracts, in the unit of the chain's open interest. */
  readonly contracts: number;
  /** What the side that took the other's offer did. */
  readonly taker: 'buy' | 'sell';
  readonly origin: TradeOrigin;
  /** Whose position the venue was closing by force. */
  readonly liquidated: 'nobody' | 'taker' | 'maker' | 'both';
  /**
   * Price over the venue's mark, less one; the option's price rises with its vol, so that below 0 it was printed under
   * the mark vol. Null where the venue states no mark.
   */
  readonly overMark: number | null;
};
