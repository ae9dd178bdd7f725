import type { Chain } from '../chain/chain.ts';
import type { ContractExposures } from './exposure.ts';
import type { SignModel } from './sign-model.ts';
import { unseenShares } from './unseen-signs.ts';

/** What trades have shown of dealers' position in one instrument. */
export type ObservedPosition = {
  /** Dealers' part of what was opened under watch, contracts; positive: dealers are long. */
  readonly signedContracts: number;
  /** λ, 0..1: how much of the open interest was opened under watch. */
  readonly observedShare: number;
  /** Dealers' flow as far as it may have closed what was opened before, turned round: positive where they were long. */
  readonly revealedSigned: number;
  /** Contracts opened before that were closed under watch. */
  readonly leftContracts: number;
  /** The same, weighed by how surely each trade was such a closing. */
  readonly evidenceContracts: number;
};

/** By the venue's name of the instrument. */
export type ObservedPositions = ReadonlyMap<string, ObservedPosition>;

/**
 * Signs as trades show them, contract by contract: q = seen + (1 − λ)·unseen, each as a share of open interest, where
 * unseen is naive as far as closings have shown nothing else. Seen is dealers' flow less what of it closed unseen sides,
 * at the share that those are now taken to have had. It is at most λ of open interest, so that q is naive where nothing
 * was seen and the flow where all was.
 */
export function observedSigns(positions: ObservedPositions): SignModel {
  return {
    id: 'observed',
    sentence:
      'Dealers hold what trades have shown so far; for what they have not shown, they are long every call and short every put.',
    sharesOf: (chain) => {
      const shares = unseenShares(positions, chain);
      for (let row = 0; row < chain.size; row++) {
        const seen = positionOf(positions, chain, row);
        if (seen === undefined) continue;
        const lambda = between(seen.observedShare, 0, 1);
        const unseen = shares[row] ?? 0;
        const closed = unseen * seen.leftContracts - seen.revealedSigned;
        const open = chain.openInterest[row] ?? 1;
        const flow = between((seen.signedContracts + closed) / open, 0 - lambda, lambda);
        shares[row] = between(flow + (1 - lambda) * unseen, -1, 1);
      }
      return shares;
    },
  };
}

/**
 * The part of a book's gamma whose signs were seen: λ weighted by the gamma of open interest, 0..1; null without gamma.
 * `columns` are those of a book that holds all of it, such as the naive one.
 */
export function observedGammaShare(
  positions: ObservedPositions,
  chain: Chain,
  { gex }: Pick<ContractExposures, 'gex'>,
): number | null {
  let seenGamma = 0;
  let gamma = 0;
  for (let row = 0; row < chain.size; row++) {
    const own = Math.abs(gex[row] ?? 0);
    const lambda = positionOf(positions, chain, row)?.observedShare ?? 0;
    seenGamma += between(lambda, 0, 1) * own;
    gamma += own;
  }
  return gamma > 0 ? seenGamma / gamma : null;
}

function positionOf(
  positions: ObservedPositions,
  chain: Chain,
  row: number,
): ObservedPosition | undefined {
  const instrument = chain.instrument[row];
  return instrument === undefined ? undefined : positions.get(instrument);
}

function between(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
