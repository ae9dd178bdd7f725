import { NEW_YORK } from '../../core/chain/calendar.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { localDate } from '../../core/schedule/wall-clock.ts';
import { assembleChain } from '../us-options/assemble-chain.ts';
import { CONTRACTS_MAX, ContractList } from '../us-options/contract-list.ts';
import { readWallTime, sessionAt, type WallTime, wallTimeMs } from '../us-options/session.ts';
import type { Caveat, UsChain } from '../us-options/us-chain.ts';
import { documentFields, optionRows, price } from './schema.ts';

const BARE_TIME = /^\d{2}:\d{2}:\d{2}$/;
const DAY_MS = 86_400_000;

type DataTime = {
  readonly asOfMs: number;
  readonly session: string;
  readonly caveats: readonly Caveat[];
};

/**
 * Reads a parsed delayed-quotes document. Rows that cannot be read are counted; vols of 0 are unknown.
 * The session is that of the last trade, whatever day the document says it was made: copies of an old evening
 * keep their old session. The failure is a sentence about the document, which it calls "it".
 */
export function parseCboeJson(document: unknown): Result<UsChain, string> {
  const listed = optionRows.safeParse(document);
  const fields = documentFields.safeParse(document);
  if (!listed.success || !fields.success) return fail('it has no list of options under "data"');
  const rows = listed.data.data.options;
  if (rows.length > CONTRACTS_MAX) {
    return fail(`it lists ${rows.length} options, more than the ${CONTRACTS_MAX} that are read`);
  }
  const list = new ContractList();
  for (const row of rows) addRow(list, row);
  const { symbol, data, timestamp } = fields.data;
  const contracts = list.finish(symbol ?? data.symbol ?? null);
  if (!contracts.ok) return contracts;
  const spot = price.safeParse(data.current_price);
  if (!spot.success) return fail('its current_price is not a price above 0');
  const time = dataTime(timestamp ?? null, lastTrade(data.last_trade_time ?? null, rows));
  if (!time.ok) return time;
  return ok(assembleChain({ ...contracts.value, ...time.value, spot: spot.data }));
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function addRow(list: ContractList, row: unknown): void {
  if (!isFields(row)) {
    list.add({ name: null, openInterest: null, iv: null, bid: null, ask: null });
    return;
  }
  const { option, open_interest, iv, bid, ask } = row;
  list.add({ name: option, openInterest: open_interest, iv, bid, ask });
}

/** The underlying's last trade in New York time, or where that is missing the last of any option. */
function lastTrade(stated: string | null, rows: readonly unknown[]): WallTime | null {
  const underlying = stated === null ? null : readWallTime(stated);
  if (underlying !== null) return underlying;
  let last = '';
  for (const row of rows) {
    const time = isFields(row) ? row.last_trade_time : null;
    if (typeof time === 'string' && time > last && readWallTime(time) !== null) last = time;
  }
  return readWallTime(last);
}

/** `timestamp` is UTC without a zone; in older documents it is a time without a date. */
function dataTime(timestamp: string | null, traded: WallTime | null): Result<DataTime, string> {
  const tradedMs = traded === null ? null : wallTimeMs(traded, NEW_YORK);
  const session = (asOfMs: number): string => traded?.date ?? sessionAt(asOfMs);
  const stamped = timestamp === null ? null : readWallTime(timestamp);
  if (stamped !== null) {
    const asOfMs = wallTimeMs(stamped, 'UTC');
    return ok({ asOfMs, session: session(asOfMs), caveats: [] });
  }
  if (tradedMs === null) return fail(`its timestamp ${JSON.stringify(timestamp)} is not a time`);
  if (timestamp !== null && BARE_TIME.test(timestamp)) {
    const asOfMs = firstAfter(tradedMs, timestamp);
    const caveat: Caveat = { kind: 'time-without-date', stated: timestamp };
    if (asOfMs !== null) return ok({ asOfMs, session: session(asOfMs), caveats: [caveat] });
  }
  const caveats: Caveat[] = [{ kind: 'time-of-last-trade' }];
  return ok({ asOfMs: tradedMs, session: session(tradedMs), caveats });
}

/**
 * The first instant from the last trade on at which a clock showed this time. Whether the clock stood in New York
 * or in UTC is not stated: the earlier of the two is the one that does not invent hours of age.
 */
function firstAfter(tradedMs: number, time: string): number | null {
  const instants = [NEW_YORK, 'UTC'].flatMap((zone) =>
    [0, 1].flatMap((days) => {
      const wall = readWallTime(`${localDate(tradedMs + days * DAY_MS, zone)} ${time}`);
      return wall === null ? [] : [wallTimeMs(wall, zone)];
    }),
  );
  const later = instants.filter((instant) => instant >= tradedMs);
  return later.length === 0 ? null : Math.min(...later);
}
