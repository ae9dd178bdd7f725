/** What stands between the columns of tables that a spreadsheet has saved anew. */
const SEPARATORS: readonly (readonly [string, string])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
];
/** A table's head stands in its first lines. */
const HEAD_CHARACTERS = 4_000;

/** Why a text is no JSON, as a phrase after its name; nothing of the text is repeated, for it may be anything. */
export function notJson(text: string, error: unknown): string {
  if (!/^\s*[[{"]/.test(text)) return 'is not JSON';
  const place = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  const where = place === undefined ? 'before its end' : `at character ${Number(place) + 1}`;
  return `is not JSON throughout: it is damaged or breaks off ${where}`;
}

/** What separates the columns of a quote table that was saved with anything but commas; null where nothing says so. */
export function otherSeparator(text: string): string | null {
  const head = text.slice(0, HEAD_CHARACTERS);
  const isSeparatedBy = (separator: string) =>
    head
      .split(/\r\n|\n|\r/)
      .some((line) => /^"?Expiration Date"?$/.test(line.split(separator)[0]?.trim() ?? ''));
  return SEPARATORS.find(([separator]) => isSeparatedBy(separator))?.[1] ?? null;
}
