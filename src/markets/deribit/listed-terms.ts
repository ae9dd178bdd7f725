import type { DeribitClient } from './client.ts';
import type { ContractTerms } from './instrument-name.ts';
import { parseInstruments } from './parse.ts';

/** What get_instruments said of one coin's options; asked sparingly. */
export type ListedTerms = (
  symbol: string,
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, ContractTerms>>;

/** Terms never change and new names state them too, so an hour between calls of 10,000 credits is no loss. */
const ASK_EVERY_MS = 3_600_000;

/**
 * Remembers the terms of each coin's options. Where the venue does not answer, the terms from before
 * serve on, or none at all: the names say the same, and a chain must not be lost for them.
 */
export function createListedTerms(client: DeribitClient, nowMs: () => number): ListedTerms {
  const remembered = new Map<string, { askedAtMs: number; terms: Map<string, ContractTerms> }>();
  return async (symbol, signal) => {
    const known = remembered.get(symbol);
    const askedAtMs = nowMs();
    // A clock that was set back asks again rather than never.
    if (known !== undefined && Math.abs(askedAtMs - known.askedAtMs) < ASK_EVERY_MS)
      return known.terms;
    const answer = await client.instruments(symbol, signal);
    const parsed = answer.ok ? parseInstruments(answer.value) : null;
    const terms = parsed?.ok ? parsed.value : (known?.terms ?? new Map());
    remembered.set(symbol, { askedAtMs, terms });
    return terms;
  };
}
