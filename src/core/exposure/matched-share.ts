import type { Chain } from '../chain/chain.ts';
import { rowsByExpiry } from './rows-by-expiry.ts';

type Pair = { call: number; put: number };

/**
 * Share of open interest that is calls and puts of one strike and expiry that cancel (boxes, conversions), 0..1;
 * null where nothing is open. Such pairs swell gross gamma and unsigned walls, not net gamma.
 */
export function matchedShare(chain: Chain): number | null {
  const { openInterest, multiplier, isCall, strike } = chain;
  let total = 0;
  let matched = 0;
  for (const { rows } of rowsByExpiry(chain)) {
    const pairs = new Map<number, Pair>();
    let key = Number.NaN;
    let pair: Pair = { call: 0, put: 0 };
    for (const row of rows) {
      // A call and its put mostly stand together.
      if (strike[row] !== key) {
        key = strike[row] ?? 0;
        pair = pairs.get(key) ?? { call: 0, put: 0 };
        pairs.set(key, pair);
      }
      const units = (openInterest[row] ?? 0) * (multiplier[row] ?? 0);
      if (isCall[row] === 1) pair.call += units;
      else pair.put += units;
      total += units;
    }
    for (const { call, put } of pairs.values()) matched += 2 * Math.min(call, put);
  }
  return total === 0 ? null : matched / total;
}
