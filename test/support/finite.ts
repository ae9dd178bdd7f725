/** Paths of every number in a value that is not finite. */
export function nonFiniteNumbersIn(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    nonFiniteNumbersIn(inner, `${path}/${key}`),
  );
}
