import { weightedMedian } from '../math/weighted-median.ts';
import type { DataCaveat, SpotQuote } from './chain.ts';
import { percentOf } from './finding.ts';

/**
 * Share by which two prices of one underlying may differ. Index, perpetual and near futures of a calm market are within
 * a tenth of it; a crash pulls them apart by up to a half. Beyond it a quarter σ of bitcoin is lost in the doubt, and
 * with it the side of the flip.
 */
export const SPOT_DIVERGENCE_MAX = 0.01;

/** A majority of fewer is none. */
const QUOTES_MIN = 3;

/** What spot is, and what is to be said about it. */
export type CheckedSpot = { readonly usd: number; readonly caveats: readonly DataCaveat[] };

/** What a price is called in sentences. */
export const SPOT_SOURCE_NAMES: Readonly<Record<SpotQuote['source'], string>> = {
  index: 'index',
  perpetual: 'perp',
  future: 'future',
  parity: 'price that options imply',
};

function usable(quotes: readonly SpotQuote[]): readonly SpotQuote[] {
  return quotes.filter(({ usd }) => usd > 0 && Number.isFinite(usd));
}

function gap(one: number, other: number): number {
  return Math.abs(one / other - 1);
}

/**
 * The median of the quotes; while more than three are left, the one furthest from it is dropped first if it is beyond
 * the bound. One wild quote of three or more never moves it outside the others. Null of nothing.
 */
export function robustSpot(quotes: readonly SpotQuote[]): number | null {
  let kept = usable(quotes)
    .map(({ usd }) => usd)
    .sort((a, b) => a - b);
  while (kept.length > QUOTES_MIN) {
    const middle = weightedMedian(kept);
    const low = gap(kept[0] ?? middle, middle);
    const high = gap(kept.at(-1) ?? middle, middle);
    if (Math.max(low, high) <= SPOT_DIVERGENCE_MAX) break;
    kept = low > high ? kept.slice(1) : kept.slice(0, -1);
  }
  return kept.length === 0 ? null : weightedMedian(kept);
}

/** The prices that are beyond the bound, in words: `the perp (2.1%) and the future (3.0%)`. */
function listed(apart: readonly SpotQuote[], spotUsd: number): string {
  const words = apart.map(
    ({ source, usd }) => `the ${SPOT_SOURCE_NAMES[source]} (${percentOf(gap(usd, spotUsd))})`,
  );
  return `${words.join(' and ')} ${apart.length === 1 ? 'is' : 'are'}`;
}

/**
 * The quoted spot, on which contracts settle and of which all minute prices are, so long as the others bear it out. One
 * beyond the bound is outvoted by others that agree, and doubted where as many are against it as for it: either way
 * levels are to be withheld. Another price that stands alone is left out.
 */
export function checkedSpot(quotedUsd: number, quotes: readonly SpotQuote[]): CheckedSpot {
  const others = usable(quotes).filter(({ source }) => source !== 'index');
  const middle = robustSpot([{ source: 'index', usd: quotedUsd }, ...others]) ?? quotedUsd;
  const apart = others.filter(({ usd }) => gap(usd, quotedUsd) > SPOT_DIVERGENCE_MAX);
  if (apart.length === 0) return { usd: quotedUsd, caveats: [] };
  const words = listed(apart, quotedUsd);
  if (others.length >= 2 && gap(quotedUsd, middle) > SPOT_DIVERGENCE_MAX) {
    const reason = `${words} away from the quoted spot: the middle of all is used`;
    return { usd: middle, caveats: [{ kind: 'spot-divergence', reason }] };
  }
  if (2 * apart.length > others.length) {
    const reason = `${words} away from the quoted spot, which is used because contracts settle on it`;
    return { usd: quotedUsd, caveats: [{ kind: 'spot-divergence', reason }] };
  }
  const reason = `${words} away from the quoted spot and left out`;
  return { usd: quotedUsd, caveats: [{ kind: 'spot-outlier', reason }] };
}
