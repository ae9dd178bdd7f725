import type { Selectable } from 'kysely';
import type { Run, Store } from '../store.ts';
import { boundedReason, wholeMs } from './columns.ts';
import type { Engine, Queries } from './engine.ts';
import type { Tables } from './tables.ts';

type RunStore = Pick<Store, 'beginRun' | 'endRun' | 'latestRuns' | 'latestRun' | 'interruptRuns'>;

/** A few kinds of job, of which delivery has one for each channel. */
const JOBS_MAX = 10_000;

function runOf(row: Selectable<Tables['runs']>): Run {
  return {
    job: row.job,
    slot: row.slot,
    state: row.state,
    startedAtMs: row.started_at_ms,
    endedAtMs: row.ended_at_ms,
    detail: row.detail,
  };
}

/** Marks a run as done in the caller's transaction, whether or not it was begun. */
export async function completeRun(
  transaction: Queries,
  { job, slot }: Pick<Run, 'job' | 'slot'>,
  nowMs: number,
): Promise<void> {
  const end = { state: 'done', ended_at_ms: wholeMs(nowMs) } as const;
  await transaction
    .insertInto('runs')
    .values({ job, slot, started_at_ms: wholeMs(nowMs), ...end })
    .onConflict((conflict) => conflict.columns(['job', 'slot']).doUpdateSet(end))
    .executeTakeFirstOrThrow();
}

/** The run with the latest start of each job. */
export function newestRuns(queries: Queries) {
  return queries
    .selectFrom(queries.selectFrom('runs').select('job').distinct().as('jobs'))
    .select(({ selectFrom }) =>
      selectFrom('runs as own')
        .select('own.id')
        .whereRef('own.job', '=', 'jobs.job')
        .orderBy('own.started_at_ms', 'desc')
        .orderBy('own.id', 'desc')
        .limit(1)
        .as('id'),
    );
}

/** What jobs did, and what is due no more. */
export function runStore({ queries }: Engine): RunStore {
  const newestFirst = queries
    .selectFrom('runs')
    .selectAll()
    .orderBy('started_at_ms', 'desc')
    .orderBy('id', 'desc');

  return {
    async beginRun(job, slot, nowMs) {
      const { numInsertedOrUpdatedRows } = await queries
        .insertInto('runs')
        .values({ job, slot, state: 'running', started_at_ms: wholeMs(nowMs) })
        .onConflict((conflict) => conflict.columns(['job', 'slot']).doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },
    async endRun(job, slot, state, detail, nowMs) {
      await queries
        .updateTable('runs')
        .set({
          state,
          detail: detail === null ? null : boundedReason(detail),
          ended_at_ms: wholeMs(nowMs),
        })
        .where('job', '=', job)
        .where('slot', '=', slot)
        .executeTakeFirst();
    },
    async latestRuns() {
      const rows = await queries
        .selectFrom('runs')
        .selectAll()
        .where('id', 'in', newestRuns(queries))
        .orderBy('job')
        .limit(JOBS_MAX)
        .execute();
      return rows.map(runOf);
    },
    async latestRun(job) {
      const row = await newestFirst.where('job', '=', job).limit(1).executeTakeFirst();
      return row === undefined ? null : runOf(row);
    },
    async interruptRuns(nowMs) {
      const rows = await queries
        .updateTable('runs')
        .set({ state: 'interrupted', ended_at_ms: wholeMs(nowMs) })
        .where('state', '=', 'running')
        .returningAll()
        .execute();
      return rows.map(runOf);
    },
  };
}
