/** Within this distance of one half the central rational serves (M. J. Wichura, AS 241, PPND16). */
const CENTRAL_LIMIT = 0.425;
const CENTRAL_LIMIT_SQUARED = 0.180625;
/** Beyond this √(−ln p) the far-tail rational takes over. */
const FAR_LIMIT = 5;

const CENTRAL_TOP = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
  1971.5909503065513, 133.14166789178438, 3.3871328727963665,
];
const CENTRAL_BOTTOM = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
  687.1870074920579, 42.31333070160091, 1,
];
const TAIL_TOP = [
  7.745450142783414e-4, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
  3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835,
];
const TAIL_BOTTOM = [
  1.0507500716444169e-9, 5.475938084995345e-4, 0.015198666563616457, 0.14810397642748008,
  0.6897673349851, 1.6763848301838038, 2.053191626637759, 1,
];
const FAR_TOP = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
  0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
];
const FAR_BOTTOM = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 7.868691311456133e-4,
  0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
];

/** Horner's rule, highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

/**
 * Φ⁻¹(p) for 0 < p ≤ 1/2, to about 1e-16 relative.
 * `fromHalf` is p − 1/2; a caller that knows it better than the subtraction passes it.
 */
export function inverseNormalCdf(p: number, fromHalf: number = p - 0.5): number {
  if (Math.abs(fromHalf) <= CENTRAL_LIMIT) {
    const r = CENTRAL_LIMIT_SQUARED - fromHalf * fromHalf;
    return (fromHalf * polynomial(CENTRAL_TOP, r)) / polynomial(CENTRAL_BOTTOM, r);
  }
  const root = Math.sqrt(-Math.log(p));
  if (root <= FAR_LIMIT) {
    const r = root - 1.6;
    return -polynomial(TAIL_TOP, r) / polynomial(TAIL_BOTTOM, r);
  }
  const r = root - FAR_LIMIT;
  return -polynomial(FAR_TOP, r) / polynomial(FAR_BOTTOM, r);
}
