import type { Flip } from './flip.ts';
import type { Side } from './side.ts';

/** How many ways of counting see spot on one side of their own flip. */
export type Agreement = {
  readonly agreeing: number;
  /** Readings that have a flip at all. */
  readonly withFlip: number;
  readonly readings: number;
};

/** Counts the readings whose flip lies above spot (side `short`) or below it (side `long`). */
export function agreementOf(
  flip: Flip,
  spot: number,
  side: Exclude<Side, 'at the flip'>,
): Agreement {
  const readings = flip.status === 'found' ? flip.readings : [];
  const flips = readings.flatMap((reading) => (reading.spot === null ? [] : [reading.spot]));
  const agreeing = flips.filter((price) => (side === 'short' ? spot < price : spot > price));
  return { agreeing: agreeing.length, withFlip: flips.length, readings: readings.length };
}

/** Whether every reading that has a flip agrees; only then is it worth a mention. */
export function isUnanimous({ agreeing, withFlip }: Agreement): boolean {
  return agreeing === withFlip;
}
