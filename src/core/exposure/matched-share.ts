import type { Chain } from '../chain/chain.ts';

/**
 * Share of open interest that is calls and puts of one strike and expiry that cancel (boxes, conversions), 0..1;
 * null where nothing is open. Such pairs swell gross gamma and unsigned walls, not net gamma.
 */
export function matchedShare(chain: Chain): number | null {
  const pairs = new Map<string, { call: number; put: number }>();
  let total = 0;
  for (let row = 0; row < chain.size; row++) {
    const units = (chain.openInterest[row] ?? 0) * (chain.multiplier[row] ?? 0);
    const key = `${chain.expiryMs[row]} ${chain.strike[row]}`;
    const pair = pairs.get(key) ?? { call: 0, put: 0 };
    pairs.set(key, pair);
    pair[chain.isCall[row] === 1 ? 'call' : 'put'] += units;
    total += units;
  }
  if (total === 0) return null;
  let matched = 0;
  for (const { call, put } of pairs.values()) matched += 2 * Math.min(call, put);
  return matched / total;
}
