import type { Chain } from '../chain/chain.ts';
import { forwardMoneyness } from './forward-moneyness.ts';
import { rowsByExpiry } from './rows-by-expiry.ts';
import type { TermPoint } from './vol-at.ts';

/** The strike nearest to the forward on one side of it, with the vols of its contracts. */
type Nearest = { moneyness: number; vols: number; contracts: number };

/**
 * At-the-money-forward total variance of each expiry, ascending in time; expiries whose strikes do not surround their
 * forward are left out.
 */
export function termStructure(
  chain: Chain,
): readonly (TermPoint & { readonly expiryMs: number; readonly vol: number })[] {
  const moneyness = forwardMoneyness(chain);
  return rowsByExpiry(chain)
    .flatMap(({ expiryMs, years, rows }) => {
      const vol = volAtForward(rows, moneyness, chain.vol);
      return vol === null ? [] : [{ expiryMs, years, vol, totalVariance: vol * vol * years }];
    })
    .toSorted((a, b) => a.years - b.years);
}

/** Vol at log-moneyness 0 on the line between the strikes around it; null where the forward lies outside them. */
function volAtForward(
  rows: readonly number[],
  moneyness: Float64Array,
  vols: Float64Array,
): number | null {
  const below: Nearest = { moneyness: Number.NEGATIVE_INFINITY, vols: 0, contracts: 0 };
  const above: Nearest = { moneyness: Number.POSITIVE_INFINITY, vols: 0, contracts: 0 };
  for (const row of rows) {
    const at = moneyness[row] ?? 0;
    const vol = vols[row] ?? 0;
    if (at <= 0 && at >= below.moneyness) addNearest(below, at, vol);
    if (at >= 0 && at <= above.moneyness) addNearest(above, at, vol);
  }
  if (below.contracts === 0 || above.contracts === 0) return null;
  const [low, high] = [below.vols / below.contracts, above.vols / above.contracts];
  const span = above.moneyness - below.moneyness;
  const share = span === 0 ? 0 : -below.moneyness / span;
  return low + share * (high - low);
}

/** A strike's call and put count alike; a nearer strike takes the place of a farther one. */
function addNearest(nearest: Nearest, moneyness: number, vol: number): void {
  if (moneyness !== nearest.moneyness) {
    nearest.moneyness = moneyness;
    nearest.vols = 0;
    nearest.contracts = 0;
  }
  nearest.vols += vol;
  nearest.contracts += 1;
}
