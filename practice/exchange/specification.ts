export type PracticeSymbol = 'BTC' | 'ETH';

/** What makes one simulated market itself; orders of magnitude as recorded on the real venue in 2026. */
export type Specification = {
  readonly symbol: PracticeSymbol;
  /** Where the spot path hovers, USD. */
  readonly centreUsd: number;
  /** Strike distances from the densest to the widest, USD. */
  readonly strikeStepsUsd: readonly [number, number, number, number, number];
  /** Strikes at multiples of these draw extra open interest, USD. */
  readonly roundUsd: { readonly large: number; readonly small: number };
  /** Open interest of a fully grown quarterly expiry, coins; the others are shares of it. */
  readonly quarterlyOpenInterest: number;
  /** Smallest trade, coins: open interest is a multiple of it. */
  readonly tradeSizeMin: number;
  /** Decimals of a mark price in coins. */
  readonly priceDecimals: number;
  /** Long-run at-the-money volatility, fraction per year. */
  readonly volatility: number;
};

export const SPECIFICATIONS: Readonly<Record<PracticeSymbol, Specification>> = {
  BTC: {
    symbol: 'BTC',
    centreUsd: 71_000,
    strikeStepsUsd: [1_000, 2_000, 5_000, 10_000, 20_000],
    roundUsd: { large: 10_000, small: 5_000 },
    quarterlyOpenInterest: 130_000,
    tradeSizeMin: 0.1,
    priceDecimals: 8,
    volatility: 0.48,
  },
  ETH: {
    symbol: 'ETH',
    centreUsd: 2_150,
    strikeStepsUsd: [25, 100, 200, 500, 1_000],
    roundUsd: { large: 500, small: 100 },
    quarterlyOpenInterest: 750_000,
    tradeSizeMin: 1,
    priceDecimals: 6,
    volatility: 0.66,
  },
};

/** Which of the simulated markets a word names, or undefined. */
export function practiceSymbol(word: string): PracticeSymbol | undefined {
  return word === 'BTC' || word === 'ETH' ? word : undefined;
}
