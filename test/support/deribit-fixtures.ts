import { readFileSync } from 'node:fs';

/** The project's own answer to a method, in Deribit's shape, as JSON text. */
export function deribitFixture(method: string): string {
  const file = new URL(`../fixtures/deribit/${method}.json`, import.meta.url);
  return readFileSync(file, 'utf8');
}

/** The method that a path names. */
export function deribitMethod(path: string): string {
  return /^\/api\/v2\/public\/([a-z_]+)\?/.exec(path)?.[1] ?? 'unknown';
}

export type SummaryRow = Record<string, unknown>;

/** The option rows of the book summary, fresh for each call. */
export function summaryRows(): SummaryRow[] {
  const document: { result: SummaryRow[] } = JSON.parse(
    deribitFixture('get_book_summary_by_currency'),
  );
  return document.result;
}
