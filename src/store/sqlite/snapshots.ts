import { flipByGrade } from '../../core/exposure/grade.ts';
import type { Levels } from '../../core/exposure/levels.ts';
import { fromJson, toJson } from '../schemas/json.ts';
import { levelsSchema } from '../schemas/levels.ts';
import type { Observation, Store, StoredLevels } from '../store.ts';
import { decodeChain, encodeChain } from './chain-blob.ts';
import { wholeMs } from './columns.ts';
import { dailyLevels } from './daily-levels.ts';
import { type Engine, immediately, type Queries, reportUnreadable } from './engine.ts';
import { replaceFeed } from './feeds.ts';
import { bookTrades } from './positions.ts';
import { advanceRules } from './rules.ts';

type SnapshotStore = Pick<
  Store,
  'recordObservation' | 'latestLevels' | 'levelsAt' | 'dailyNetGamma' | 'dailyCloses' | 'chain'
>;

async function insertSnapshot(
  transaction: Queries,
  { levels, chain }: Observation,
  nowMs: number,
): Promise<number> {
  const { id } = await transaction
    .insertInto('snapshots')
    .values({
      symbol: levels.symbol,
      venue: levels.venue,
      data_time_ms: wholeMs(levels.dataTimeMs),
      recorded_at_ms: wholeMs(nowMs),
      contracts: chain.contracts.length,
      chain: encodeChain(chain),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function insertLevels(transaction: Queries, snapshotId: number, levels: Levels) {
  const flip = flipByGrade(levels.flip, levels.grade);
  await transaction
    .insertInto('levels')
    .values({
      snapshot_id: snapshotId,
      symbol: levels.symbol,
      data_time_ms: wholeMs(levels.dataTimeMs),
      spot: levels.spot,
      gex_usd: levels.gexUsd,
      flip_status: flip.status,
      flip_spot: flip.status === 'found' ? flip.spot : null,
      levels: toJson(levelsSchema, levels),
    })
    .executeTakeFirstOrThrow();
}

/** Levels and chains. What no longer reads is reported and counts as absent: the next poll brings new ones. */
export function snapshotStore(engine: Engine): SnapshotStore {
  const { queries } = engine;

  async function newestLevels(
    symbol: string,
    untilMs: number | null,
  ): Promise<StoredLevels | null> {
    const row = await queries
      .selectFrom('levels')
      .select(['snapshot_id', 'levels'])
      .where('symbol', '=', symbol)
      .$if(untilMs !== null, (query) => query.where('data_time_ms', '<=', untilMs))
      .orderBy('data_time_ms', 'desc')
      .orderBy('snapshot_id', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return null;
    const levels = fromJson(levelsSchema, row.levels);
    if (levels.ok) return { snapshotId: row.snapshot_id, levels: levels.value };
    reportUnreadable(engine, { table: 'levels', id: row.snapshot_id }, levels.failure);
    return null;
  }

  return {
    recordObservation: (observation, nowMs) =>
      immediately(engine, async (transaction) => {
        const snapshotId = await insertSnapshot(transaction, observation, nowMs);
        await insertLevels(transaction, snapshotId, observation.levels);
        await advanceRules(transaction, observation.transitions, nowMs);
        await replaceFeed(transaction, observation.feed, nowMs);
        const { chain, isSound, levels } = observation;
        if (isSound) await bookTrades(transaction, levels.symbol, chain);
        return snapshotId;
      }),
    latestLevels: (symbol) => newestLevels(symbol, null),
    levelsAt: (symbol, atMs) => newestLevels(symbol, atMs),
    async dailyNetGamma(symbol, beforeMs, limit) {
      const days = await dailyLevels(queries, symbol, { beforeMs, limit });
      return days.flatMap(({ gexUsd, flipStatus }) => (flipStatus === 'withheld' ? [] : [gexUsd]));
    },
    async dailyCloses(symbol, beforeMs, limit) {
      const days = await dailyLevels(queries, symbol, { beforeMs, limit });
      return days.map(({ atMs, spot }) => ({ atMs, spot }));
    },
    async chain(snapshotId) {
      const row = await queries
        .selectFrom('snapshots')
        .select('chain')
        .where('id', '=', snapshotId)
        .executeTakeFirst();
      if (row === undefined || row.chain === null) return null;
      const chain = decodeChain(row.chain);
      if (chain.ok) return chain.value;
      reportUnreadable(engine, { table: 'snapshots', id: snapshotId }, chain.failure);
      return null;
    },
  };
}
