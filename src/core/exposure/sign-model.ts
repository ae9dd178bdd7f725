import type { Chain } from '../chain/chain.ts';

/** An assumption about which side of each open contract dealers hold. */
export interface SignModel {
  readonly id: 'naive';
  /** The assumption as a trader would say it. */
  readonly sentence: string;
  /** Dealers' position as a share of open interest, −1..1; positive: dealers are long the contract. */
  signOf(chain: Chain, row: number): number;
}

const naive: SignModel = {
  id: 'naive',
  sentence: 'Dealers are long every call and short every put.',
  signOf: (chain, row) => (chain.isCall[row] === 1 ? 1 : -1),
};

/** Every sign model by id. */
export const SIGN_MODELS = { naive } as const satisfies Record<SignModel['id'], SignModel>;
