import type { Chain } from '../chain/chain.ts';
import { normalCdf } from '../math/normal.ts';
import { forwardMoneyness } from './forward-moneyness.ts';
import { rowsByExpiry } from './rows-by-expiry.ts';
import { type TermPoint, volAt } from './vol-at.ts';

const WING_DELTA = 0.25;

/** An option out of the money. */
type WingPoint = {
  /** |ln(K/F)|. */
  readonly distance: number;
  /** d1 of a call, −d1 of a put: N of it is the size of delta. */
  readonly d: number;
  readonly totalVariance: number;
};

type Wings = {
  readonly expiryMs: number;
  readonly years: number;
  readonly calls: readonly WingPoint[];
  readonly puts: readonly WingPoint[];
};

/**
 * Vol of the 25-delta call less that of the 25-delta put at a horizon, fraction per year; positive where calls are
 * dearer. Within an expiry total variance is interpolated in forward delta N(±d1) between the out-of-the-money strikes
 * around 25, between expiries in time. Null where strikes or expiries do not surround it.
 */
export function riskReversal25Delta(chain: Chain, horizonYears: number): number | null {
  const expiries = wingsOf(chain).toSorted((a, b) => a.years - b.years);
  const vol = (wing: (expiry: Wings) => readonly WingPoint[]) => {
    const points = expiries.flatMap((expiry): TermPoint[] => {
      const totalVariance = varianceAtDelta(wing(expiry));
      return totalVariance === null ? [] : [{ years: expiry.years, totalVariance }];
    });
    return volAt(points, horizonYears);
  };
  const call = vol((expiry) => expiry.calls);
  const put = vol((expiry) => expiry.puts);
  return call === null || put === null ? null : call - put;
}

/** Vols of the 25-delta call and put of each expiry whose strikes surround both, fractions per year. */
export function wingVolsByExpiry(
  chain: Chain,
): ReadonlyMap<number, { readonly callVol: number; readonly putVol: number }> {
  const found = new Map<number, { readonly callVol: number; readonly putVol: number }>();
  for (const { expiryMs, years, calls, puts } of wingsOf(chain)) {
    const [call, put] = [varianceAtDelta(calls), varianceAtDelta(puts)];
    if (call === null || put === null) continue;
    found.set(expiryMs, { callVol: Math.sqrt(call / years), putVol: Math.sqrt(put / years) });
  }
  return found;
}

function wingsOf(chain: Chain): readonly Wings[] {
  const moneyness = forwardMoneyness(chain);
  return rowsByExpiry(chain).map(({ expiryMs, years, rows }) => {
    const wing = (isCall: 0 | 1) => {
      const side = isCall === 1 ? 1 : -1;
      const points: WingPoint[] = [];
      for (const row of rows) {
        const distance = side * (moneyness[row] ?? 0);
        if (chain.isCall[row] !== isCall || distance < 0) continue;
        const deviation = (chain.vol[row] ?? 0) * Math.sqrt(years);
        const d = -distance / deviation + (side * deviation) / 2;
        points.push({ distance, d, totalVariance: deviation * deviation });
      }
      return points;
    };
    return { expiryMs, years, calls: wing(1), puts: wing(0) };
  });
}

/** Total variance where the size of delta is 25, at the pair of strikes nearest to the money that surrounds it. */
function varianceAtDelta(wing: readonly WingPoint[]): number | null {
  const outwards = wing.toSorted((a, b) => a.distance - b.distance);
  let near: { readonly size: number; readonly totalVariance: number } | null = null;
  for (const point of outwards) {
    const far = { size: normalCdf(point.d), totalVariance: point.totalVariance };
    if (near !== null && near.size >= WING_DELTA && far.size <= WING_DELTA) {
      const span = near.size - far.size;
      const share = span === 0 ? 0 : (near.size - WING_DELTA) / span;
      return near.totalVariance + share * (far.totalVariance - near.totalVariance);
    }
    near = far;
  }
  return null;
}
