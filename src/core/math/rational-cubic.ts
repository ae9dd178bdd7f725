/** One end of an interpolated interval: abscissa, value and slope. */
export type CubicEnd = { readonly x: number; readonly y: number; readonly slope: number };

/** The control parameter's pole is at −1; a little above it keeps the denominator positive. */
const LEAST_CONTROL = -1 + Math.sqrt(Number.EPSILON);
/** Above this the rational cubic is a straight line to the last bit. */
const GREATEST_CONTROL = 2 / (Number.EPSILON * Number.EPSILON);

/**
 * Delbourgo–Gregory rational cubic between two ends, at x between them.
 * Control 3 is the plain cubic Hermite; a larger control pulls towards the straight line.
 */
export function rationalCubic(
  ends: readonly [CubicEnd, CubicEnd],
  control: number,
  x: number,
): number {
  const [left, right] = ends;
  const width = right.x - left.x;
  if (width <= 0) return 0.5 * (left.y + right.y);
  const t = (x - left.x) / width;
  const u = 1 - t;
  if (control >= GREATEST_CONTROL) return right.y * t + left.y * u;
  const top =
    right.y * t * t * t +
    (control * right.y - width * right.slope) * t * t * u +
    (control * left.y + width * left.slope) * t * u * u +
    left.y * u * u * u;
  return top / (1 + (control - 3) * t * u);
}

/** The least control that keeps the interpolant monotonic, and convex or concave, where its ends are. */
function shapeControl(
  ends: readonly [CubicEnd, CubicEnd],
  chord: number,
  preferShape: boolean,
): number {
  const left = ends[0].slope;
  const right = ends[1].slope;
  const monotonic = left * chord >= 0 && right * chord >= 0;
  const bent = (left <= chord && chord <= right) || (left >= chord && chord >= right);
  if (!monotonic && !bent) return LEAST_CONTROL;
  const forced = preferShape ? GREATEST_CONTROL : LEAST_CONTROL;
  const forMonotony = chord === 0 ? forced : (left + right) / chord;
  if (!bent) return Math.max(LEAST_CONTROL, forMonotony, forced);
  const toRight = right - chord;
  const fromLeft = chord - left;
  const forBend =
    toRight === 0 || fromLeft === 0
      ? forced
      : Math.max(Math.abs((right - left) / toRight), Math.abs((right - left) / fromLeft));
  return Math.max(LEAST_CONTROL, monotonic ? forMonotony : LEAST_CONTROL, forBend);
}

/**
 * The control with which the interpolant has the wanted second derivative at one end, raised where that
 * would lose the shape of the data. `preferShape` takes the straight line where shape has no finite control.
 */
export function controlForCurvature(
  ends: readonly [CubicEnd, CubicEnd],
  curvature: { readonly at: 'left' | 'right'; readonly value: number },
  preferShape: boolean,
): number {
  const [left, right] = ends;
  const width = right.x - left.x;
  const chord = (right.y - left.y) / width;
  const top = 0.5 * width * curvature.value + (right.slope - left.slope);
  const bottom = curvature.at === 'left' ? chord - left.slope : right.slope - chord;
  const limit = top > 0 ? GREATEST_CONTROL : LEAST_CONTROL;
  const fitted = top === 0 ? 0 : bottom === 0 ? limit : top / bottom;
  return Math.max(fitted, shapeControl(ends, chord, preferShape));
}
