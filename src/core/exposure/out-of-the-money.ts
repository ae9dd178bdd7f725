import type { Chain } from '../chain/chain.ts';

/** Calls at or above spot, puts at or below; classed at the chain's own spot, for re-classing while spot moves invents roots. */
export function isOutOfTheMoney(chain: Chain, row: number): boolean {
  const strike = chain.strike[row] ?? 0;
  return chain.isCall[row] === 1 ? strike >= chain.spot : strike <= chain.spot;
}
