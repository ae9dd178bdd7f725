import type { GroupExposure } from './grouped-exposure.ts';
import type { Levels } from './levels.ts';
import { findWalls, strikeWithLargest, type Walls } from './walls.ts';

type Strikes = readonly (GroupExposure & { readonly strike: number })[];

/** Strikes that stand out without a sign, over all expiries; `walls` saves counting them twice. */
export function strikeMarks(
  byStrike: Strikes,
  spot: number,
  walls: Walls = findWalls(byStrike, spot),
): Levels['marks'] {
  return {
    absoluteGammaStrike: strikeWithLargest(
      byStrike,
      spot,
      ({ callGex, putGex }) => Math.abs(callGex) + Math.abs(putGex),
    ),
    openInterestWalls: {
      call: walls.maxCallOpenInterestStrike,
      put: walls.maxPutOpenInterestStrike,
    },
  };
}
