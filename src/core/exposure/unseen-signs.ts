import type { Chain } from '../chain/chain.ts';
import type { ObservedPositions } from './observed-signs.ts';
import { SIGN_MODELS } from './sign-model.ts';

/**
 * An assumption counts as much as having watched unseen positions in a tenth of the open interest being closed: it
 * carries where little was watched, and gives way within days. The side recovered on the practice exchange hardly
 * depends on it between a twentieth and a fifth.
 */
const ASSUMED_SHARE = 0.1;

type Evidence = { signed: number; contracts: number; open: number };

/**
 * Dealers' share of what was opened unseen, row by row, −1..1: what closings showed of that contract, blended with what
 * they showed of all calls or all puts, blended with naive. Without closings it is naive. Least squares: with φ the odds
 * that a trade closes an unseen side of dealers', its flow is expected to be −φ·share·volume, so that the share is
 * −Σ φ·flow / Σ φ²·volume.
 */
export function unseenShares(positions: ObservedPositions, chain: Chain): Float64Array {
  const shares = SIGN_MODELS.naive.sharesOf(chain);
  const evidence = Array.from({ length: chain.size }, (_, row): Evidence => {
    const instrument = chain.instrument[row];
    const seen = instrument === undefined ? undefined : positions.get(instrument);
    return {
      signed: seen?.revealedSigned ?? 0,
      contracts: seen?.evidenceContracts ?? 0,
      open: chain.openInterest[row] ?? 0,
    };
  });
  const sides: readonly Evidence[] = [0, 1].map((isCall) => {
    const own = evidence.filter((_, row) => chain.isCall[row] === isCall);
    const sum = (key: keyof Evidence) => own.reduce((total, each) => total + each[key], 0);
    return { signed: sum('signed'), contracts: sum('contracts'), open: sum('open') };
  });
  for (const [row, own] of evidence.entries()) {
    const naive = shares[row] ?? 0;
    const side = sides[chain.isCall[row] ?? 0];
    shares[row] = blend(own, side === undefined ? naive : blend(side, naive));
  }
  return shares;
}

function blend({ signed, contracts, open }: Evidence, assumed: number): number {
  const weight = ASSUMED_SHARE * open;
  if (weight + contracts <= 0) return assumed;
  // Flow that opened positions is noise in it: no share is larger than all.
  return Math.max(-1, Math.min(1, (weight * assumed + signed) / (weight + contracts)));
}
