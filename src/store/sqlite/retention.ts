import { setImmediate } from 'node:timers/promises';
import type { Store } from '../store.ts';
import type { Engine, Queries } from './engine.ts';
import { OPEN_STATES } from './outbox-rows.ts';
import { newestRuns } from './runs.ts';

const DAY_MS = 86_400_000;

/** What is kept for how long, in days, and how large the file may grow. */
export type Retention = {
  readonly chainDays: number;
  readonly dailyLevelsDays: number;
  readonly outboxDays: number;
  readonly runDays: number;
  readonly runRowsMax: number;
  readonly diskBytesMax: number;
};

/** Two coins polled every five minutes make about 12 MB a day, 1 GB in 90 days. */
export const RETENTION: Retention = {
  /** Chains and levels of every poll: a quarter, so that a whole expiry cycle can be replayed. */
  chainDays: 90,
  /** The last levels of each day: two years, to set today against. */
  dailyLevelsDays: 730,
  /** Far longer than any message can still be edited or asked about. */
  outboxDays: 30,
  runDays: 30,
  /** A job that runs every second makes this many in two days; no question reaches further back. */
  runRowsMax: 200_000,
  /** What a small rented machine can spare; a larger chain or faster polls reach it before the days do. */
  diskBytesMax: 2 * 1024 ** 3,
};

/** Rows that one transaction deletes: some ten milliseconds, so that answers do not wait for a clean-up. */
const BATCH_ROWS = 200;

/** Pages given back to the file system in one go: 4 MiB. */
const BATCH_PAGES = 1_024;

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

/** Oldest first, never the newest of a symbol. */
function oldSnapshots(queries: Queries, beforeMs: number) {
  return queries
    .selectFrom('snapshots')
    .select('snapshots.id')
    .where('recorded_at_ms', '<', beforeMs)
    .where('id', 'not in', newestSnapshots(queries))
    .orderBy('recorded_at_ms')
    .limit(BATCH_ROWS);
}

function oldChains(queries: Queries, beforeMs: number) {
  return oldSnapshots(queries, beforeMs).where('chain', 'is not', null);
}

/** The last snapshot of each symbol and UTC day. */
function lastOfDays(queries: Queries) {
  return queries
    .selectFrom('snapshots as daily')
    .select(({ fn }) => fn.max('daily.id').as('id'))
    .groupBy(['daily.symbol', 'daily.utc_day']);
}

type Doomed = ReturnType<typeof oldSnapshots>;

async function dropChains(queries: Queries, doomed: Doomed): Promise<number> {
  const { numUpdatedRows } = await queries
    .updateTable('snapshots')
    .set({ chain: null })
    .where('id', 'in', doomed)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

async function deleteSnapshots(queries: Queries, doomed: Doomed): Promise<number> {
  const { numDeletedRows } = await queries
    .deleteFrom('snapshots')
    .where('id', 'in', doomed)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Settled messages only, and none that an open edit still has to find. */
async function deleteMessages(queries: Queries, beforeMs: number): Promise<number> {
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

/** Ended runs that are too old or too many; the latest of each job stays, because due times are read from it. */
async function deleteRuns(
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

/** Bytes of pages that hold something; free pages are used again before the file grows. */
function usedBytes({ sqlite }: Engine): number {
  const figure = (name: string) => Number(sqlite.pragma(name, { simple: true }));
  return (figure('page_count') - figure('freelist_count')) * figure('page_size');
}

/** Gives free pages back to the file system, a few at a time, and empties the write-ahead log. */
async function giveBackPages({ sqlite }: Engine): Promise<void> {
  for (;;) {
    const before = Number(sqlite.pragma('freelist_count', { simple: true }));
    if (before === 0) break;
    sqlite.pragma(`incremental_vacuum(${BATCH_PAGES})`);
    await setImmediate();
    if (Number(sqlite.pragma('freelist_count', { simple: true })) >= before) break;
  }
  sqlite.pragma('wal_checkpoint(TRUNCATE)');
}

/** Deletes what is past its time, then, while the file is over its budget, the oldest chains and after them the oldest levels. */
export function retentionStore(engine: Engine, retention: Retention): Pick<Store, 'prune'> {
  const { queries } = engine;
  const { diskBytesMax, runRowsMax } = retention;
  const isWithinBudget = () => usedBytes(engine) <= diskBytesMax;

  async function deletePastTime(nowMs: number): Promise<number> {
    const before = (days: number) => nowMs - days * DAY_MS;
    const chainsMs = before(retention.chainDays);
    const thinned = oldSnapshots(queries, chainsMs).where('id', 'not in', lastOfDays(queries));
    const batches = [
      () => dropChains(queries, oldChains(queries, chainsMs)),
      () => deleteSnapshots(queries, thinned),
      () => deleteSnapshots(queries, oldSnapshots(queries, before(retention.dailyLevelsDays))),
      () => deleteMessages(queries, before(retention.outboxDays)),
      () => deleteRuns(queries, { beforeMs: before(retention.runDays), rowsMax: runRowsMax }),
    ];
    let deleted = 0;
    for (const batch of batches) deleted += await repeat(batch, () => false);
    return deleted;
  }

  async function deleteBeyondBudget(): Promise<number> {
    const anyTime = Number.MAX_SAFE_INTEGER;
    const chains = () => dropChains(queries, oldChains(queries, anyTime));
    const snapshots = () => deleteSnapshots(queries, oldSnapshots(queries, anyTime));
    return (await repeat(chains, isWithinBudget)) + (await repeat(snapshots, isWithinBudget));
  }

  return {
    async prune(nowMs) {
      const deleted = (await deletePastTime(nowMs)) + (await deleteBeyondBudget());
      await giveBackPages(engine);
      return { deleted, bytes: usedBytes(engine) };
    },
  };
}

/** Runs a batch, each in a transaction of its own, until nothing is left or it is enough; answers may go between. */
async function repeat(batch: () => Promise<number>, isEnough: () => boolean): Promise<number> {
  let total = 0;
  while (!isEnough()) {
    const count = await batch();
    if (count === 0) break;
    total += count;
    await setImmediate();
  }
  return total;
}
