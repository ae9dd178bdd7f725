import type { Chain } from '../chain/chain.ts';
import type { SignModel } from './sign-model.ts';

/** A value at the earlier and at the later of two snapshots. */
export type AtEnds<Value> = readonly [before: Value, after: Value];

/** The contracts of two chains, matched by expiry, strike and type, as columns. */
export type MatchedContracts = {
  readonly size: number;
  readonly strike: Float64Array;
  readonly expiryMs: Float64Array;
  readonly isCall: Uint8Array;
  /** Dealers' position as a share of open interest at the later end, or at the earlier where that is the only one. */
  readonly share: Float64Array;
  /** Open interest × multiplier; 0 at an end that does not list the contract. */
  readonly units: AtEnds<Float64Array>;
  /** Fraction per year; at an end that does not list the contract that of the other. */
  readonly vol: AtEnds<Float64Array>;
  /** Continuous, per year; absent ends as with `vol`. */
  readonly dividendYield: AtEnds<Float64Array>;
};

/** Matches the contracts of two chains; rows of one contract within a chain are one, at the last row's vol. */
export function matchContracts(
  before: Chain,
  after: Chain,
  signModel: SignModel,
): MatchedContracts {
  const capacity = before.size + after.size;
  const column = () => new Float64Array(capacity);
  const matched = {
    strike: column(),
    expiryMs: column(),
    isCall: new Uint8Array(capacity),
    share: column(),
    units: [column(), column()] as const,
    vol: [column(), column()] as const,
    dividendYield: [column(), column()] as const,
  };
  const indices = new Map<number, Map<number, number>>();
  let size = 0;
  for (const [end, chain] of ([before, after] as const).entries()) {
    const [units, vol, dividendYield] = [
      end === 0 ? matched.units[0] : matched.units[1],
      end === 0 ? matched.vol[0] : matched.vol[1],
      end === 0 ? matched.dividendYield[0] : matched.dividendYield[1],
    ];
    const shares = signModel.sharesOf(chain);
    for (let row = 0; row < chain.size; row++) {
      const expiryMs = chain.expiryMs[row] ?? 0;
      const strike = chain.strike[row] ?? 0;
      const isCall = chain.isCall[row] ?? 0;
      const ofExpiry = indices.get(expiryMs) ?? new Map<number, number>();
      indices.set(expiryMs, ofExpiry);
      // Strikes are positive, so that the sign can tell calls from puts.
      const key = isCall === 1 ? strike : -strike;
      const index = ofExpiry.get(key) ?? size;
      if (index === size) {
        ofExpiry.set(key, index);
        matched.strike[index] = strike;
        matched.expiryMs[index] = expiryMs;
        matched.isCall[index] = isCall;
        size += 1;
      }
      units[index] =
        (units[index] ?? 0) + (chain.openInterest[row] ?? 0) * (chain.multiplier[row] ?? 0);
      matched.share[index] = shares[row] ?? 0;
      vol[index] = chain.vol[row] ?? 0;
      dividendYield[index] = chain.dividendYield[row] ?? 0;
    }
  }
  fillAbsentEnds(matched, size);
  return { size, ...matched };
}

/** Usable contracts have a vol, so that 0 means that an end does not list it. */
function fillAbsentEnds(
  { vol, dividendYield }: Pick<MatchedContracts, 'vol' | 'dividendYield'>,
  size: number,
): void {
  for (let index = 0; index < size; index++) {
    const isNew = vol[0][index] === 0;
    if (!isNew && vol[1][index] !== 0) continue;
    const [from, to] = isNew ? ([1, 0] as const) : ([0, 1] as const);
    vol[to][index] = vol[from][index] ?? 0;
    dividendYield[to][index] = dividendYield[from][index] ?? 0;
  }
}
