/**
 * The value with half of the weight on either side, the middle of two where the halves meet exactly between them.
 * Values must be finite, weights > 0, all alike where none are given; throws on no values.
 */
export function weightedMedian(
  values: readonly number[],
  weights: readonly number[] = values.map(() => 1),
): number {
  if (values.length === 0) throw new RangeError('a median needs a value');
  // Sorting bare numbers is several times faster than sorting their places, and a chain takes hundreds of medians.
  const sorted = new Float64Array(values).sort();
  const weightUpTo = (limit: number): number => {
    let sum = 0;
    for (let index = 0; index < values.length; index += 1) {
      if ((values[index] ?? 0) <= limit) sum += weights[index] ?? 0;
    }
    return sum;
  };
  const half = weightUpTo(Number.POSITIVE_INFINITY) / 2;
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (weightUpTo(sorted[middle] ?? 0) >= half) high = middle;
    else low = middle + 1;
  }
  const value = sorted[low] ?? 0;
  if (weightUpTo(value) > half) return value;
  const next = sorted.subarray(low).find((each) => each > value) ?? value;
  return (value + next) / 2;
}
