import { carriedVariance, WINDOW_YEARS } from '../../chain/settlement-average.ts';
import type { SettlementTerms } from '../../chain/settlement-terms.ts';
import { logRatio } from '../../math/log-ratio.ts';
import type { DealerBook } from '../dealer-book.ts';
import { volWeight } from './vol-weight.ts';

const HOURS_PER_YEAR = 365 * 24;

/** A dealer book some hours from now, prepared to be re-priced at many spots and vols. */
export type BookAt = {
  /** Today's, from which moves count. */
  readonly spot: number;
  readonly size: number;
  readonly strike: Float64Array;
  readonly isCall: Uint8Array;
  /** Units of the underlying × e^(−qT′); positive: dealers long. */
  readonly units: Float64Array;
  /** Fraction per year. */
  readonly vol: Float64Array;
  /** Points by which a vol moves per point of 30-day vol. */
  readonly volWeight: Float64Array;
  /** ln(F/K) at today's spot. */
  readonly logMoneyness: Float64Array;
  /** Square root of the years that are left to a vol; 0 once a contract has settled. */
  readonly rootYears: Float64Array;
  /** Share of the contract whose settlement is still open, 0..1. */
  readonly openShare: Float64Array;
  readonly isCashSettled: boolean;
};

/** The instant at which a book is looked at, and how much of it. */
export type Horizon = {
  readonly hours: number;
  readonly terms: SettlementTerms;
  /** Contracts that expire later than this are left out; years. */
  readonly yearsMax?: number;
};

/**
 * Prepares a book. Now, every chain is taken at its word: w = σ²T. In later hours σ stays and T runs off, or, for
 * contracts that settle on an average, w runs off as the variance of that average does (`settlement-average.ts`).
 */
export function bookAt({ chain, units }: DealerBook, horizon: Horizon): BookAt {
  const { terms, yearsMax = Number.POSITIVE_INFINITY } = horizon;
  const elapsed = horizon.hours / HOURS_PER_YEAR;
  const isAveraged = terms.price === 'half-hour-average';
  const columns = emptyColumns(chain.size);
  const left = { years: 0, ofVariance: 0, openShare: 1 };
  let size = 0;
  for (let row = 0; row < chain.size; row++) {
    const years = chain.years[row] ?? 0;
    const held = units[row] ?? 0;
    if (held === 0 || years > yearsMax) continue;
    remainingTime({ years, elapsed, isAveraged }, left);
    const dividendYield = chain.dividendYield[row] ?? 0;
    const strike = chain.strike[row] ?? 0;
    columns.strike[size] = strike;
    columns.isCall[size] = chain.isCall[row] ?? 0;
    columns.units[size] = held * Math.exp(-dividendYield * left.years);
    columns.vol[size] = chain.vol[row] ?? 0;
    columns.volWeight[size] = volWeight(years);
    columns.logMoneyness[size] =
      logRatio(chain.spot, strike) + (chain.rate - dividendYield) * left.years;
    columns.rootYears[size] = Math.sqrt(left.ofVariance);
    columns.openShare[size] = left.openShare;
    size += 1;
  }
  return { spot: chain.spot, size, ...columns, isCashSettled: terms.delivery === 'cash' };
}

function emptyColumns(size: number): Omit<BookAt, 'spot' | 'size' | 'isCashSettled'> {
  const column = () => new Float64Array(size);
  return {
    strike: column(),
    isCall: new Uint8Array(size),
    units: column(),
    vol: column(),
    volWeight: column(),
    logMoneyness: column(),
    rootYears: column(),
    openShare: column(),
  };
}

type Elapsing = {
  /** To settlement, from now. */
  readonly years: number;
  readonly elapsed: number;
  readonly isAveraged: boolean;
};

type RemainingTime = {
  /** To settlement, 0 after it. */
  years: number;
  /** Years that the vol of now still has to run: w = σ²·(that). */
  ofVariance: number;
  openShare: number;
};

/** Written into `left`, as it is asked for tens of thousands of times. */
function remainingTime({ years, elapsed, isAveraged }: Elapsing, left: RemainingTime): void {
  const later = Math.max(0, years - elapsed);
  left.years = later;
  left.ofVariance = later;
  left.openShare = later > 0 ? 1 : 0;
  if (elapsed === 0 || !isAveraged) return;
  left.ofVariance = carriedVariance(years, years, later);
  // Inside the window a venue's word about now covers what is open now, so that only what follows is closed.
  left.openShare = Math.min(1, later / Math.min(WINDOW_YEARS, years));
}
