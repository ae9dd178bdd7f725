import { existsSync, readFileSync } from 'node:fs';

/** The project's own answer to a path, in Tradier's shape, as JSON text; dates without options have an empty chain. */
export function tradierFixture(path: string): string {
  const url = new URL(path, 'http://127.0.0.1');
  const date = url.searchParams.get('expiration');
  const name = date === null ? url.pathname.split('/').at(-1) : `chain-${date}`;
  const file = new URL(`../fixtures/tradier/${name}.json`, import.meta.url);
  return existsSync(file) ? readFileSync(file, 'utf8') : '{"options":null}';
}
