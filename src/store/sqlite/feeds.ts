import type { Selectable } from 'kysely';
import { FEED_KINDS, type FeedState } from '../../core/feeds/feed-state.ts';
import type { FeedUpdate, Store } from '../store.ts';
import { boundedReason, wholeMs } from './columns.ts';
import { type Engine, immediately, type Queries } from './engine.ts';
import { insertMessages } from './outbox-rows.ts';
import type { Tables } from './tables.ts';

function stateOf(row: Selectable<Tables['feed_states']>): FeedState | null {
  // A kind that this version does not know is nobody's state any more.
  const kind = FEED_KINDS.find((known) => known === row.kind);
  if (kind === undefined) return null;
  return {
    kind,
    status: row.status,
    sinceMs: row.since_ms,
    detail: row.detail,
    lastGoodMs: row.last_good_ms,
    badPolls: row.bad_polls,
    goodPolls: row.good_polls,
    goodSinceMs: row.good_since_ms,
  };
}

function orNull(ms: number | null): number | null {
  return ms === null ? null : wholeMs(ms);
}

/** Puts the states of a symbol in the place of those before, with the messages that tell of them. */
export async function replaceFeed(
  transaction: Queries,
  { symbol, states, outbox }: FeedUpdate,
  nowMs: number,
): Promise<void> {
  await transaction.deleteFrom('feed_states').where('symbol', '=', symbol).executeTakeFirst();
  for (const state of states)
    await transaction
      .insertInto('feed_states')
      .values({
        symbol,
        kind: state.kind,
        status: state.status,
        since_ms: wholeMs(state.sinceMs),
        detail: boundedReason(state.detail),
        last_good_ms: orNull(state.lastGoodMs),
        bad_polls: state.badPolls,
        good_polls: state.goodPolls,
        good_since_ms: orNull(state.goodSinceMs),
      })
      .executeTakeFirstOrThrow();
  await insertMessages(transaction, outbox, nowMs);
}

/** Faults of the venues' data. */
export function feedStore(engine: Engine): Pick<Store, 'feedStates' | 'recordFeed'> {
  return {
    async feedStates(symbol) {
      const rows = await engine.queries
        .selectFrom('feed_states')
        .selectAll()
        .where('symbol', '=', symbol)
        .limit(FEED_KINDS.length)
        .execute();
      return rows.flatMap((row) => stateOf(row) ?? []);
    },
    recordFeed: (update, nowMs) =>
      immediately(engine, (transaction) => replaceFeed(transaction, update, nowMs)),
  };
}
