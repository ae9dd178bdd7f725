import { readFileSync } from 'node:fs';

/** The project's own answer to the tickers, in Bybit's shape, as JSON text. */
export function bybitTickers(): string {
  return readFileSync(new URL('../fixtures/bybit/tickers.json', import.meta.url), 'utf8');
}
