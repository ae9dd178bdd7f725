import type { Insertable, Selectable } from 'kysely';
import type { QuotedChain } from '../../core/chain/chain.ts';
import {
  accumulate,
  bookChain,
  type Position,
  type Positions,
  type TradesSeen,
} from '../../core/trades/positions.ts';
import type { TradedSince } from '../../core/trades/side-count.ts';
import type { Trade } from '../../core/trades/trade.ts';
import type { Store, TradeBatch } from '../store.ts';
import { wholeMs } from './columns.ts';
import { type Engine, immediately, type Queries } from './engine.ts';
import type { Tables } from './tables.ts';

type PositionStore = Pick<Store, 'recordTrades' | 'positions'>;
type PositionRow = Selectable<Tables['trade_positions']>;

/** Rows of one statement: SQLite takes 32,766 values, and a position has fourteen. */
const ROWS_PER_STATEMENT = 1_000;

function sinceOf(row: PositionRow): TradedSince | null {
  if (row.since_last_ms === null) return null;
  return {
    volumeContracts: row.since_volume,
    seenContracts: row.since_seen,
    signedContracts: row.since_signed,
    lastMs: row.since_last_ms,
  };
}

function positionOf(row: PositionRow): Position {
  return {
    expiryMs: row.expiry_ms,
    count: {
      openContracts: row.open_contracts,
      unseenSides: row.unseen_sides,
      signedContracts: row.signed_contracts,
      revealedSigned: row.revealed_signed,
      leftContracts: row.left_contracts,
      evidenceContracts: row.evidence_contracts,
    },
    unexplainedContracts: row.unexplained_contracts,
    since: sinceOf(row),
  };
}

function rowOf(
  symbol: string,
  instrument: string,
  { expiryMs, count, unexplainedContracts, since }: Position,
): Insertable<Tables['trade_positions']> {
  return {
    symbol,
    instrument,
    expiry_ms: wholeMs(expiryMs),
    open_contracts: count.openContracts,
    unseen_sides: count.unseenSides,
    signed_contracts: count.signedContracts,
    revealed_signed: count.revealedSigned,
    left_contracts: count.leftContracts,
    evidence_contracts: count.evidenceContracts,
    unexplained_contracts: unexplainedContracts,
    since_volume: since?.volumeContracts ?? 0,
    since_seen: since?.seenContracts ?? 0,
    since_signed: since?.signedContracts ?? 0,
    since_last_ms: since === null ? null : wholeMs(since.lastMs),
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
    chainMs: cursor.chain_ms,
    positions: new Map(rows.map((row) => [row.instrument, positionOf(row)])),
  };
}

/** Writes the positions that are not those that were read. */
async function writePositions(
  transaction: Queries,
  symbol: string,
  { before, after }: { readonly before: Positions; readonly after: Positions },
): Promise<void> {
  const changed = [...after].filter(
    ([instrument, position]) => before.get(instrument) !== position,
  );
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
      : {
          gap_from_ms: wholeMs(gap.fromMs),
          gap_until_ms: wholeMs(gap.untilMs),
          chain_ms: null,
        }),
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
  };
}

/** Counts the sides of a chain's open interest, within the transaction that keeps the chain. */
export async function bookTrades(
  transaction: Queries,
  symbol: string,
  chain: QuotedChain,
): Promise<void> {
  const seen = await readSeen(transaction, symbol);
  if (seen === null) return;
  const after = bookChain(seen, chain);
  await writePositions(transaction, symbol, { before: seen.positions, after });
  await transaction
    .updateTable('trade_cursors')
    .set({ chain_ms: wholeMs(Math.max(chain.asOfMs, seen.chainMs ?? chain.asOfMs)) })
    .where('symbol', '=', symbol)
    .executeTakeFirstOrThrow();
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
