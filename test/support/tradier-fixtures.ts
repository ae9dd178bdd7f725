import { readFileSync } from 'node:fs';

/** The project's own answer to a path, in Tradier's shape, as JSON text. */
export function tradierFixture(path: string): string {
  const url = new URL(path, 'http://127.0.0.1');
  const date = url.searchParams.get('expiration');
  const name = url.pathname.split('/').at(-1);
  const file = date === null ? name : `chain-${date}`;
  return readFileSync(new URL(`../fixtures/tradier/${file}.json`, import.meta.url), 'utf8');
}
