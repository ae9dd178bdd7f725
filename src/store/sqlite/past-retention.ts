import type { Queries } from './engine.ts';
import { OPEN_STATES } from './outbox-rows.ts';
import { newestRuns } from './runs.ts';

/** Rows that one statement deletes: some ten milliseconds, so that answers do not wait for a clean-up. */
const BATCH_ROWS = 200;

/** Snapshots that answers are made from: the newest of each symbol, kept whatever their age. */
function newestSnapshots(queries: Queries) {
  return queries
    .selectFrom(queries.selectFrom('levels').select('symbol').distinct().as('symbols'))
    .select(({ selectFrom }) =>
      selectFrom('levels as own')
        .select('own.snapshot_id')
        .whereRef('own.symbol', '=', 'symbols.symbol')
        .orderBy('own.data_time_ms', 'desc')
        .orderBy('own.snapshot_id', 'desc')
        .limit(1)
        .as('snapshot_id'),
    );
}

type Snapshots = ReturnType<typeof snapshotsBefore>;

/** One batch of snapshots recorded before an instant, oldest first, never the newest of a symbol. */
export function snapshotsBefore(queries: Queries, beforeMs: number) {
  return queries
    .selectFrom('snapshots')
    .select('snapshots.id')
    .where('recorded_at_ms', '<', beforeMs)
    .where('id', 'not in', newestSnapshots(queries))
    .orderBy('recorded_at_ms')
    .limit(BATCH_ROWS);
}

/** Those that still have their chain. */
export function chainsBefore(queries: Queries, beforeMs: number) {
  return snapshotsBefore(queries, beforeMs).where('chain', 'is not', null);
}

/** Those of them that a later snapshot of the same symbol and UTC day stands for. */
export function notLastOfDay(snapshots: Snapshots): Snapshots {
  return snapshots.where(({ exists, selectFrom }) =>
    exists(
      selectFrom('snapshots as later')
        .select('later.id')
        .whereRef('later.symbol', '=', 'snapshots.symbol')
        .whereRef('later.utc_day', '=', 'snapshots.utc_day')
        .whereRef('later.id', '>', 'snapshots.id'),
    ),
  );
}

/** Drops the chains of these snapshots and keeps their levels; returns how many. */
export async function dropChains(queries: Queries, snapshots: Snapshots): Promise<number> {
  const { numUpdatedRows } = await queries
    .updateTable('snapshots')
    .set({ chain: null })
    .where('id', 'in', snapshots)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Deletes these snapshots with chain and levels; returns how many. */
export async function deleteSnapshots(queries: Queries, snapshots: Snapshots): Promise<number> {
  const { numDeletedRows } = await queries
    .deleteFrom('snapshots')
    .where('id', 'in', snapshots)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Deletes one batch of settled messages, none that an open edit still has to find; returns how many. */
export async function deleteMessages(queries: Queries, beforeMs: number): Promise<number> {
  const { numDeletedRows } = await queries
    .deleteFrom('outbox')
    .where('id', 'in', (old) =>
      old
        .selectFrom('outbox as old')
        .select('old.id')
        .where('old.created_at_ms', '<', beforeMs)
        .where('old.state', 'not in', OPEN_STATES)
        .where('old.dedupe_key', 'not in', (edited) =>
          edited
            .selectFrom('outbox as edit')
            .select('edit.edits')
            .$castTo<{ edits: string }>()
            .where('edit.edits', 'is not', null)
            .where('edit.state', 'in', OPEN_STATES),
        )
        .limit(BATCH_ROWS),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/**
 * Deletes one batch of ended runs that are too old or too many; returns how many.
 * The latest of each job stays, because due times are read from it.
 */
export async function deleteRuns(
  queries: Queries,
  { beforeMs, rowsMax }: { readonly beforeMs: number; readonly rowsMax: number },
): Promise<number> {
  const { numDeletedRows } = await queries
    .deleteFrom('runs')
    .where('id', 'in', (old) =>
      old
        .selectFrom('runs as old')
        .select('old.id')
        .where('old.state', '!=', 'running')
        .where('old.id', 'not in', newestRuns(queries))
        .where(({ eb, or, selectFrom }) =>
          or([
            eb('old.started_at_ms', '<', beforeMs),
            eb(
              'old.id',
              '<=',
              selectFrom('runs as newest').select(({ fn, eb: minus }) =>
                minus(fn.max('newest.id'), '-', rowsMax).as('id'),
              ),
            ),
          ]),
        )
        .orderBy('old.id')
        .limit(BATCH_ROWS),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
