import type { Chain } from '../chain/chain.ts';

/**
 * Share of open interest that is calls and puts of one strike and expiry that cancel (boxes, conversions), 0..1;
 * null where nothing is open. Such pairs swell gross gamma and unsigned walls, not net gamma.
 */
export function matchedShare(chain: Chain): number | null {
  const expiries = new Map<number, Map<number, { call: number; put: number }>>();
  let total = 0;
  for (let row = 0; row < chain.size; row++) {
    const units = (chain.openInterest[row] ?? 0) * (chain.multiplier[row] ?? 0);
    const expiryMs = chain.expiryMs[row] ?? 0;
    const strike = chain.strike[row] ?? 0;
    const pairs = expiries.get(expiryMs) ?? new Map<number, { call: number; put: number }>();
    expiries.set(expiryMs, pairs);
    const pair = pairs.get(strike) ?? { call: 0, put: 0 };
    pairs.set(strike, pair);
    pair[chain.isCall[row] === 1 ? 'call' : 'put'] += units;
    total += units;
  }
  if (total === 0) return null;
  let matched = 0;
  for (const pairs of expiries.values()) {
    for (const { call, put } of pairs.values()) matched += 2 * Math.min(call, put);
  }
  return matched / total;
}
