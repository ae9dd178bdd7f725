import type { Selectable } from 'kysely';
import type { Store, SummarySetting } from '../store.ts';
import { wholeMs } from './columns.ts';
import type { Engine } from './engine.ts';
import type { Tables } from './tables.ts';

type SummaryStore = Pick<
  Store,
  'setSummary' | 'removeSummaries' | 'summariesOfGuild' | 'allSummaries'
>;

/** More channels than a server may have, each with a few symbols. */
const GUILD_SUMMARIES_MAX = 2_000;

/** What one machine can send in a morning. */
const SUMMARIES_MAX = 20_000;

function settingOf(row: Selectable<Tables['summaries']>): SummarySetting {
  return {
    channelId: row.channel_id,
    guildId: row.guild_id,
    symbol: row.symbol,
    minuteOfDay: row.minute_of_day,
    zone: row.zone,
    setAtMs: row.set_at_ms,
  };
}

/** Morning summaries by channel and symbol. */
export function summaryStore({ queries }: Engine): SummaryStore {
  const ordered = queries
    .selectFrom('summaries')
    .selectAll()
    .orderBy('channel_id')
    .orderBy('symbol');

  return {
    async setSummary({ channelId, guildId, symbol, minuteOfDay, zone, setAtMs }) {
      const setting = { minute_of_day: minuteOfDay, zone, set_at_ms: wholeMs(setAtMs) };
      await queries
        .insertInto('summaries')
        .values({ guild_id: guildId, channel_id: channelId, symbol, ...setting })
        .onConflict((conflict) =>
          conflict.columns(['guild_id', 'channel_id', 'symbol']).doUpdateSet(setting),
        )
        .executeTakeFirstOrThrow();
    },
    async removeSummaries(guildId, channelId) {
      const { numDeletedRows } = await queries
        .deleteFrom('summaries')
        .where('guild_id', '=', guildId)
        .where('channel_id', '=', channelId)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
    async summariesOfGuild(guildId) {
      const rows = await ordered
        .where('guild_id', '=', guildId)
        .limit(GUILD_SUMMARIES_MAX)
        .execute();
      return rows.map(settingOf);
    },
    async allSummaries() {
      const rows = await ordered.limit(SUMMARIES_MAX).execute();
      return rows.map(settingOf);
    },
  };
}
