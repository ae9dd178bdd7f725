import type { Chain } from '../chain/chain.ts';
import { logRatio } from '../math/log-ratio.ts';

const INV_SQRT_2PI = 0.3989422804014327;
const PER_PERCENT = 0.01;

/**
 * A book's gamma as bells in x = ln(S / spot). Row i gives S·amplitude·e^(−d²/2) dollars of delta per +1 % of S,
 * with d = d1 + x / deviation. Vols stay with their strikes and time stands still, as in Γ·S²·0.01 re-priced at S.
 */
export type GammaBook = {
  readonly spot: number;
  readonly size: number;
  /** Rows before this one are dealers' long positions, the rest their short ones. */
  readonly longCount: number;
  /** d1 at spot. */
  readonly d1: Float64Array;
  /** 1 / (σ√T). */
  readonly inverseDeviation: Float64Array;
  /** Dollars per unit of S, always positive. */
  readonly amplitude: Float64Array;
  /** Sum of the amplitudes: no level has more gross gamma, per unit of S. */
  readonly amplitudeSum: number;
};

/** Net and gross gamma, dollars of delta per +1 %. */
export type NetAndGross = { readonly net: number; readonly gross: number };

/** As much of a dealer book as its gamma depends on. */
export type PricedBook = {
  readonly chain: Pick<
    Chain,
    'spot' | 'rate' | 'size' | 'strike' | 'years' | 'vol' | 'dividendYield'
  >;
  /** Units of the underlying; positive: dealers are long. */
  readonly units: Float64Array;
};

/** Prepares a book for gamma at many spots. Cost: one log, one square root and one exponential per contract. */
export function gammaBook(book: PricedBook): GammaBook {
  const { chain, units } = book;
  const { spot, rate } = chain;
  const size = units.reduce((count, held) => (held === 0 ? count : count + 1), 0);
  const d1 = new Float64Array(size);
  const inverseDeviation = new Float64Array(size);
  const amplitude = new Float64Array(size);
  let longCount = 0;
  let shortStart = size;
  let amplitudeSum = 0;
  for (let row = 0; row < chain.size; row++) {
    const held = units[row] ?? 0;
    if (held === 0) continue;
    const years = chain.years[row] ?? 0;
    const vol = chain.vol[row] ?? 0;
    const carry = chain.dividendYield[row] ?? 0;
    const inverse = 1 / (vol * Math.sqrt(years));
    const drift = (rate - carry + 0.5 * vol * vol) * years;
    const at = held > 0 ? longCount++ : --shortStart;
    inverseDeviation[at] = inverse;
    d1[at] = (logRatio(spot, chain.strike[row] ?? 0) + drift) * inverse;
    const present = Math.abs(held) * Math.exp(-carry * years);
    const peak = PER_PERCENT * INV_SQRT_2PI * present * inverse;
    amplitude[at] = peak;
    amplitudeSum += peak;
  }
  return { spot, size, longCount, d1, inverseDeviation, amplitude, amplitudeSum };
}

/** Gamma of the book re-priced at spot·e^x, by the direct sum. */
export function gammaAt(book: GammaBook, x: number): NetAndGross {
  const { long, short } = scaledSums(book, x, 0);
  const level = book.spot * Math.exp(x);
  return { net: level * (long - short), gross: level * (long + short) };
}

/**
 * Net over gross gamma at spot·e^x, −1..1, or 0 for an empty book. Both sums are scaled by the largest bell there,
 * so that the sign survives between strikes seconds from expiry, where every term by itself is below the smallest double.
 */
export function gammaBalance(book: GammaBook, x: number): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let row = 0; row < book.size; row++) {
    const d = (book.d1[row] ?? 0) + x * (book.inverseDeviation[row] ?? 0);
    if (d * d < smallest) smallest = d * d;
  }
  if (smallest === Number.POSITIVE_INFINITY) return 0;
  const { long, short } = scaledSums(book, x, 0.5 * smallest);
  return (long - short) / (long + short);
}

function scaledSums(book: GammaBook, x: number, scale: number): { long: number; short: number } {
  const { size, longCount, d1, inverseDeviation, amplitude } = book;
  let long = 0;
  let short = 0;
  for (let row = 0; row < size; row++) {
    const d = (d1[row] ?? 0) + x * (inverseDeviation[row] ?? 0);
    const bell = (amplitude[row] ?? 0) * Math.exp(scale - 0.5 * d * d);
    if (row < longCount) long += bell;
    else short += bell;
  }
  return { long, short };
}
