import { inverseNormalCdf } from './inverse-normal-cdf.ts';
import { normalCdf } from './normal.ts';
import { blackOverVega, logVega } from './normalised-black.ts';
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
  const share = beta / low.b;
  const cubic = rationalCubic(ends, control, beta);
  const f = cubic > 0 ? cubic : (mapped * share + low.b * (1 - share)) * share;
  return size / (-SQRT_3 * inverseNormalCdf(Math.cbrt(f / scale)));
}

/** Above b_h: f(b) = Φ(−s/2) has slope −1/2 where b reaches its maximum. */
function guessFromAbove(beta: number, x: number, high: Point): number {
  const max = Math.exp(0.5 * x);
  const mapped = normalCdf(-0.5 * high.s);
  const h2 = (x / high.s) * (x / high.s);
  const slope = -0.5 * Math.exp(0.5 * h2);
  const curvature =
    Math.sqrt(0.5 * Math.PI) * Math.exp(h2 + 0.125 * high.s * high.s) * (h2 / high.s);
  const ends: readonly [CubicEnd, CubicEnd] = [
    { x: high.b, y: mapped, slope },
    { x: max, y: 0, slope: -0.5 },
  ];
  const control = controlForCurvature(ends, { at: 'left', value: curvature }, true);
  const width = max - high.b;
  const share = (beta - high.b) / width;
  const cubic = rationalCubic(ends, control, beta);
  const f = cubic > 0 ? cubic : (mapped * (1 - share) + 0.5 * width * share) * (1 - share);
  return -2 * inverseNormalCdf(f);
}

/** A first guess, and the objective with which to refine it. */
export type Guess = { readonly s: number; readonly zone: 'low' | 'middle' | 'high' };

/**
 * Jäckel's first guess for the total vol of a normalised out-of-the-money price 0 < beta < e^(x/2), x < 0:
 * four branches around the inflection point s_c = √(2|x|) and the tangent there ("Let's Be Rational").
 */
export function guessTotalVol(beta: number, x: number): Guess {
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
  return { s: guessFromAbove(beta, x, high), zone: beta > 0.5 * max ? 'high' : 'middle' };
}
