import type { QuotedContract } from '../../src/core/chain/chain.ts';
import { cleanChain } from '../../src/core/chain/clean.ts';
import type { Levels } from '../../src/core/exposure/levels.ts';
import { levelsOf } from '../../src/core/exposure/levels-of.ts';
import { bookOf, usDocumentOf } from './practice-market.ts';
import type { aVenueStage, Wire } from './venue-stage.ts';

type Stage = Awaited<ReturnType<typeof aVenueStage>>;

/** Ends every fault and reads the same instant again: the book as it is, and its names in the order of the wire. */
export async function trueBook({ exchange, market }: Stage, { venueName, symbol }: Wire) {
  exchange.clearFaults();
  const fetched = await market.fetchChain(symbol, new AbortController().signal);
  if (!fetched.ok) throw new Error(fetched.failure.kind);
  const names =
    venueName === 'Deribit'
      ? (await bookOf(exchange, symbol)).map((row) => String(row.instrument_name))
      : (await usDocumentOf(exchange, symbol)).data.options.map(({ option }) => option);
  /** What is to be said of the contracts that are kept. */
  const levelsWith = (keeps: (contract: QuotedContract) => boolean): Levels => {
    const contracts = fetched.value.contracts.filter(keeps);
    return levelsOf(cleanChain({ ...fetched.value, contracts }), { symbol, venue: venueName });
  };
  return { names, levels: levelsWith(() => true), levelsWith };
}

/** How far two readings of a book are apart, as shares: of gross gamma, and of the flip. */
export function apart(one: Levels, other: Levels): number {
  if (one.flip.status !== other.flip.status) return Number.POSITIVE_INFINITY;
  const flips =
    one.flip.status === 'found' && other.flip.status === 'found'
      ? Math.abs(one.flip.spot / other.flip.spot - 1)
      : 0;
  return Math.max(flips, Math.abs(one.gexUsd - other.gexUsd) / other.grossGexUsd);
}
