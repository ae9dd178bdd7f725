import { setImmediate } from 'node:timers/promises';
import type { Store } from '../store.ts';
import type { Engine } from './engine.ts';
import { deleteLeftGuilds } from './guild-settings.ts';
import {
  chainsBefore,
  deleteMessages,
  deleteRuns,
  deleteSnapshots,
  dropChains,
  notLastOfDay,
  snapshotsBefore,
} from './past-retention.ts';
import { deleteSettledPositions } from './positions.ts';

const DAY_MS = 86_400_000;

/** What is kept for how long, in days, and how large the file may grow. */
export type Retention = {
  readonly chainDays: number;
  readonly dailyLevelsDays: number;
  readonly outboxDays: number;
  readonly runDays: number;
  readonly runRowsMax: number;
  readonly leftGuildDays: number;
  readonly diskBytesMax: number;
};

/** Two coins polled every five minutes make about 10 MB a day, 0.9 GB in 90 days. */
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
  /** Who removed the bot by mistake, or moves it, finds everything as it was. */
  leftGuildDays: 7,
  /** What a small rented machine can spare; a larger chain or faster polls reach it before the days do. */
  diskBytesMax: 2 * 1024 ** 3,
};

/** Pages given back to the file system in one go: 4 MiB. */
const BATCH_PAGES = 1_024;

/** Bytes of pages that hold something; free pages are used again before the file grows. */
function usedBytes({ sqlite }: Engine): number {
  const figure = (name: string) => Number(sqlite.pragma(name, { simple: true }));
  return (figure('page_count') - figure('freelist_count')) * figure('page_size');
}

/** Gives free pages back to the file system, a few at a time, and empties the write-ahead log. */
async function giveBackPages({ sqlite, queries }: Engine): Promise<void> {
  const freePages = () => Number(sqlite.pragma('freelist_count', { simple: true }));
  // Each step waits its turn: neither may run inside somebody's transaction.
  const inTurn = (step: () => void) => queries.connection().execute(async () => step());
  for (let before = Number.POSITIVE_INFINITY; freePages() > 0 && freePages() < before; ) {
    before = freePages();
    await inTurn(() => sqlite.pragma(`incremental_vacuum(${BATCH_PAGES})`));
    await setImmediate();
  }
  await inTurn(() => sqlite.pragma('wal_checkpoint(TRUNCATE)'));
}

/** Deletes what is past its time, then, while the file is over its budget, the oldest chains and after them the oldest levels. */
export function retentionStore(engine: Engine, retention: Retention): Pick<Store, 'prune'> {
  const { queries } = engine;
  const { diskBytesMax, runRowsMax } = retention;
  const isWithinBudget = () => usedBytes(engine) <= diskBytesMax;

  async function deletePastTime(nowMs: number): Promise<number> {
    const before = (days: number) => nowMs - days * DAY_MS;
    const chainsMs = before(retention.chainDays);
    const thinned = notLastOfDay(snapshotsBefore(queries, chainsMs));
    const batches = [
      () => dropChains(queries, chainsBefore(queries, chainsMs)),
      () => deleteSnapshots(queries, thinned),
      () => deleteSnapshots(queries, snapshotsBefore(queries, before(retention.dailyLevelsDays))),
      () => deleteMessages(queries, before(retention.outboxDays)),
      () => deleteSettledPositions(queries, nowMs),
      () => deleteLeftGuilds(engine, before(retention.leftGuildDays)),
      () => deleteRuns(queries, { beforeMs: before(retention.runDays), rowsMax: runRowsMax }),
    ];
    let deleted = 0;
    for (const batch of batches) deleted += await repeat(batch, () => false);
    return deleted;
  }

  async function deleteBeyondBudget(): Promise<number> {
    const anyTime = Number.MAX_SAFE_INTEGER;
    const chains = () => dropChains(queries, chainsBefore(queries, anyTime));
    const snapshots = () => deleteSnapshots(queries, snapshotsBefore(queries, anyTime));
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
