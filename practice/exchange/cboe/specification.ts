import type { Walk } from '../spot-path.ts';

export type UsSymbol = 'SPX' | 'SPY' | 'QQQ' | 'AAPL';

/** What makes one simulated US underlying itself. */
export type UsSpecification = {
  readonly symbol: UsSymbol;
  /** The name in addresses and at the top of the document. */
  readonly address: string;
  readonly kind: 'index' | 'stock';
  /** The price that it follows, and its share of that. */
  readonly walk: Walk;
  readonly share: number;
  /** The root that settles on the opening prices, where there is one; the other settles on the close. */
  readonly morningRoot: string | null;
  readonly afternoonRoot: string;
  /** Distances of strikes near the money and of monthlies further out, USD. */
  readonly strikeStepsUsd: { readonly near: number; readonly far: number };
  /** Open interest of a monthly expiry, contracts. */
  readonly monthlyOpenInterest: number;
  /** At-the-money volatility, fraction per year. */
  readonly volatility: number;
  /** Fraction per year. */
  readonly dividendYield: number;
  /** Half the spread near the money, USD. */
  readonly halfSpreadUsd: number;
};

const STANDARD: Walk = { name: 'S&P', centreUsd: 6_900, liveliness: 0.5 };

export const US_SPECIFICATIONS: Readonly<Record<UsSymbol, UsSpecification>> = {
  SPX: {
    symbol: 'SPX',
    address: '_SPX',
    kind: 'index',
    walk: STANDARD,
    share: 1,
    morningRoot: 'SPX',
    afternoonRoot: 'SPXW',
    strikeStepsUsd: { near: 10, far: 25 },
    monthlyOpenInterest: 1_200_000,
    volatility: 0.16,
    dividendYield: 0.012,
    halfSpreadUsd: 0.1,
  },
  SPY: {
    symbol: 'SPY',
    address: 'SPY',
    kind: 'stock',
    walk: STANDARD,
    share: 0.1,
    morningRoot: null,
    afternoonRoot: 'SPY',
    strikeStepsUsd: { near: 1, far: 5 },
    monthlyOpenInterest: 1_500_000,
    volatility: 0.16,
    dividendYield: 0.012,
    halfSpreadUsd: 0.01,
  },
  QQQ: {
    symbol: 'QQQ',
    address: 'QQQ',
    kind: 'stock',
    walk: { name: 'Nasdaq', centreUsd: 620, liveliness: 0.65 },
    share: 1,
    morningRoot: null,
    afternoonRoot: 'QQQ',
    strikeStepsUsd: { near: 1, far: 5 },
    monthlyOpenInterest: 900_000,
    volatility: 0.21,
    dividendYield: 0.005,
    halfSpreadUsd: 0.01,
  },
  AAPL: {
    symbol: 'AAPL',
    address: 'AAPL',
    kind: 'stock',
    walk: { name: 'AAPL', centreUsd: 265, liveliness: 0.8 },
    share: 1,
    morningRoot: null,
    afternoonRoot: 'AAPL',
    strikeStepsUsd: { near: 2.5, far: 5 },
    monthlyOpenInterest: 700_000,
    volatility: 0.27,
    dividendYield: 0.004,
    halfSpreadUsd: 0.01,
  },
};

/** Which of the simulated underlyings a word names, or undefined. */
export function usSymbol(word: string): UsSymbol | undefined {
  return Object.values(US_SPECIFICATIONS).find(({ symbol }) => symbol === word)?.symbol;
}
