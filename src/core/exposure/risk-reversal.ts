import type { Chain } from '../chain/chain.ts';
import { normalCdf } from '../math/normal.ts';
import { type TermPoint, volAt } from './vol-at.ts';

const WING_DELTA = 0.25;

type WingPoint = {
  readonly logMoneyness: number;
  readonly size: number;
  readonly totalVariance: number;
};

type Wings = { readonly years: number; readonly calls: WingPoint[]; readonly puts: WingPoint[] };

/**
 * Vol of the 25-delta call less that of the 25-delta put at a horizon, fraction per year; positive where calls are
 * dearer. Within an expiry total variance is interpolated in forward delta N(±d1) between the out-of-the-money strikes
 * around 25, between expiries in time. Null where strikes or expiries do not surround it.
 */
export function riskReversal25Delta(chain: Chain, horizonYears: number): number | null {
  const expiries = [...wingsOf(chain).values()].sort((a, b) => a.years - b.years);
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
  for (const [expiryMs, { years, calls, puts }] of wingsOf(chain)) {
    const [call, put] = [varianceAtDelta(calls), varianceAtDelta(puts)];
    if (call === null || put === null) continue;
    found.set(expiryMs, { callVol: Math.sqrt(call / years), putVol: Math.sqrt(put / years) });
  }
  return found;
}

function wingsOf(chain: Chain): ReadonlyMap<number, Wings> {
  const expiries = new Map<number, Wings>();
  for (let row = 0; row < chain.size; row++) {
    const years = chain.years[row] ?? 0;
    const expiryMs = chain.expiryMs[row] ?? 0;
    const wings = expiries.get(expiryMs) ?? { years, calls: [], puts: [] };
    expiries.set(expiryMs, wings);
    const growth = (chain.rate - (chain.dividendYield[row] ?? 0)) * years;
    const logMoneyness = Math.log((chain.strike[row] ?? 0) / chain.spot) - growth;
    const side = chain.isCall[row] === 1 ? 1 : -1;
    if (side * logMoneyness < 0) continue;
    const deviation = (chain.vol[row] ?? 0) * Math.sqrt(years);
    const d1 = -logMoneyness / deviation + deviation / 2;
    const wing = side === 1 ? wings.calls : wings.puts;
    wing.push({ logMoneyness, size: normalCdf(side * d1), totalVariance: deviation * deviation });
  }
  return expiries;
}

/** Total variance where the size of delta is 25, at the pair of strikes nearest to the money that surrounds it. */
function varianceAtDelta(wing: readonly WingPoint[]): number | null {
  const outwards = wing.toSorted((a, b) => Math.abs(a.logMoneyness) - Math.abs(b.logMoneyness));
  for (const [index, far] of outwards.entries()) {
    const near = outwards[index - 1];
    if (near === undefined || near.size < WING_DELTA || far.size > WING_DELTA) continue;
    const span = near.size - far.size;
    const share = span === 0 ? 0 : (near.size - WING_DELTA) / span;
    return near.totalVariance + share * (far.totalVariance - near.totalVariance);
  }
  return null;
}
