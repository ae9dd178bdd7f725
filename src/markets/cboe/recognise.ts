/** A parsed JSON document is the venue's when it keeps its options under `data`, however damaged they are. */
export function looksLikeCboeJson(document: unknown): boolean {
  if (typeof document !== 'object' || document === null || !('data' in document)) return false;
  const { data } = document;
  return typeof data === 'object' && data !== null && 'options' in data;
}

/** The title, the date line and the header stand at the beginning. */
const HEAD_CHARACTERS = 4000;
const TITLE = /Last:[^\n]*Change:/;
const HEADER = /^"?Expiration Date"?,"?Calls"?,/m;

/** A text is the venue's quote download when it begins with that table's title or header. */
export function looksLikeCboeCsv(text: string): boolean {
  const head = text.slice(0, HEAD_CHARACTERS);
  return TITLE.test(head) || HEADER.test(head);
}
