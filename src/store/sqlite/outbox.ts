import type { OutboxRow, OutboxState, Settlement, Store } from '../store.ts';
import { boundedReason, wholeMs } from './columns.ts';
import { type Engine, immediately, type Queries } from './engine.ts';
import { insertMessages, OPEN_STATES, readRows, selectRows } from './outbox-rows.ts';
import { completeRun } from './runs.ts';

type OutboxStore = Pick<
  Store,
  'enqueue' | 'claimDue' | 'settle' | 'unsettled' | 'outboxStatus' | 'recentOutbox'
>;

/** More than one process ever has in flight at once. */
const UNSETTLED_MAX = 1_000;

/** The first open row of each channel: the others wait for it, so that a channel reads in the order of events. */
function heads(queries: Queries) {
  return queries
    .selectFrom('outbox')
    .select(({ fn }) => fn.min('id').as('id'))
    .where('state', 'in', OPEN_STATES)
    .groupBy('channel_id');
}

/** What a settlement writes; a row sent, dead or expired keeps the number of attempts that had failed. */
function outcomeColumns(settlement: Settlement) {
  switch (settlement.kind) {
    case 'sent':
      return { state: 'sent', message_id: settlement.messageId, reason: null } as const;
    case 'retry':
      return {
        state: 'pending',
        next_at_ms: wholeMs(settlement.atMs),
        reason: boundedReason(settlement.reason),
      } as const;
    case 'dead':
    case 'expired':
      return { state: settlement.kind, reason: boundedReason(settlement.reason) } as const;
  }
}

async function bury(transaction: Queries, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await transaction
    .updateTable('outbox')
    .set({ state: 'dead', reason: 'the stored message is unreadable' })
    .where('id', 'in', ids)
    .executeTakeFirst();
}

type ClaimBounds = { readonly nowMs: number; readonly limit: number };

async function claim(engine: Engine, transaction: Queries, { nowMs, limit }: ClaimBounds) {
  const due = await transaction
    .selectFrom('outbox')
    .select('id')
    .where('id', 'in', heads(transaction))
    .where('state', '=', 'pending')
    .where('next_at_ms', '<=', nowMs)
    .orderBy('next_at_ms')
    .orderBy('id')
    .limit(limit)
    .execute();
  const ids = due.map(({ id }) => id);
  if (ids.length === 0) return [];
  await transaction
    .updateTable('outbox')
    .set({ state: 'sending' })
    .set(({ fn, ref, val }) => ({
      first_tried_at_ms: fn.coalesce(ref('first_tried_at_ms'), val(wholeMs(nowMs))),
    }))
    .where('id', 'in', ids)
    .executeTakeFirst();
  const rows = await selectRows(transaction)
    .where('outbox.id', 'in', ids)
    .orderBy('outbox.id')
    .execute();
  return readAndBury(engine, transaction, rows);
}

/** A message that no longer reads cannot be sent: its row ends as dead, visibly, and the channel goes on. */
async function readAndBury(
  engine: Engine,
  transaction: Queries,
  rows: Parameters<typeof readRows>[1],
): Promise<readonly OutboxRow[]> {
  const { readable, unreadableIds } = readRows(engine, rows);
  await bury(transaction, unreadableIds);
  return readable;
}

/** Messages on their way to Discord. */
export function outboxStore(engine: Engine): OutboxStore {
  const { queries } = engine;
  return {
    enqueue: (rows, run, nowMs) =>
      immediately(engine, async (transaction) => {
        const inserted = await insertMessages(transaction, rows, nowMs);
        if (run !== null) await completeRun(transaction, run, nowMs);
        return inserted;
      }),
    claimDue: (nowMs, limit) =>
      immediately(engine, (transaction) => claim(engine, transaction, { nowMs, limit })),
    settle: (outboxId, settlement) => settle(queries, outboxId, settlement),
    unsettled: () =>
      immediately(engine, async (transaction) => {
        const rows = await selectRows(transaction)
          .where('outbox.state', '=', 'sending')
          .orderBy('outbox.id')
          .limit(UNSETTLED_MAX)
          .execute();
        return readAndBury(engine, transaction, rows);
      }),
    // On one connection, so that nothing comes between its two questions.
    outboxStatus: () => queries.connection().execute(outboxStatus),
    async recentOutbox(guildId, limit) {
      const rows = await selectRows(queries)
        .where('outbox.guild_id', '=', guildId)
        .orderBy('outbox.id', 'desc')
        .limit(limit)
        .execute();
      return readRows(engine, rows).readable;
    },
  };
}

/** Throws where the row is not being sent: its outcome is known already, and a second one would hide it. */
async function settle(queries: Queries, outboxId: number, settlement: Settlement): Promise<void> {
  const failed = settlement.kind === 'retry' && settlement.countsAsAttempt ? 1 : 0;
  const { numUpdatedRows } = await queries
    .updateTable('outbox')
    .set(outcomeColumns(settlement))
    .set((row) => ({ attempts: row('attempts', '+', failed) }))
    .where('id', '=', outboxId)
    .where('state', '=', 'sending')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`outbox row ${outboxId} is not being sent`);
}

async function outboxStatus(queries: Queries) {
  const counted = await queries
    .selectFrom('outbox')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  const counts: Record<OutboxState, number> = {
    pending: 0,
    sending: 0,
    sent: 0,
    dead: 0,
    expired: 0,
  };
  for (const { state, count } of counted) counts[state] = count;
  const next = await queries
    .selectFrom('outbox')
    .select(({ fn }) => fn.min('next_at_ms').as('nextAtMs'))
    .where('id', 'in', heads(queries))
    .where('state', '=', 'pending')
    .executeTakeFirst();
  return { counts, nextAtMs: next?.nextAtMs ?? null };
}
