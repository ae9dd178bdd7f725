import { fail, ok, type Result } from '../../core/result.ts';
import { assembleChain } from '../us-options/assemble-chain.ts';
import { CONTRACTS_MAX, ContractList } from '../us-options/contract-list.ts';
import { readWallTime, type WallTime } from '../us-options/session.ts';
import type { UsChain } from '../us-options/us-chain.ts';
import { dataTime } from './document-time.ts';
import { type DocumentFields, documentFields, optionRows, price } from './schema.ts';

/** A document as a chain, with what it says of its underlying beside the price. */
export type CboeDocument = {
  readonly parsed: UsChain;
  /** The underlying's price; an index's stands still outside its session, an ETF's goes on. */
  readonly price: number;
  /** The last closing price; on the evening of a session its own. Null where the document states none. */
  readonly close: number | null;
  /** The close that changes are counted from: overnight the venue sets it to the last close. */
  readonly previousClose: number | null;
};

/**
 * Reads a parsed delayed-quotes document. Rows that cannot be read are counted; vols of 0 are unknown.
 * The session is that of the last trade, whatever day the document says it was made: copies of an old evening
 * keep their old session. The failure is a sentence about the document, which it calls "it".
 */
export function parseCboeJson(document: unknown): Result<UsChain, string> {
  const read = readDocument(document, null);
  return read.ok ? ok(read.value.parsed) : read;
}

/** The same with all that the document says of its underlying; `seenAtMs` is when it was fetched, null for a file. */
export function readDocument(
  document: unknown,
  seenAtMs: number | null,
): Result<CboeDocument, string> {
  const listed = optionRows.safeParse(document);
  const fields = documentFields.safeParse(document);
  if (!listed.success || !fields.success) return fail('it has no list of options under "data"');
  const rows = listed.data.data.options;
  if (rows.length > CONTRACTS_MAX) {
    return fail(`it lists ${rows.length} options, more than the ${CONTRACTS_MAX} that are read`);
  }
  const list = new ContractList();
  for (const row of rows) addRow(list, row);
  const traded = lastTrade(fields.data) ?? lastTradeOfRows(rows);
  return documentOf(fields.data, list, { traded, seenAtMs });
}

/** Puts a document together from its own fields and the contracts of its rows. */
export function documentOf(
  { symbol, data, timestamp }: DocumentFields,
  list: ContractList,
  { traded, seenAtMs }: { readonly traded: WallTime | null; readonly seenAtMs: number | null },
): Result<CboeDocument, string> {
  const contracts = list.finish(symbol ?? data.symbol ?? null);
  if (!contracts.ok) return contracts;
  const spot = price.safeParse(data.current_price);
  if (!spot.success) return fail('its current_price is not a price above 0');
  const time = dataTime(timestamp ?? null, traded);
  if (!time.ok) return time;
  const isDated = readWallTime(data.last_trade_time ?? '') !== null;
  const timed = isDated
    ? time.value
    : { ...time.value, caveats: [...time.value.caveats, { kind: 'spot-undated' as const }] };
  const parts = { ...contracts.value, ...timed, spot: spot.data };
  return ok({
    parsed: assembleChain(seenAtMs === null ? parts : { ...parts, seenAtMs }),
    price: spot.data,
    close: data.close ?? null,
    previousClose: data.prev_day_close ?? null,
  });
}

/** The underlying's last trade in New York time; null where the document does not state it. */
export function lastTrade({ data }: DocumentFields): WallTime | null {
  return readWallTime(data.last_trade_time ?? '');
}

/** The last trade of any option. */
function lastTradeOfRows(rows: readonly unknown[]): WallTime | null {
  let last = '';
  for (const row of rows) {
    const time = isFields(row) ? row.last_trade_time : null;
    if (typeof time === 'string' && time > last && readWallTime(time) !== null) last = time;
  }
  return readWallTime(last);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function addRow(list: ContractList, row: unknown): void {
  if (!isFields(row)) {
    list.add({ name: null, openInterest: null, iv: null, bid: null, ask: null });
    return;
  }
  const { option, open_interest, iv, bid, ask, volume } = row;
  list.add({ name: option, openInterest: open_interest, iv, bid, ask, volume });
}
