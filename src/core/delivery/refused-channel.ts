import { channelNotice } from '../text/channel-notice.ts';
import { noticeTo } from './notice.ts';
import type { DeliveryOutcome } from './outcome.ts';
import type { Outgoing } from './outgoing.ts';
import type { DeliveryDecision } from './plan.ts';

type Row = Pick<Outgoing, 'channelId' | 'guildId'> & { readonly id: number };

/** Why a channel takes no messages, or null where the outcome says nothing of the kind. */
export function refusalOf(outcome: DeliveryOutcome, decision: DeliveryDecision): string | null {
  if (decision.kind === 'sent' || decision.kind === 'stop') return null;
  if (outcome.kind === 'forbidden') return decision.reason;
  return outcome.kind === 'gone' && decision.reason === 'channel-deleted'
    ? 'the channel is gone'
    : null;
}

/** The notice about a channel, for the admin channel of its server; null where there is none, or that is the one refused. */
export function refusedChannelNotice(
  row: Row,
  reason: string,
  { adminChannelId, nowMs }: { readonly adminChannelId: string | null; readonly nowMs: number },
): Outgoing | null {
  const { channelId, guildId } = row;
  if (adminChannelId === null || adminChannelId === channelId) return null;
  const message = channelNotice(channelId, reason);
  const key = `channel:${channelId}:${row.id}`;
  return noticeTo({ guildId, channelId: adminChannelId }, { key, message, nowMs });
}
