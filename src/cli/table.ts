/** Rows of cells as text with columns right-aligned, the first row being the head. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
  }
  return rows
    .map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
    .join('\n');
}

/** Counts that are not zero, after their head: `; left out: 3 expired, 12 without vol`; nothing where all are. */
export function countsInWords(
  head: string,
  counts: readonly (readonly [number, string])[],
): string {
  const words = counts.flatMap(([count, name]) => (count === 0 ? [] : [`${count} ${name}`]));
  return words.length === 0 ? '' : `${head}${words.join(', ')}`;
}
