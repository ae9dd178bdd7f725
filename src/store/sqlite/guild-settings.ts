import type { Store } from '../store.ts';
import { wholeMs } from './columns.ts';
import { type Engine, immediately, type Queries } from './engine.ts';

/** One poll tells at most this many servers of a fault. */
const ADMIN_CHANNELS_MAX = 10_000;

/** Servers with anything set. */
function guildsWithSettings(queries: Queries) {
  return queries
    .selectFrom('rules')
    .select('guild_id')
    .union(queries.selectFrom('summaries').select('guild_id'))
    .union(queries.selectFrom('guild_settings').select('guild_id'));
}

/** Dates the departure of the servers that are missing, the first time, and forgets it where a server is back. */
async function recordGuilds(
  transaction: Queries,
  present: ReadonlySet<string>,
  nowMs: number,
): Promise<void> {
  for (const { guild_id } of await guildsWithSettings(transaction).execute()) {
    const leftAtMs = present.has(guild_id) ? null : wholeMs(nowMs);
    await transaction
      .insertInto('guild_settings')
      .values({ guild_id, left_at_ms: leftAtMs })
      .onConflict((conflict) =>
        conflict.column('guild_id').doUpdateSet(({ fn, ref, val }) => ({
          left_at_ms:
            leftAtMs === null ? null : fn.coalesce(ref('guild_settings.left_at_ms'), val(leftAtMs)),
        })),
      )
      .executeTakeFirstOrThrow();
  }
}

/** Takes out all that servers set and were sent which left before an instant; returns rows deleted. */
export async function deleteLeftGuilds(engine: Engine, beforeMs: number): Promise<number> {
  return immediately(engine, async (transaction) => {
    let deleted = 0n;
    // The settings last: the others are found by them.
    for (const table of ['rules', 'summaries', 'outbox', 'guild_settings'] as const) {
      const { numDeletedRows } = await transaction
        .deleteFrom(table)
        .where('guild_id', 'in', (left) =>
          left
            .selectFrom('guild_settings as left')
            .select('left.guild_id')
            .where('left.left_at_ms', '<', wholeMs(beforeMs)),
        )
        .executeTakeFirst();
      deleted += numDeletedRows;
    }
    return Number(deleted);
  });
}

type GuildSettingStore = Pick<
  Store,
  'adminChannel' | 'setAdminChannel' | 'adminChannelsFor' | 'recordGuilds'
>;

/** What a server has set for itself as a whole. */
export function guildSettingStore(engine: Engine): GuildSettingStore {
  const { queries } = engine;
  return {
    recordGuilds: (guildIds, nowMs) =>
      immediately(engine, (transaction) => recordGuilds(transaction, new Set(guildIds), nowMs)),
    async adminChannel(guildId) {
      const row = await queries
        .selectFrom('guild_settings')
        .select('admin_channel_id')
        .where('guild_id', '=', guildId)
        .executeTakeFirst();
      return row?.admin_channel_id ?? null;
    },
    async setAdminChannel(guildId, channelId) {
      await queries
        .insertInto('guild_settings')
        .values({ guild_id: guildId, admin_channel_id: channelId })
        .onConflict((conflict) =>
          conflict.column('guild_id').doUpdateSet({ admin_channel_id: channelId }),
        )
        .executeTakeFirstOrThrow();
    },
    async adminChannelsFor(symbol) {
      const users = queries
        .selectFrom('rules')
        .select('guild_id')
        .where('symbol', '=', symbol)
        .union(queries.selectFrom('summaries').select('guild_id').where('symbol', '=', symbol));
      const rows = await queries
        .selectFrom('guild_settings')
        .select(['guild_id', 'admin_channel_id'])
        .where('guild_id', 'in', users)
        .orderBy('guild_id')
        .limit(ADMIN_CHANNELS_MAX)
        .execute();
      return rows.flatMap(({ guild_id: guildId, admin_channel_id: channelId }) =>
        channelId === null ? [] : [{ guildId, channelId }],
      );
    },
  };
}
