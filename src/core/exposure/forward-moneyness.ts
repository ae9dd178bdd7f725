import type { Chain } from '../chain/chain.ts';

/** ln(K/F) of each row: 0 at the forward of its expiry, negative below it. */
export function forwardMoneyness(chain: Chain): Float64Array {
  const { size, spot, rate, strike, years, dividendYield } = chain;
  const moneyness = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    const growth = (rate - (dividendYield[row] ?? 0)) * (years[row] ?? 0);
    moneyness[row] = Math.log((strike[row] ?? 0) / spot) - growth;
  }
  return moneyness;
}
