import type { Chain } from '../chain/chain.ts';
import { shiftedVol } from './shifted-vol.ts';
import type { SignModel } from './sign-model.ts';

/** What dealers are assumed to hold: a chain, and their signed position in each of its rows. */
export type DealerBook = {
  readonly chain: Chain;
  /** Units of the underlying (open interest × multiplier); positive: dealers are long the contract. */
  readonly units: Float64Array;
};

/** The book that a sign model gives dealers. */
export function dealerBook(chain: Chain, signModel: SignModel): DealerBook {
  const units = signModel.sharesOf(chain);
  for (let row = 0; row < chain.size; row++) {
    units[row] = (units[row] ?? 0) * (chain.openInterest[row] ?? 0) * (chain.multiplier[row] ?? 0);
  }
  return { chain, units };
}

/** The same positions with every vol shifted, fractions per year, not below the floor. */
export function shiftVols({ chain, units }: DealerBook, shift: number): DealerBook {
  return {
    chain: { ...chain, vol: chain.vol.map((vol) => shiftedVol(vol, shift)) },
    units,
  };
}
