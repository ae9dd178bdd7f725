/**
 * Whole numbers for parts that print beside their total: they add up to the rounded total. What rounding leaves over goes
 * into the largest part that keeps its sign with it.
 */
export function roundedToTotal(parts: readonly number[], total: number): readonly number[] {
  const rounded = parts.map((part) => Math.round(part));
  let rest = Math.round(total) - rounded.reduce((sum, part) => sum + part, 0);
  const bySize = [...parts.entries()].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  for (const [index, part] of bySize) {
    const size = Math.abs(rounded[index] ?? 0);
    const taken = part * rest >= 0 ? rest : Math.sign(rest) * Math.min(Math.abs(rest), size);
    rounded[index] = (rounded[index] ?? 0) + taken;
    rest -= taken;
  }
  return rounded;
}
