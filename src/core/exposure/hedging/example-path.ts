import type { PathPoint } from './rebalancing.ts';

const MINUTES_PER_HOUR = 60;
/** A daily σ says nothing about longer than a day. */
const HOURS_MAX = 24;
/** Hedging all the time means at least this often... */
const STEP_MINUTES_MAX = 15;
/** ...and at least so many times within the interval that it is set against. */
const STEPS_PER_INTERVAL_MIN = 4;
/** A σ of the whole price or more stops short of it. */
const LOWEST = -0.9;

/**
 * Down one σ and back in straight lines, over the time to settlement or a day if that is sooner. Each multiple of the
 * interval is a point, with others between; so are the turn and the end.
 */
export function thereAndBack(
  dailySigma: number,
  { hours, intervalMinutes }: { readonly hours: number; readonly intervalMinutes: number },
): readonly PathPoint[] {
  const total = Math.min(hours, HOURS_MAX) * MINUTES_PER_HOUR;
  const steps = Math.max(STEPS_PER_INTERVAL_MIN, Math.ceil(intervalMinutes / STEP_MINUTES_MAX));
  const even = Array.from(
    { length: Math.ceil((total * steps) / intervalMinutes) },
    (_, index) => (index * intervalMinutes) / steps,
  );
  const minutes = [...new Set([...even, total / 2, total])].toSorted((a, b) => a - b);
  return minutes.map((minute) => {
    const depth = 1 - Math.abs((2 * minute) / total - 1);
    return {
      hours: minute / MINUTES_PER_HOUR,
      spotMove: Math.max(LOWEST, -dailySigma * depth),
    };
  });
}
