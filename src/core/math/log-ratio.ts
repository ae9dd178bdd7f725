/** Beyond this distance the subtraction below is no longer exact, and a plain logarithm is as good. */
const NEAR = 0.5;

/**
 * ln(numerator / denominator) for positive numbers.
 * Near 1 the quotient would lose the digits that matter minutes before expiry; there the difference is
 * exact (Sterbenz), so log1p keeps them.
 */
export function logRatio(numerator: number, denominator: number): number {
  const excess = (numerator - denominator) / denominator;
  return Math.abs(excess) < NEAR ? Math.log1p(excess) : Math.log(numerator / denominator);
}
