/** Values with their weights, rearranged in place while the median is searched. */
type Columns = { readonly values: Float64Array; readonly weights: Float64Array };

/** A stretch of the columns around a pivot: below it, equal to it (`from` to `to`, both included), above it. */
type Parts = {
  readonly from: number;
  readonly to: number;
  readonly weightBelow: number;
  readonly weightEqual: number;
};

/**
 * The value with half of the weight on either side, the middle of two where the halves meet exactly between them.
 * Values must be finite, weights > 0, all alike where none are given; throws on no values. Found by partition as in
 * Hoare's quickselect: a chain takes hundreds of medians, and sorting for each is most of their cost.
 */
export function weightedMedian(
  values: readonly number[],
  weights: readonly number[] = values.map(() => 1),
): number {
  if (values.length === 0) throw new RangeError('a median needs a value');
  const columns = { values: new Float64Array(values), weights: new Float64Array(weights) };
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2;
  let [low, high, before] = [0, values.length - 1, 0];
  for (;;) {
    const pivot = columns.values[(low + high) >> 1] ?? 0;
    const { from, to, weightBelow, weightEqual } = partition(columns, { low, high, pivot });
    if (before + weightBelow > half && from > low) {
      high = from - 1;
    } else if (before + weightBelow === half && from > low) {
      return (pivot + Math.max(...columns.values.subarray(low, from))) / 2;
    } else if (before + weightBelow + weightEqual > half || to === high) {
      return pivot;
    } else if (before + weightBelow + weightEqual === half) {
      return (pivot + Math.min(...columns.values.subarray(to + 1, high + 1))) / 2;
    } else {
      before += weightBelow + weightEqual;
      low = to + 1;
    }
  }
}

/** Moves what is less than the pivot before it and what is more behind it (Dijkstra's three-way partition). */
function partition(
  { values, weights }: Columns,
  { low, high, pivot }: { readonly low: number; readonly high: number; readonly pivot: number },
): Parts {
  let [from, to, weightBelow, weightEqual] = [low, high, 0, 0];
  for (let at = low; at <= to; ) {
    const value = values[at] ?? 0;
    const weight = weights[at] ?? 0;
    if (value === pivot) {
      weightEqual += weight;
      at += 1;
      continue;
    }
    const other = value < pivot ? from : to;
    values[at] = values[other] ?? 0;
    weights[at] = weights[other] ?? 0;
    values[other] = value;
    weights[other] = weight;
    if (value < pivot) {
      weightBelow += weight;
      from += 1;
      at += 1;
    } else {
      to -= 1;
    }
  }
  return { from, to, weightBelow, weightEqual };
}
