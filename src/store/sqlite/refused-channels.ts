import type { Store } from '../store.ts';
import { wholeMs } from './columns.ts';
import { type Engine, immediately } from './engine.ts';
import { insertMessages } from './outbox-rows.ts';

/** Channels that Discord refuses, so that each refusal is told once. */
export function refusedChannelStore(
  engine: Engine,
): Pick<Store, 'noteRefusedChannel' | 'noteOpenChannel'> {
  return {
    noteRefusedChannel: (channelId, notice, nowMs) =>
      immediately(engine, async (transaction) => {
        const { numInsertedOrUpdatedRows = 0n } = await transaction
          .insertInto('refused_channels')
          .values({ channel_id: channelId, since_ms: wholeMs(nowMs) })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows > 0n) await insertMessages(transaction, [notice], nowMs);
      }),
    async noteOpenChannel(channelId) {
      await engine.queries
        .deleteFrom('refused_channels')
        .where('channel_id', '=', channelId)
        .executeTakeFirst();
    },
  };
}
