import type { Insertable, Selectable } from 'kysely';
import {
  accumulate,
  clampToChain,
  type Position,
  type Positions,
  type TradesSeen,
} from '../../core/trades/positions.ts';
import type { Trade } from '../../core/trades/trade.ts';
import type { Store, TradeBatch } from '../store.ts';
import { wholeMs } from './columns.ts';
import { type Engine, immediately, type Queries } from './engine.ts';
import type { Tables } from './tables.ts';

type PositionStore = Pick<Store, 'recordTrades' | 'positions' | 'clampPositions'>;
type PositionRow = Selectable<Tables['trade_positions']>;

/** Rows of one statement: SQLite takes 32,766 values, and a position has six. */
const ROWS_PER_STATEMENT = 1_000;

function positionOf(row: PositionRow): Position {
  return {
    expiryMs: row.expiry_ms,
    signedContracts: row.signed_contracts,
    seenContracts: row.seen_contracts,
    lastMs: row.last_ms,
  };
}

function rowOf(
  symbol: string,
  instrument: string,
  position: Position,
): Insertable<Tables['trade_positions']> {
  return {
    symbol,
    instrument,
    expiry_ms: wholeMs(position.expiryMs),
    signed_contracts: position.signedContracts,
    seen_contracts: position.seenContracts,
    last_ms: wholeMs(position.lastMs),
  };
}

function batchesOf<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const count = Math.ceil(rows.length / ROWS_PER_STATEMENT);
  return Array.from({ length: count }, (_, index) =>
    rows.slice(index * ROWS_PER_STATEMENT, (index + 1) * ROWS_PER_STATEMENT),
  );
}

async function readSeen(queries: Queries, symbol: string): Promise<TradesSeen | null> {
  const cursor = await queries
    .selectFrom('trade_cursors')
    .selectAll()
    .where('symbol', '=', symbol)
    .executeTakeFirst();
  if (cursor === undefined) return null;
  const rows = await queries
    .selectFrom('trade_positions')
    .selectAll()
    .where('symbol', '=', symbol)
    .execute();
  const { gap_from_ms: fromMs, gap_until_ms: untilMs } = cursor;
  return {
    sinceMs: cursor.since_ms,
    cursorMs: cursor.cursor_ms,
    gap: fromMs === null || untilMs === null ? null : { fromMs, untilMs },
    positions: new Map(rows.map((row) => [row.instrument, positionOf(row)])),
  };
}

/** Writes the positions that differ from what is stored. */
async function writePositions(
  transaction: Queries,
  symbol: string,
  { before, after }: { readonly before: Positions; readonly after: Positions },
): Promise<void> {
  const changed = [...after].filter(([instrument, position]) => {
    const stored = before.get(instrument);
    return (
      stored?.seenContracts !== position.seenContracts ||
      stored.signedContracts !== position.signedContracts ||
      stored.lastMs !== position.lastMs
    );
  });
  const rows = changed.map(([instrument, position]) => rowOf(symbol, instrument, position));
  for (const batch of batchesOf(rows))
    await transaction.replaceInto('trade_positions').values(batch).execute();
}

/** Remembers the ids that were not known yet; returns their trades. */
async function newTrades(
  transaction: Queries,
  symbol: string,
  trades: readonly Trade[],
): Promise<readonly Trade[]> {
  const fresh = new Set<string>();
  for (const batch of batchesOf(trades)) {
    const inserted = await transaction
      .insertInto('trade_ids')
      .values(batch.map(({ id, atMs }) => ({ symbol, id, at_ms: wholeMs(atMs) })))
      .onConflict((conflict) => conflict.columns(['symbol', 'id']).doNothing())
      .returning('id')
      .execute();
    for (const { id } of inserted) fresh.add(id);
  }
  // An id that stands twice in one batch is one trade.
  return trades.filter(({ id }) => fresh.delete(id));
}

/** Moves the cursor, back only where a gap says so, and forgets the ids that it leaves behind. */
async function writeCursor(
  transaction: Queries,
  { symbol, gap }: TradeBatch,
  cursor: { readonly sinceMs: number; readonly cursorMs: number },
): Promise<void> {
  const cursorMs = wholeMs(cursor.cursorMs);
  const moved = {
    since_ms: wholeMs(cursor.sinceMs),
    cursor_ms: cursorMs,
    ...(gap === null
      ? {}
      : { gap_from_ms: wholeMs(gap.fromMs), gap_until_ms: wholeMs(gap.untilMs) }),
  };
  await transaction
    .insertInto('trade_cursors')
    .values({ symbol, ...moved })
    .onConflict((conflict) => conflict.column('symbol').doUpdateSet(moved))
    .executeTakeFirstOrThrow();
  await transaction
    .deleteFrom('trade_ids')
    .where('symbol', '=', symbol)
    .where('at_ms', '<', cursorMs)
    .execute();
}

/** What trades have shown of dealers' positions. Each trade counts once: older ones than the cursor not at all. */
export function positionStore(engine: Engine): PositionStore {
  return {
    recordTrades: (batch) =>
      immediately(engine, async (transaction) => {
        const { symbol, trades, gap } = batch;
        const known = await readSeen(transaction, symbol);
        if (gap !== null) await forgetPositions(transaction, symbol);
        const seen = gap === null ? known : null;
        const fromMs = gap?.untilMs ?? known?.cursorMs ?? batch.cursorMs;
        if (fromMs === null) return 0;
        const recent = trades.filter(({ atMs }) => atMs >= fromMs);
        const counted = await newTrades(transaction, symbol, recent);
        const before: Positions = seen?.positions ?? new Map();
        await writePositions(transaction, symbol, { before, after: accumulate(before, counted) });
        const cursorMs = Math.max(fromMs, batch.cursorMs ?? fromMs);
        await writeCursor(transaction, batch, { sinceMs: seen?.sinceMs ?? fromMs, cursorMs });
        return counted.length;
      }),
    positions: (symbol) => readSeen(engine.queries, symbol),
    clampPositions: (symbol, chain) =>
      immediately(engine, async (transaction) => {
        const seen = await readSeen(transaction, symbol);
        if (seen === null) return;
        const after = clampToChain(seen.positions, chain);
        await writePositions(transaction, symbol, { before: seen.positions, after });
      }),
  };
}

async function forgetPositions(transaction: Queries, symbol: string): Promise<void> {
  await transaction.deleteFrom('trade_positions').where('symbol', '=', symbol).execute();
}

/** Deletes positions in instruments that settled before an instant; returns how many. */
export async function deleteSettledPositions(queries: Queries, beforeMs: number): Promise<number> {
  const { numDeletedRows } = await queries
    .deleteFrom('trade_positions')
    .where('expiry_ms', '<', wholeMs(beforeMs))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
