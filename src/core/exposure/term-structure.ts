import type { Chain } from '../chain/chain.ts';
import type { TermPoint } from './vol-at.ts';

type SmilePoint = { readonly logMoneyness: number; readonly vol: number };

/**
 * At-the-money-forward total variance of each expiry, ascending in time; expiries whose strikes do not surround their
 * forward are left out.
 */
export function termStructure(
  chain: Chain,
): readonly (TermPoint & { readonly expiryMs: number; readonly vol: number })[] {
  const smiles = new Map<number, { years: number; points: SmilePoint[] }>();
  for (let row = 0; row < chain.size; row++) {
    const expiryMs = chain.expiryMs[row] ?? 0;
    const years = chain.years[row] ?? 0;
    const smile = smiles.get(expiryMs) ?? { years, points: [] };
    smiles.set(expiryMs, smile);
    const growth = (chain.rate - (chain.dividendYield[row] ?? 0)) * years;
    const logMoneyness = Math.log((chain.strike[row] ?? 0) / chain.spot) - growth;
    smile.points.push({ logMoneyness, vol: chain.vol[row] ?? 0 });
  }
  return [...smiles]
    .flatMap(([expiryMs, { years, points }]) => {
      const vol = volAtForward(points);
      return vol === null ? [] : [{ expiryMs, years, vol, totalVariance: vol * vol * years }];
    })
    .toSorted((a, b) => a.years - b.years);
}

/** Vol at log-moneyness 0 on the line between the strikes around it; null where the forward lies outside them. */
function volAtForward(points: readonly SmilePoint[]): number | null {
  const below = nearest(points.filter((point) => point.logMoneyness <= 0));
  const above = nearest(points.filter((point) => point.logMoneyness >= 0));
  if (below === null || above === null) return null;
  const span = above.logMoneyness - below.logMoneyness;
  const share = span === 0 ? 0 : -below.logMoneyness / span;
  return below.vol + share * (above.vol - below.vol);
}

/** The strike nearest to the forward, with the mean of its call's and put's vol. */
function nearest(points: readonly SmilePoint[]): SmilePoint | null {
  let closest = Number.POSITIVE_INFINITY;
  for (const { logMoneyness } of points) closest = Math.min(closest, Math.abs(logMoneyness));
  const same = points.filter((point) => Math.abs(point.logMoneyness) === closest);
  const [first] = same;
  if (first === undefined) return null;
  const vol = same.reduce((sum, point) => sum + point.vol, 0) / same.length;
  return { logMoneyness: first.logMoneyness, vol };
}
