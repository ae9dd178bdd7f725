import { readFileSync } from 'node:fs';
import { parseCboeCsv } from '../../src/markets/cboe/parse-csv.ts';
import { parseCboeJson } from '../../src/markets/cboe/parse-json.ts';
import type { UsChain } from '../../src/markets/us-options/us-chain.ts';

/** The project's own document in the venue's shape, as text. */
export function cboeFixture(name: string): string {
  return readFileSync(new URL(`../fixtures/cboe/${name}`, import.meta.url), 'utf8');
}

export type CboeRow = Record<string, unknown>;

/** A delayed-quotes document, loose enough to be damaged by tests. */
export type CboeDocument = {
  timestamp?: unknown;
  symbol?: unknown;
  data: { options: CboeRow[] } & Record<string, unknown>;
};

/** The fixture document, fresh for each call. */
export function spxDocument(): CboeDocument {
  return JSON.parse(cboeFixture('spx.json'));
}

/** A document that must be readable. */
export function readJson(document: unknown): UsChain {
  const parsed = parseCboeJson(document);
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}

/** A download that must be readable. */
export function readCsv(text: string): UsChain {
  const parsed = parseCboeCsv(text);
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}
