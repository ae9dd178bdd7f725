/** A linear axis: `min` lies at pixel `start`, `max` at pixel `end`. */
export type Scale = {
  readonly min: number;
  readonly max: number;
  readonly start: number;
  readonly end: number;
};

const NICE_STEPS = [1, 2, 2.5, 5, 10];

/** Pixel of a value. */
export function pixelOf(scale: Scale, value: number): number {
  const fraction = (value - scale.min) / (scale.max - scale.min);
  return scale.start + fraction * (scale.end - scale.start);
}

/** At most `countMax` round values within the axis, ascending. */
export function ticksOf({ min, max }: Scale, countMax: number): readonly number[] {
  const rough = (max - min) / countMax;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (NICE_STEPS.find((nice) => nice * power >= rough) ?? 10);
  const first = Math.ceil(min / step);
  const count = Math.max(0, Math.floor(max / step) - first + 1);
  // Multiples rather than sums, so that zero is exactly zero.
  return Array.from({ length: count }, (_, index) => (first + index) * step);
}

/** Moves two labels apart, each centred at its pixel where there is room, in order, within the given bounds. */
export function apart(
  centres: readonly [number, number],
  size: number,
  bounds: { readonly from: number; readonly to: number },
): readonly [number, number] {
  const clamp = (centre: number, from: number, to: number) =>
    Math.min(Math.max(centre, from + size / 2), to - size / 2);
  const [low, high] = centres[0] <= centres[1] ? centres : [centres[1], centres[0]];
  const middle = clamp((low + high) / 2, bounds.from + size / 2, bounds.to - size / 2);
  const placedLow = clamp(Math.min(low, middle - size / 2), bounds.from, bounds.to);
  const placedHigh = clamp(Math.max(high, middle + size / 2), bounds.from, bounds.to);
  return centres[0] <= centres[1] ? [placedLow, placedHigh] : [placedHigh, placedLow];
}
