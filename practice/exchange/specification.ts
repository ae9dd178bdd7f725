/** Coin-settled books by their coin; USDC-settled ones by the prefix of their instruments. */
export type PracticeSymbol = 'BTC' | 'ETH' | 'BTC_USDC' | 'SOL_USDC' | 'XRP_USDC';

/** The coins whose spot is simulated. */
export type PracticeBase = 'BTC' | 'ETH' | 'SOL' | 'XRP';

/** In the currency of settlement. */
export type Tick = {
  readonly cheap: number;
  readonly normal: number;
  readonly cheapBelow: number;
  /** Decimals of a quote. */
  readonly decimals: number;
};

const COIN_TICK: Tick = { cheap: 0.0001, normal: 0.0005, cheapBelow: 0.005, decimals: 4 };

/** What makes one simulated market itself; orders of magnitude as recorded on the real venue in 2026. */
export type Specification = {
  readonly symbol: PracticeSymbol;
  readonly base: PracticeBase;
  /** What premiums are quoted and paid in. */
  readonly settlement: 'coin' | 'USDC';
  /** Coins a contract. */
  readonly contractSize: number;
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
  /** Decimals of a mark price. */
  readonly priceDecimals: number;
  /** Price steps of quotes: finer for cheap options. */
  readonly tick: Tick;
  /** Long-run at-the-money volatility, fraction per year. */
  readonly volatility: number;
};

export const SPECIFICATIONS: Readonly<Record<PracticeSymbol, Specification>> = {
  BTC: {
    symbol: 'BTC',
    base: 'BTC',
    settlement: 'coin',
    contractSize: 1,
    tick: COIN_TICK,
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
    base: 'ETH',
    settlement: 'coin',
    contractSize: 1,
    tick: COIN_TICK,
    centreUsd: 2_150,
    strikeStepsUsd: [25, 100, 200, 500, 1_000],
    roundUsd: { large: 500, small: 100 },
    quarterlyOpenInterest: 750_000,
    tradeSizeMin: 1,
    priceDecimals: 6,
    volatility: 0.66,
  },
  BTC_USDC: {
    symbol: 'BTC_USDC',
    base: 'BTC',
    settlement: 'USDC',
    contractSize: 1,
    tick: { cheap: 5, normal: 5, cheapBelow: 0, decimals: 0 },
    centreUsd: 71_000,
    strikeStepsUsd: [1_000, 2_000, 5_000, 10_000, 20_000],
    roundUsd: { large: 10_000, small: 5_000 },
    quarterlyOpenInterest: 6_000,
    tradeSizeMin: 0.01,
    priceDecimals: 4,
    volatility: 0.48,
  },
  SOL_USDC: {
    symbol: 'SOL_USDC',
    base: 'SOL',
    settlement: 'USDC',
    contractSize: 10,
    tick: { cheap: 0.05, normal: 0.1, cheapBelow: 2, decimals: 2 },
    centreUsd: 140,
    strikeStepsUsd: [2, 4, 10, 20, 50],
    roundUsd: { large: 50, small: 10 },
    quarterlyOpenInterest: 900_000,
    tradeSizeMin: 10,
    priceDecimals: 4,
    volatility: 0.78,
  },
  XRP_USDC: {
    symbol: 'XRP_USDC',
    base: 'XRP',
    settlement: 'USDC',
    contractSize: 1_000,
    tick: { cheap: 0.0005, normal: 0.001, cheapBelow: 0.02, decimals: 4 },
    centreUsd: 1.4,
    strikeStepsUsd: [0.02, 0.04, 0.1, 0.2, 0.5],
    roundUsd: { large: 0.5, small: 0.1 },
    quarterlyOpenInterest: 40_000_000,
    tradeSizeMin: 1_000,
    priceDecimals: 6,
    volatility: 0.74,
  },
};

/** Which of the simulated markets a word names, or undefined. */
export function practiceSymbol(word: string): PracticeSymbol | undefined {
  return Object.values(SPECIFICATIONS).find(({ symbol }) => symbol === word)?.symbol;
}
