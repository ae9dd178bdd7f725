import { logRatio } from '../math/log-ratio.ts';
import { normalPdf, upperTail } from '../math/normal.ts';
import type { DealerBook } from './dealer-book.ts';

const DAYS_PER_YEAR = 365;
const PER_PERCENT = 0.01;

/** The contracts of a book that are alive on some day, prepared to be re-priced at many spots. */
export type PreparedBook = {
  readonly spot: number;
  readonly size: number;
  /** d1 at spot. */
  readonly d1: Float64Array;
  /** 1 / (σ√T). */
  readonly inverseDeviation: Float64Array;
  /** Units of the underlying × e^(−qT); positive: dealers long. */
  readonly units: Float64Array;
  readonly isCall: Uint8Array;
};

/** A book some calendar days from now, vols held; contracts past their expiry are gone. */
export function prepareBook({ chain, units }: DealerBook, days: number): PreparedBook {
  const { spot, rate } = chain;
  const elapsed = days / DAYS_PER_YEAR;
  const prepared = {
    d1: new Float64Array(chain.size),
    inverseDeviation: new Float64Array(chain.size),
    units: new Float64Array(chain.size),
    isCall: new Uint8Array(chain.size),
  };
  let size = 0;
  for (let row = 0; row < chain.size; row++) {
    const years = (chain.years[row] ?? 0) - elapsed;
    const held = units[row] ?? 0;
    if (years <= 0 || held === 0) continue;
    const vol = chain.vol[row] ?? 0;
    const carry = chain.dividendYield[row] ?? 0;
    const inverse = 1 / (vol * Math.sqrt(years));
    const drift = (rate - carry + 0.5 * vol * vol) * years;
    prepared.d1[size] = (logRatio(spot, chain.strike[row] ?? 0) + drift) * inverse;
    prepared.inverseDeviation[size] = inverse;
    prepared.units[size] = carry === 0 ? held : held * Math.exp(-carry * years);
    prepared.isCall[size] = chain.isCall[row] ?? 0;
    size += 1;
  }
  return { spot, size, ...prepared };
}

/** Dealers' option delta, units of the underlying, and gamma, dollars of delta per +1 %, re-priced after a move. */
export type Repriced = { readonly deltaUnits: number; readonly gex: number };

/** Re-prices a prepared book where spot has moved by a fraction; one exponential a contract serves both numbers. */
export function repriceAt(book: PreparedBook, move: number): Repriced {
  const { size, d1, inverseDeviation, units, isCall } = book;
  const x = Math.log1p(move);
  let deltaUnits = 0;
  let density = 0;
  for (let row = 0; row < size; row++) {
    const inverse = inverseDeviation[row] ?? 0;
    const held = units[row] ?? 0;
    const d = (d1[row] ?? 0) + x * inverse;
    const pdf = normalPdf(d);
    const tail = upperTail(Math.abs(d), pdf);
    density += held * inverse * pdf;
    if (isCall[row] === 1) deltaUnits += held * (d > 0 ? 1 - tail : tail);
    else deltaUnits -= held * (d > 0 ? tail : 1 - tail);
  }
  return { deltaUnits, gex: PER_PERCENT * book.spot * (1 + move) * density };
}
