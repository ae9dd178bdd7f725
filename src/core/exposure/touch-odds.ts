import { normalCdf } from '../math/normal.ts';
import type { Flip } from './flip.ts';
import type { ForwardStraddle } from './straddle.ts';

/** √(π/2): one σ of a normal move in terms of its mean absolute size, which is what a straddle costs. */
const SIGMA_OF_STRADDLE = Math.sqrt(Math.PI / 2);

/**
 * Chance that spot touches the flip before the straddle settles, 0..1: 2·N(−|ln(flip/forward)|/v), the reflection
 * principle for a path without drift, with v = 1.2533 × straddle/spot. Null inside the range, where spot is at the flip
 * already, and without a flip or a straddle (`messages.md` §1.4).
 */
export function touchOdds(
  flip: Flip,
  spot: number,
  straddle: ForwardStraddle | null,
): number | null {
  if (flip.status !== 'found' || straddle === null) return null;
  if (spot >= flip.range.low && spot <= flip.range.high) return null;
  const sigma = (SIGMA_OF_STRADDLE * straddle.usd) / spot;
  const distance = Math.abs(Math.log(flip.spot / straddle.forward));
  const odds = 2 * normalCdf(-distance / sigma);
  return Number.isFinite(odds) ? odds : null;
}
