import type { Store } from '../store.ts';
import type { Engine } from './engine.ts';

/** One poll tells at most this many servers of a fault. */
const ADMIN_CHANNELS_MAX = 10_000;

/** What a server has set for itself as a whole. */
export function guildSettingStore({
  queries,
}: Engine): Pick<Store, 'adminChannel' | 'setAdminChannel' | 'adminChannelsFor'> {
  return {
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
