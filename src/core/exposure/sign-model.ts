import type { Chain } from '../chain/chain.ts';
import { isOutOfTheMoney } from './out-of-the-money.ts';
import { wingVolsByExpiry } from './risk-reversal.ts';

/** An assumption about which side of each open contract dealers hold. */
export type SignModel = {
  readonly id: 'naive' | 'short_all' | 'inverse' | 'otm_only' | 'skew' | 'observed';
  /** The assumption as a trader would say it. */
  readonly sentence: string;
  /** Dealers' position in each row as a share of open interest, −1..1; positive: dealers are long. The caller's to change. */
  readonly sharesOf: (chain: Chain) => Float64Array;
};

/** A 25-delta wing that is dearer by this share of the mean of both wings' vols counts in full. */
const FULL_SKEW = 0.1;

function shares(chain: Chain, shareOf: (isCall: boolean, row: number) => number): Float64Array {
  const column = new Float64Array(chain.size);
  for (let row = 0; row < chain.size; row++) column[row] = shareOf(chain.isCall[row] === 1, row);
  return column;
}

/** Customers overwrite calls and buy puts: the usual assumption for an index. */
const naive = {
  id: 'naive' as const,
  sentence: 'Dealers are long every call and short every put.',
  sharesOf: (chain) => shares(chain, (isCall) => (isCall ? 1 : -1)),
} satisfies SignModel;

const shortAll: SignModel = {
  id: 'short_all',
  sentence: 'What if customers bought every option: dealers are short every call and every put.',
  sharesOf: (chain) => shares(chain, () => -1),
};

const inverse: SignModel = {
  id: 'inverse',
  sentence:
    'What if customers bought the calls and sold the puts: dealers are short every call and long every put.',
  sharesOf: (chain) => shares(chain, (isCall) => (isCall ? -1 : 1)),
};

const outOfTheMoneyOnly: SignModel = {
  id: 'otm_only',
  sentence:
    'What if only options out of the money now were hedged: dealers are long calls at or above spot, short puts at or below, and flat in the rest.',
  sharesOf: (chain) =>
    shares(chain, (isCall, row) => {
      if (!isOutOfTheMoney(chain, row)) return 0;
      return isCall ? 1 : -1;
    }),
};

/** A heuristic, not a measurement: price says which wing is in demand, not who holds it. */
const skew: SignModel = {
  id: 'skew',
  sentence:
    'What if customers own what is dear (a heuristic): in each expiry dealers are short the wing whose 25-delta vol is higher and long the other, in full from a gap of 10% on; as in naive where no such vols are quoted.',
  sharesOf: (chain) => {
    const weights = new Map<number, number>();
    for (const [expiryMs, { callVol, putVol }] of wingVolsByExpiry(chain)) {
      const gap = (callVol - putVol) / (0.5 * (callVol + putVol));
      weights.set(expiryMs, Math.max(-1, Math.min(1, gap / FULL_SKEW)));
    }
    return shares(chain, (isCall, row) => {
      const callsDearer = weights.get(chain.expiryMs[row] ?? 0) ?? -1;
      // Not −0: an evenly priced expiry is held by nobody.
      return isCall ? 0 - callsDearer : callsDearer;
    });
  },
};

/** Every sign model that needs nothing but the chain, by id. */
export const SIGN_MODELS = {
  naive,
  short_all: shortAll,
  inverse,
  otm_only: outOfTheMoneyOnly,
  skew,
} as const satisfies Partial<Record<SignModel['id'], SignModel>>;
