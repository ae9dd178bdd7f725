import type { QuotedChain, QuotedContract } from '../../core/chain/chain.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { readInstrumentName } from './instrument-name.ts';
import { tickerRow, tickersAnswer } from './schema.ts';

type ReadRow = { readonly contract: QuotedContract; readonly indexPrice: number | null };

function readRow(row: unknown, base: string): ReadRow | null {
  const read = tickerRow.safeParse(row);
  if (!read.success) return null;
  const { symbol, openInterest, markIv, underlyingPrice, indexPrice, volume24h } = read.data;
  const named = readInstrumentName(symbol);
  if (named?.base !== base) return null;
  const contract = {
    ...named.terms,
    openInterest,
    // The vol is quoted against the forward: without one it says nothing.
    iv: underlyingPrice === null ? null : markIv,
    ...(underlyingPrice !== null && { forward: underlyingPrice }),
    bid: read.data.bid1Price,
    ask: read.data.ask1Iv === null ? null : read.data.ask1Price,
    ...(volume24h !== undefined && { volume: volume24h }),
    instrument: symbol,
  };
  return { contract, indexPrice };
}

/** The middle index price; one broken row does not move it. */
function spotOf(rows: readonly ReadRow[]): number | undefined {
  const prices = rows.flatMap(({ indexPrice }) => indexPrice ?? []).toSorted((a, b) => a - b);
  return prices[prices.length >> 1];
}

/** Rows of one name count once where they agree, and not at all where they contradict each other. */
function withoutRepeats(rows: readonly ReadRow[]): readonly QuotedContract[] {
  const groups = Map.groupBy(rows, ({ contract }) => contract.instrument);
  return [...groups.values()].flatMap((copies) => {
    const versions = new Set(copies.map(({ contract }) => JSON.stringify(contract)));
    return versions.size === 1 ? copies.slice(0, 1).map(({ contract }) => contract) : [];
  });
}

/**
 * Reads the tickers of one base as a chain. USDC and USDT options are rows of one book: both are linear, one coin each,
 * settle on the same index at the same instant, and are hedged in the same coin. Rows that cannot be read, are on another
 * base or contradict each other are counted. The failure is a phrase about the answer.
 */
export function parseTickers(body: unknown, base: string): Result<QuotedChain, string> {
  const answer = tickersAnswer.safeParse(body);
  if (!answer.success) return fail('the tickers are no list with a time');
  const { list } = answer.data.result;
  const rows = list.flatMap((row) => readRow(row, base) ?? []);
  const contracts = withoutRepeats(rows);
  const spot = spotOf(rows);
  if (contracts.length === 0 || spot === undefined)
    return fail(`none of ${list.length} rows is a readable ${base} option with an index price`);
  return ok({
    name: `bybit:${base}`,
    asOfMs: answer.data.time,
    spot,
    rate: 0,
    dividendYield: 0,
    multiplier: 1,
    contracts,
    invalidRows: list.length - contracts.length,
  });
}
