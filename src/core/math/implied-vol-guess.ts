import { inverseNormalCdf } from './inverse-normal-cdf.ts';
import { normalCdf } from './normal.ts';
import { blackOverVega, complementOverVega, logVega } from './normalised-black.ts';
import { type CubicEnd, controlForCurvature, rationalCubic } from './rational-cubic.ts';

const SQRT_3 = Math.sqrt(3);
const TWO_PI = 2 * Math.PI;

/** A total vol with the normalised price and vega there. */
type Point = { readonly s: number; readonly b: number; readonly vega: number };

function pointAt(x: number, s: number): Point {
  const vega = Math.exp(logVega(x, s));
  return { s, b: vega * blackOverVega(x, s), vega };
}

/** The inverse function between two points: s as a function of b, with slope 1/vega. */
function inverseEnds(left: Point, right: Point): readonly [CubicEnd, CubicEnd] {
  return [
    { x: left.b, y: left.s, slope: 1 / left.vega },
    { x: right.b, y: right.s, slope: 1 / right.vega },
  ];
}

/**
 * Below b_l: f(b) = 2π|x|/(3√3)·Φ(−|x|/(√3·s))³ behaves like b as b → 0, so it is interpolated from slope
 * 1 at zero and then solved for s.
 */
function guessFromBelow(beta: number, x: number, low: Point): number {
  const size = Math.abs(x);
  const scale = (TWO_PI * size) / (3 * SQRT_3);
  const z = size / (SQRT_3 * low.s);
  const y = z * z;
  const s2 = low.s * low.s;
  const cdf = normalCdf(-z);
  const pdf = Math.exp(-0.5 * y) / Math.sqrt(TWO_PI);
  const mapped = scale * cdf * cdf * cdf;
  const slope = TWO_PI * y * cdf * cdf * Math.exp(y + 0.125 * s2);
  const curvature =
    (Math.PI / 6) *
    (y / (s2 * low.s)) *
    cdf *
    (8 * SQRT_3 * low.s * size + (3 * s2 * (s2 - 8) - 8 * x * x) * (cdf / pdf)) *
    Math.exp(2 * y + 0.25 * s2);
  const ends: readonly [CubicEnd, CubicEnd] = [
    { x: 0, y: 0, slope: 1 },
    { x: low.b, y: mapped, slope },
  ];
  const control = controlForCurvature(ends, { at: 'right', value: curvature }, true);
  const cubic = rationalCubic(ends, control, beta);
  // Beyond |x| = 300 rounding can push the cubic below zero; a parabola with the same ends cannot fall there.
  const share = beta / low.b;
  const f = cubic > 0 ? cubic : (mapped * share + low.b * (1 - share)) * share;
  return size / (-SQRT_3 * inverseNormalCdf(Math.cbrt(f / scale)));
}

/**
 * Above b_h: f = Φ(−s/2) goes to zero with the complement c = e^(x/2) − b, from slope 1/2. It is interpolated
 * in c, not in b, because prices near the maximum differ only there.
 */
function guessFromAbove(complement: number, x: number, s: number): number {
  const widest = Math.exp(logVega(x, s)) * complementOverVega(x, s);
  const mapped = normalCdf(-0.5 * s);
  const h2 = (x / s) * (x / s);
  const curvature = Math.sqrt(0.5 * Math.PI) * Math.exp(h2 + 0.125 * s * s) * (h2 / s);
  const ends: readonly [CubicEnd, CubicEnd] = [
    { x: 0, y: 0, slope: 0.5 },
    { x: widest, y: mapped, slope: 0.5 * Math.exp(0.5 * h2) },
  ];
  const control = controlForCurvature(ends, { at: 'right', value: curvature }, true);
  // Deep in the money, where the last bit of the price exceeds the strike, rounding can leave more.
  return -2 * inverseNormalCdf(rationalCubic(ends, control, Math.min(complement, widest)));
}

/** A normalised out-of-the-money price (see normalised-black.ts). */
export type NormalisedPrice = {
  /** Price over √(F·K), undiscounted, 0 < beta < e^(x/2). */
  readonly beta: number;
  /** e^(x/2) − beta, which the caller knows better than the subtraction. */
  readonly complement: number;
  /** −|ln(F/K)|. */
  readonly x: number;
};

/** A first guess, and the objective with which to refine it. */
export type Guess = { readonly s: number; readonly zone: 'low' | 'middle' | 'high' };

/**
 * Jäckel's first guess for the total vol of a normalised price with x < 0 ("Let's Be Rational"): four
 * branches, split at the inflection point s_c = √(2|x|) and where its tangent meets the two bounds.
 */
export function guessTotalVol({ beta, complement, x }: NormalisedPrice): Guess {
  const centre = pointAt(x, Math.sqrt(2 * Math.abs(x)));
  if (beta < centre.b) {
    const low = pointAt(x, centre.s - centre.b / centre.vega);
    if (beta < low.b) return { s: guessFromBelow(beta, x, low), zone: 'low' };
    const ends = inverseEnds(low, centre);
    const control = controlForCurvature(ends, { at: 'right', value: 0 }, false);
    return { s: rationalCubic(ends, control, beta), zone: 'middle' };
  }
  const max = Math.exp(0.5 * x);
  const high = pointAt(x, centre.s + (max - centre.b) / centre.vega);
  if (beta <= high.b) {
    const ends = inverseEnds(centre, high);
    const control = controlForCurvature(ends, { at: 'left', value: 0 }, false);
    return { s: rationalCubic(ends, control, beta), zone: 'middle' };
  }
  return { s: guessFromAbove(complement, x, high.s), zone: beta > 0.5 * max ? 'high' : 'middle' };
}
