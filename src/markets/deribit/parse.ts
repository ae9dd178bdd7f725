import type { QuotedChain, QuotedContract } from '../../core/chain/chain.ts';
import { weightedMedian } from '../../core/math/weighted-median.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { contractMultiplier, type SizedInterest } from './contract-unit.ts';
import { type ContractTerms, readFutureName, readInstrumentName } from './instrument-name.ts';
import type { DeribitProduct } from './product.ts';
import { instrumentRow, namedRow, rows as rowsSchema, summaryRow } from './schema.ts';

/** A book summary as read; spot comes from elsewhere. */
export type Book = Pick<QuotedChain, 'asOfMs' | 'contracts' | 'invalidRows'> & {
  /** The index as each row states it, dollars. */
  readonly deliveryPrices: readonly number[];
};

/** An option as get_instruments lists it; contract size in coins, null where it states none. */
export type ListedContract = {
  readonly terms: ContractTerms;
  readonly contractSize: number | null;
};

/** What of a product decides how its rows are read. */
type RowsOf = Pick<DeribitProduct, 'kind' | 'prefix'>;

type ReadRow = {
  readonly contract: QuotedContract;
  readonly contractSize: number;
  readonly stampMs: number;
  readonly deliveryPrice: number | null;
};

/** One reply is one snapshot: a row stamped further ahead of the others than this has a broken stamp. */
const STAMP_AHEAD_MS_MAX = 60_000;
/** What every inverse option has been for. */
const INVERSE_CONTRACT_SIZE = 1;

/** Each instrument by name, as get_instruments states it; rows it cannot read are left to their names. */
export function parseInstruments(result: unknown): Result<Map<string, ListedContract>, string> {
  const list = rowsSchema.safeParse(result);
  if (!list.success) return fail('the instruments are not a list');
  const listed = new Map<string, ListedContract>();
  for (const row of list.data) {
    const read = instrumentRow.safeParse(row);
    if (!read.success) continue;
    const { instrument_name, strike, option_type, expiration_timestamp, contract_size } = read.data;
    const terms = { strike, type: option_type, expiryMs: expiration_timestamp };
    listed.set(instrument_name, { terms, contractSize: contract_size });
  }
  return ok(listed);
}

function readRow(
  row: unknown,
  product: RowsOf,
  listed: ReadonlyMap<string, ListedContract>,
): ReadRow | 'not-an-option' | 'invalid' {
  const named = namedRow.safeParse(row);
  if (!named.success) return 'invalid';
  const instrument = named.data.instrument_name;
  // One summary holds the linear options of every base.
  if (product.kind === 'linear' && !instrument.startsWith(`${product.prefix}-`))
    return 'not-an-option';
  const name = readInstrumentName(instrument);
  if (name.kind === 'not-an-option') return 'not-an-option';
  const read = summaryRow.safeParse(row);
  if (!read.success || name.kind === 'unreadable' || name.prefix !== product.prefix)
    return 'invalid';
  const known = listed.get(instrument);
  const contractSize =
    product.kind === 'inverse' ? INVERSE_CONTRACT_SIZE : (known?.contractSize ?? null);
  if (contractSize === null) return 'invalid';
  const terms = known?.terms ?? name.terms;
  const { open_interest, creation_timestamp, mark_iv, bid_price, ask_price } = read.data;
  const forward = isOfOtherExpiry(read.data.underlying_index, terms.expiryMs)
    ? null
    : read.data.underlying_price;
  const usdOf = (price: number | null) =>
    product.kind === 'linear' ? price : dollarsOf(price, forward);
  const contract = {
    ...terms,
    openInterest: open_interest,
    // The vol is quoted against the forward: without one it says nothing.
    iv: mark_iv === null || forward === null ? null : mark_iv / 100,
    ...(forward === null ? {} : { forward }),
    bid: usdOf(bid_price),
    ask: usdOf(ask_price),
    instrument,
  };
  const deliveryPrice = read.data.estimated_delivery_price;
  return { contract, contractSize, stampMs: creation_timestamp, deliveryPrice };
}

/** `SYN.BTC-27MAR26` is made from options, `BTC-27MAR26` is a future; a date other than the option's is another's forward. */
function isOfOtherExpiry(underlyingIndex: string | null, expiryMs: number): boolean {
  const future = readFutureName((underlyingIndex ?? '').replace(/^SYN\./, ''));
  return future !== null && future.settlesMs !== null && future.settlesMs !== expiryMs;
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

/** The contracts in order, each worth the coins that its size says where open interest turns out to count contracts. */
function contractsOf(rows: readonly ReadRow[]): readonly QuotedContract[] {
  const sized: readonly SizedInterest[] = rows.map(({ contract, contractSize }) => ({
    openInterest: contract.openInterest,
    contractSize,
  }));
  const multiplierOf = contractMultiplier(sized);
  return rows
    .map(({ contract, contractSize }) => {
      const multiplier = multiplierOf(contractSize);
      return multiplier === 1 ? contract : { ...contract, multiplier };
    })
    .toSorted(byExpiryStrikeType);
}

/**
 * Reads the rows of get_book_summary_by_currency for one product. `listed` terms are preferred over names; futures,
 * combos and linear options of other bases are skipped; rows that cannot be read, have no known contract size,
 * contradict each other or are stamped in the future are counted. The outcome does not depend on the order of rows.
 */
export function parseBook(
  result: unknown,
  product: RowsOf,
  listed: ReadonlyMap<string, ListedContract>,
): Result<Book, string> {
  const list = rowsSchema.safeParse(result);
  if (!list.success) return fail('the book summary is not a list');
  const outcomes = list.data.map((row) => readRow(row, product, listed));
  const read = outcomes.filter((outcome) => typeof outcome === 'object');
  if (read.length === 0)
    return fail(`none of ${list.data.length} rows is a readable ${product.prefix} option`);
  const typicalStampMs = weightedMedian(read.map((row) => row.stampMs));
  const rows = read.filter((row) => row.stampMs <= typicalStampMs + STAMP_AHEAD_MS_MAX);
  const groups = Map.groupBy(
    rows,
    ({ contract }) => `${contract.expiryMs} ${contract.strike} ${contract.type}`,
  );
  let invalidRows =
    outcomes.filter((outcome) => outcome === 'invalid').length + read.length - rows.length;
  const settledRows: ReadRow[] = [];
  for (const copies of groups.values()) {
    const settled = settleDuplicates(copies);
    if (settled === 'contradiction') invalidRows += copies.length;
    else settledRows.push(...settled);
  }
  return ok({
    asOfMs: rows.reduce((newest, row) => Math.max(newest, row.stampMs), 0),
    contracts: contractsOf(settledRows),
    invalidRows,
    deliveryPrices: rows.flatMap((row) => row.deliveryPrice ?? []),
  });
}

/** A Deribit book as a chain: open interest in coins, carry by each expiry's forward. */
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
