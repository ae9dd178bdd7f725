/** Total variance σ²T of one thing (the money, a wing) at one expiry. */
export type TermPoint = { readonly years: number; readonly totalVariance: number };

/**
 * Vol at a horizon, fraction per year: total variance interpolated linearly in time between the expiries around it, of
 * points ascending in time. Null where they do not span the horizon: nothing is extrapolated.
 */
export function volAt(points: readonly TermPoint[], horizonYears: number): number | null {
  const after = points.find((point) => point.years >= horizonYears);
  const before = points.findLast((point) => point.years <= horizonYears);
  if (after === undefined || before === undefined) return null;
  const span = after.years - before.years;
  const share = span === 0 ? 0 : (horizonYears - before.years) / span;
  const variance = before.totalVariance + share * (after.totalVariance - before.totalVariance);
  return Math.sqrt(variance / horizonYears);
}
