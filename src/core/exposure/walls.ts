import type { GroupExposure } from './grouped-exposure.ts';

type StrikeExposure = GroupExposure & { readonly strike: number };

/** Strikes that stand out, anywhere on the chain; null without a positive candidate. */
export type Walls = {
  /** Largest call gamma. */
  readonly callWall: number | null;
  /** Largest put gamma, whatever its sign. */
  readonly putWall: number | null;
  /** Most positive net gamma. */
  readonly netCallWall: number | null;
  /** Most negative net gamma. */
  readonly netPutWall: number | null;
  readonly maxCallOpenInterestStrike: number | null;
  readonly maxPutOpenInterestStrike: number | null;
};

/** The walls of a book by the definitions of `analyze`. */
export function findWalls(strikes: readonly StrikeExposure[], spot: number): Walls {
  const largest = (size: (strike: StrikeExposure) => number) =>
    strikeWithLargest(strikes, spot, size);
  return {
    callWall: largest((strike) => Math.abs(strike.callGex)),
    putWall: largest((strike) => Math.abs(strike.putGex)),
    netCallWall: largest((strike) => strike.netGex),
    netPutWall: largest((strike) => -strike.netGex),
    maxCallOpenInterestStrike: largest((strike) => strike.callOpenInterest),
    maxPutOpenInterestStrike: largest((strike) => strike.putOpenInterest),
  };
}

/** The strike where `size` is largest and positive; of equals the one nearer to spot, then the lower. */
export function strikeWithLargest<Strike extends { readonly strike: number }>(
  strikes: readonly Strike[],
  spot: number,
  size: (strike: Strike) => number,
): number | null {
  let best: Strike | null = null;
  for (const candidate of strikes) {
    if (!(size(candidate) > 0)) continue;
    const lead = best === null ? 1 : size(candidate) - size(best);
    const isNearer =
      best !== null && Math.abs(candidate.strike - spot) < Math.abs(best.strike - spot);
    // Strikes ascend, so a later one that is as near is the higher.
    if (lead > 0 || (lead === 0 && isNearer)) best = candidate;
  }
  return best?.strike ?? null;
}
