const SQRT_HALF = Math.SQRT1_2;
const INV_SQRT_2PI = 0.3989422804014327;
const SQRT_HALF_PI = 1.2533141373155003;
const INV_SQRT_PI = 0.5641895835477563;

/** Up to here erf has its own rational; the complement of a small erf loses nothing. */
const ERF_LIMIT = 0.46875;
/** From here on Cody's expansion in 1/y² serves. */
const ASYMPTOTIC_LIMIT = 4;

/** erf(y) for |y| ≤ 0.46875. Coefficients: W. J. Cody, Math. Comp. 23 (1969) 631–637. */
function erfCentral(y: number): number {
  const z = y * y;
  const top =
    (((0.18577770618460315 * z + 3.1611237438705655) * z + 113.86415415105016) * z +
      377.485237685302) *
      z +
    3209.3775891384694;
  const bottom =
    (((z + 23.601290952344122) * z + 244.02463793444417) * z + 1282.6165260773723) * z +
    2844.236833439171;
  return (y * top) / bottom;
}

/** exp(y²)·erfc(y) for 0.46875 ≤ y ≤ 4 (Cody, second interval). */
function erfcxMiddle(y: number): number {
  const topHigh =
    (((2.1531153547440383e-8 * y + 0.5641884969886701) * y + 8.883149794388377) * y +
      66.11919063714163) *
      y +
    298.6351381974001;
  const top =
    (((topHigh * y + 881.952221241769) * y + 1712.0476126340707) * y + 2051.0783778260716) * y +
    1230.3393547979972;
  const bottomHigh =
    (((y + 15.744926110709835) * y + 117.6939508913125) * y + 537.1811018620099) * y +
    1621.3895745666903;
  const bottom =
    (((bottomHigh * y + 3290.7992357334597) * y + 4362.619090143247) * y + 3439.3676741437216) * y +
    1230.3393548037495;
  return top / bottom;
}

/** exp(y²)·erfc(y) for y ≥ 4 (Cody, third interval). */
function erfcxFar(y: number): number {
  const z = 1 / (y * y);
  const top =
    ((((0.016315387137302097 * z + 0.30532663496123236) * z + 0.36034489994980445) * z +
      0.12578172611122926) *
      z +
      0.016083785148742275) *
      z +
    0.0006587491615298378;
  const bottom =
    ((((z + 2.568520192289822) * z + 1.8729528499234604) * z + 0.5279051029514285) * z +
      0.06051834131244132) *
      z +
    0.0023352049762686918;
  return (INV_SQRT_PI - (z * top) / bottom) / y;
}

/** Splits a double into two halves of 26 bits, whose products are exact (Veltkamp, Dekker). */
const SPLITTER = 134217729;
/** Below this 2·exp(y²) exceeds the largest double. */
const ERFCX_LIMIT = -27;
/** The density is below the smallest double from |z| = 38.6 on. */
const DENSITY_LIMIT = 39;

/** exp(scale·z²) with the rounding of z² put back: in the tail it would cost 700 times its own size. */
function expOfSquare(z: number, scale: number): number {
  const shifted = SPLITTER * z;
  const high = shifted - (shifted - z);
  const low = z - high;
  const square = z * z;
  const residue = high * high - square + 2 * high * low + low * low;
  return Math.exp(scale * square) * (1 + scale * residue);
}

/** The scaled complementary error function exp(y²)·erfc(y); infinite below about −26.6. */
export function erfcx(y: number): number {
  if (y < ERFCX_LIMIT) return Number.POSITIVE_INFINITY;
  const size = Math.abs(y);
  if (size <= ERF_LIMIT) return Math.exp(y * y) * (1 - erfCentral(y));
  const positive = size <= ASYMPTOTIC_LIMIT ? erfcxMiddle(size) : erfcxFar(size);
  return y > 0 ? positive : 2 * expOfSquare(y, 1) - positive;
}

/** The standard normal density. */
export function normalPdf(z: number): number {
  if (Math.abs(z) > DENSITY_LIMIT) return 0;
  return INV_SQRT_2PI * expOfSquare(z, -0.5);
}

/**
 * 1 − Φ(z) for z ≥ 0 where the density at z is at hand, so that no further exponential is needed.
 * Relative accuracy holds in the whole tail.
 */
export function upperTail(z: number, pdf: number): number {
  const y = z * SQRT_HALF;
  if (y <= ERF_LIMIT) return 0.5 - 0.5 * erfCentral(y);
  return pdf * SQRT_HALF_PI * (y <= ASYMPTOTIC_LIMIT ? erfcxMiddle(y) : erfcxFar(y));
}

/** The standard normal distribution function, to full relative accuracy in the lower tail. */
export function normalCdf(z: number): number {
  const tail = upperTail(Math.abs(z), normalPdf(z));
  return z > 0 ? 1 - tail : tail;
}
