import type { Chain } from '../../chain/chain.ts';
import type { ReactingLadder } from '../companions.ts';
import type { BookAt } from './book-at.ts';
import { dealerDeltaAt } from './dealer-delta-at.ts';
import { smileSlope30Day } from './smile-slope.ts';

/** A skew-stickiness of 1.5: at 1 each strike keeps its vol, so that half of the slope comes on top of that. */
const SLOPE_SHARE = 0.5;
const POINTS_PER_VOL = 100;

/**
 * Dealers' trades at some moves where vols react: each strike's 30-day vol moves by half the smile's slope per
 * return, other expiries by √(30 days/T) of it, at most 1.5. Null where the chain shows no slope.
 */
export function reactingLadder(
  chain: Chain,
  now: BookAt,
  moves: readonly number[],
): ReactingLadder | null {
  const slope = smileSlope30Day(chain);
  if (slope === null) return null;
  const pointsPerReturn = SLOPE_SHARE * slope * POINTS_PER_VOL;
  const before = dealerDeltaAt(now, { spotMove: 0, volPoints: 0 }).whole;
  const ladder = moves.map((move) => {
    const spot = now.spot * (1 + move);
    const shift = { spotMove: move, volPoints: pointsPerReturn * move };
    const units = before - dealerDeltaAt(now, shift).whole;
    return { move, spot, units, usd: units * spot };
  });
  return { ladder, volPointsPerFall: 0 - 0.01 * pointsPerReturn };
}
