import { erfcx } from './normal.ts';

/*
 * Black's formula in Jäckel's normalised form ("Let's Be Rational", see THIRD-PARTY.md): x = ln(F/K) ≤ 0,
 * s = σ√T, b = C/√(F·K) undiscounted, with h = x/s, t = s/2 and b = e^(x/2)·Φ(h+t) − e^(−x/2)·Φ(h−t).
 * Everything is given per unit of vega φ(h)·e^(−t²/2), which takes the exponential out: with the ratio
 * Y(z) = Φ(z)/φ(z), b/vega = Y(h+t) − Y(h−t). The regions differ in how they avoid cancellation there.
 */

const SQRT_HALF_PI = 1.2533141373155003;
const LOG_SQRT_2PI = 0.9189385332046728;

/** |h| − t from which the asymptotic series reaches full precision before it diverges. */
const ASYMPTOTIC_LIMIT = 10;
/** t up to which the odd Taylor series in t converges within a dozen terms. */
const TAYLOR_LIMIT = 0.21;
/** h + t from which b is nearer to its maximum, so that the complement is the small part. */
const COMPLEMENT_LIMIT = 0.85;
/** Both series stop at full precision long before this. */
const MAX_TERMS = 60;

/**
 * Σ over k of (−1)^k·(2k−1)!!·[w₁^−(2k+1) − w₂^−(2k+1)] with w = |h| ∓ t, the differences taken
 * algebraically: they are 2t/r·q^k·P_k(e) with r = h²−t², q = (h/r)², e = (t/h)² and
 * P_k = 2(1+e)·P_(k−1) − (1−e)²·P_(k−2), P₀ = 1, P₁ = 3 + e.
 */
function asymptoticSeries(h: number, t: number): number {
  const e = (t / h) * (t / h);
  const r = (h + t) * (h - t);
  const q = (h / r) * (h / r);
  let previous = -1 / (1 - e);
  let current = 1;
  let factor = 1;
  let sum = 1;
  for (let k = 1; k < MAX_TERMS; k += 1) {
    const next = 2 * (1 + e) * current - (1 - e) * (1 - e) * previous;
    previous = current;
    current = next;
    factor *= -(2 * k - 1) * q;
    const term = factor * current;
    sum += term;
    if (Math.abs(term) < Number.EPSILON * sum * 0.25) break;
  }
  return ((2 * t) / r) * sum;
}

/** Y(h+t) − Y(h−t) = 2·Σ Y⁽ⁿ⁾(h)·tⁿ/n! over odd n, with Y′ = 1 + h·Y and Y⁽ⁿ⁺¹⁾ = h·Y⁽ⁿ⁾ + n·Y⁽ⁿ⁻¹⁾. */
function taylorSeries(h: number, t: number): number {
  let even = SQRT_HALF_PI * erfcx(-h * Math.SQRT1_2);
  let odd = 1 + h * even;
  let power = t;
  let sum = odd * t;
  for (let n = 1; n < MAX_TERMS; n += 2) {
    even = h * odd + n * even;
    odd = h * even + (n + 1) * odd;
    power *= (t * t) / ((n + 1) * (n + 2));
    const term = odd * power;
    sum += term;
    if (Math.abs(term) < Number.EPSILON * sum * 0.25) break;
  }
  return 2 * sum;
}

/** ln of ∂b/∂s. */
export function logVega(x: number, s: number): number {
  const h = x / s;
  return -0.5 * (h * h + 0.25 * s * s) - LOG_SQRT_2PI;
}

/** (e^(x/2) − b)/vega, a sum of positive terms. */
export function complementOverVega(x: number, s: number): number {
  const h = x / s;
  const t = 0.5 * s;
  return SQRT_HALF_PI * (erfcx((t + h) * Math.SQRT1_2) + erfcx((t - h) * Math.SQRT1_2));
}

/** b/vega for x ≤ 0, s > 0. */
export function blackOverVega(x: number, s: number): number {
  const h = x / s;
  const t = 0.5 * s;
  if (-h - t > ASYMPTOTIC_LIMIT) return asymptoticSeries(h, t);
  if (t < TAYLOR_LIMIT) return taylorSeries(h, t);
  if (h + t > COMPLEMENT_LIMIT) {
    return Math.exp(0.5 * x - logVega(x, s)) - complementOverVega(x, s);
  }
  return SQRT_HALF_PI * (erfcx(-(h + t) * Math.SQRT1_2) - erfcx((t - h) * Math.SQRT1_2));
}
