/**
 * The value with half of the weight on either side, the middle of two where the halves meet exactly between them.
 * Values must be finite, weights > 0, all alike where none are given; throws on no values.
 */
export function weightedMedian(
  values: readonly number[],
  weights: readonly number[] = values.map(() => 1),
): number {
  const order = values.map((_, index) => index);
  order.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2;
  let below = 0;
  for (const [rank, index] of order.entries()) {
    below += weights[index] ?? 0;
    const value = values[index] ?? 0;
    if (below > half) return value;
    const next = order[rank + 1];
    if (below === half && next !== undefined) return (value + (values[next] ?? 0)) / 2;
  }
  const last = order.at(-1);
  if (last === undefined) throw new RangeError('a median needs a value');
  return values[last] ?? 0;
}
