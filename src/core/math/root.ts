/** A point and the function's value there. */
export type RootEnd = { readonly x: number; readonly value: number };

/** Far above what any bracket of doubles takes (about 60 by bisection); a bound, not a budget. */
const MAX_EVALUATIONS = 200;
/** Half of the closing bracket, relative to the root: two neighbouring doubles. */
const RELATIVE_TOLERANCE = Number.EPSILON;

/**
 * Where between `next` and `opposite` to look, as a share of the way: inverse quadratic interpolation through
 * the last three points where it is known to be monotonic, the middle otherwise.
 */
function nextShare(next: RootEnd, opposite: RootEnd, former: RootEnd): number {
  const position = (next.x - opposite.x) / (former.x - opposite.x);
  const level = (next.value - opposite.value) / (former.value - opposite.value);
  const monotonic = level * level < position && (1 - level) * (1 - level) < 1 - position;
  if (!monotonic) return 0.5;
  const byFormer = former.value / (opposite.value - former.value);
  const byOpposite = opposite.value / (former.value - opposite.value);
  return (
    (next.value / (opposite.value - next.value)) * byFormer +
    ((former.x - next.x) / (opposite.x - next.x)) *
      (next.value / (former.value - next.value)) *
      byOpposite
  );
}

/**
 * The root of a continuous function between two ends of opposite sign, to the last bit or two of its position.
 *
 * Chandrupatla's method (Advances in Engineering Software 28 (1997) 145–149): bisection and inverse quadratic
 * interpolation with a criterion that needs no tuning. It never evaluates outside the bracket. An end that is
 * itself a root is returned; ends of the same sign are a bug of the caller and throw.
 */
export function refineRoot(valueAt: (x: number) => number, low: RootEnd, high: RootEnd): number {
  if (low.value === 0) return low.x;
  if (high.value === 0) return high.x;
  if (!(low.value < 0 ? high.value > 0 : low.value > 0 && high.value < 0)) {
    throw new RangeError('a root needs a bracket whose ends have opposite signs');
  }
  let next = low;
  let opposite = high;
  let share = 0.5;
  for (let count = 0; count < MAX_EVALUATIONS; count += 1) {
    const x = next.x + share * (opposite.x - next.x);
    const value = valueAt(x);
    if (value === 0) return x;
    const stayed = value < 0 === next.value < 0;
    const former = stayed ? next : opposite;
    if (!stayed) opposite = next;
    next = { x, value };
    const best = Math.abs(next.value) < Math.abs(opposite.value) ? next.x : opposite.x;
    const leastShare = (RELATIVE_TOLERANCE * Math.abs(best)) / Math.abs(opposite.x - next.x);
    if (!(leastShare <= 0.5)) return best;
    share = nextShare(next, opposite, former);
    share = Math.min(1 - leastShare, Math.max(leastShare, share));
  }
  return Math.abs(next.value) < Math.abs(opposite.value) ? next.x : opposite.x;
}
