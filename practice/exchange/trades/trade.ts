/** Who stands behind a trade: its taker's side is on the wire, the rest is hidden. */
export type Trade = {
  readonly instrument: string;
  readonly atMs: number;
  readonly lots: number;
  /** +1: the taker buys. */
  readonly takerSign: 1 | -1;
  /** Change of open interest, lots. */
  readonly openChange: number;
  /** Change of dealers' position, lots; positive: dealers bought. */
  readonly dealerChange: number;
  readonly printed: Printed;
};

/** What the wire says of a trade beside its terms. */
export type Printed =
  | { readonly kind: 'screen' }
  | { readonly kind: 'liquidation'; readonly side: 'M' | 'T' | 'MT' }
  /** A leg of a vertical spread; `combo` is one per spread. */
  | { readonly kind: 'combo'; readonly combo: string; readonly number: number }
  | {
      readonly kind: 'block';
      readonly number: number;
      readonly legs: number;
      readonly isRfq: boolean;
    };

/** Whether dealers are the maker, the taker or no side at all. */
export type Dealers = 'maker' | 'taker' | 'absent';

/** What a trade does to dealers' position, lots. */
export function dealerChangeOf(dealers: Dealers, takerSign: 1 | -1, lots: number): number {
  if (dealers === 'absent') return 0;
  return dealers === 'taker' ? takerSign * lots : -takerSign * lots;
}
