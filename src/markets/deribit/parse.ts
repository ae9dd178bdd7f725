import type { QuotedChain, QuotedContract } from '../../core/chain/chain.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { type ContractTerms, readInstrumentName } from './instrument-name.ts';
import { instrumentRow, namedRow, rows as rowsSchema, summaryRow } from './schema.ts';

/** A book summary as read; spot comes from elsewhere. */
export type Book = Pick<QuotedChain, 'asOfMs' | 'contracts' | 'invalidRows'> & {
  /** The index as each row states it, dollars. */
  readonly deliveryPrices: readonly number[];
};

type ReadRow = {
  readonly contract: QuotedContract;
  readonly stampMs: number;
  readonly deliveryPrice: number | null;
};

/** One reply is one snapshot: a row stamped further ahead of the others than this has a broken stamp. */
const STAMP_AHEAD_MS_MAX = 60_000;

/** The middle value, or the mean of the two middle ones; null of nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

/** Terms of each instrument by name, as get_instruments states them; rows it cannot read are left to their names. */
export function parseInstruments(result: unknown): Result<Map<string, ContractTerms>, string> {
  const list = rowsSchema.safeParse(result);
  if (!list.success) return fail('the instruments are not a list');
  const terms = new Map<string, ContractTerms>();
  for (const row of list.data) {
    const read = instrumentRow.safeParse(row);
    if (!read.success) continue;
    const { instrument_name, strike, option_type, expiration_timestamp } = read.data;
    terms.set(instrument_name, { strike, type: option_type, expiryMs: expiration_timestamp });
  }
  return ok(terms);
}

function readRow(
  row: unknown,
  symbol: string,
  listed: ReadonlyMap<string, ContractTerms>,
): ReadRow | 'not-an-option' | 'invalid' {
  const named = namedRow.safeParse(row);
  if (!named.success) return 'invalid';
  const instrument = named.data.instrument_name;
  const name = readInstrumentName(instrument);
  if (name.kind === 'not-an-option') return 'not-an-option';
  const read = summaryRow.safeParse(row);
  if (!read.success || name.kind === 'unreadable' || name.symbol !== symbol) return 'invalid';
  const { open_interest, creation_timestamp, mark_iv, underlying_price } = read.data;
  const { bid_price, ask_price } = read.data;
  const contract = {
    ...(listed.get(instrument) ?? name.terms),
    openInterest: open_interest,
    // The vol is quoted against the forward: without one it says nothing.
    iv: mark_iv === null || underlying_price === null ? null : mark_iv / 100,
    ...(underlying_price === null ? {} : { forward: underlying_price }),
    bid: dollarsOf(bid_price, underlying_price),
    ask: dollarsOf(ask_price, underlying_price),
    instrument,
  };
  const deliveryPrice = read.data.estimated_delivery_price;
  return { contract, stampMs: creation_timestamp, deliveryPrice };
}

/** A coin price in dollars: paid at settlement it is worth that many forwards. */
function dollarsOf(coins: number | null, forward: number | null): number | null {
  return coins === null || forward === null ? null : coins * forward;
}

/** The contract that rows of the same terms agree on: the newest wins, and a contradiction is nobody's word. */
function settleDuplicates(copies: readonly ReadRow[]): readonly ReadRow[] | 'contradiction' {
  const newestMs = copies.reduce((newest, copy) => Math.max(newest, copy.stampMs), 0);
  const newest = copies.filter((copy) => copy.stampMs === newestMs);
  const versions = new Set(newest.map((copy) => JSON.stringify(copy.contract)));
  return versions.size === 1 ? newest.slice(0, 1) : 'contradiction';
}

function byExpiryStrikeType(a: QuotedContract, b: QuotedContract): number {
  return a.expiryMs - b.expiryMs || a.strike - b.strike || (a.type < b.type ? -1 : 1);
}

/**
 * Reads the rows of get_book_summary_by_currency for one coin. `listed` terms are preferred over names;
 * futures and combos are skipped; rows that cannot be read, contradict each other or are stamped in the
 * future are counted. The outcome does not depend on the order of rows.
 */
export function parseBook(
  result: unknown,
  symbol: string,
  listed: ReadonlyMap<string, ContractTerms>,
): Result<Book, string> {
  const list = rowsSchema.safeParse(result);
  if (!list.success) return fail('the book summary is not a list');
  const outcomes = list.data.map((row) => readRow(row, symbol, listed));
  const read = outcomes.filter((outcome) => typeof outcome === 'object');
  const typicalStampMs = median(read.map((row) => row.stampMs));
  if (typicalStampMs === null)
    return fail(`none of ${list.data.length} rows is a readable ${symbol} option`);
  const rows = read.filter((row) => row.stampMs <= typicalStampMs + STAMP_AHEAD_MS_MAX);
  const groups = Map.groupBy(
    rows,
    ({ contract }) => `${contract.expiryMs} ${contract.strike} ${contract.type}`,
  );
  let invalidRows =
    outcomes.filter((outcome) => outcome === 'invalid').length + read.length - rows.length;
  const contracts: QuotedContract[] = [];
  for (const copies of groups.values()) {
    const settled = settleDuplicates(copies);
    if (settled === 'contradiction') invalidRows += copies.length;
    else contracts.push(...settled.map((row) => row.contract));
  }
  return ok({
    asOfMs: rows.reduce((newest, row) => Math.max(newest, row.stampMs), 0),
    contracts: contracts.toSorted(byExpiryStrikeType),
    invalidRows,
    deliveryPrices: rows.flatMap((row) => row.deliveryPrice ?? []),
  });
}

/** A Deribit book as a chain: one coin per contract, carry by each expiry's forward. */
export function chainOf(symbol: string, spot: number, book: Book): QuotedChain {
  const { asOfMs, contracts, invalidRows } = book;
  const carry = { rate: 0, dividendYield: 0 };
  return {
    name: `deribit:${symbol}`,
    asOfMs,
    spot,
    ...carry,
    multiplier: 1,
    contracts,
    invalidRows,
  };
}
