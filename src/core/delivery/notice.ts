import type { Message } from '../text/message.ts';
import type { Outgoing } from './outgoing.ts';

/** As long as an alert is worth anything, so long the reason for its absence is. */
const NOTICE_LIFETIME_MS = 3_600_000;

/** A message about the bot itself, of which a channel hears once for each event that `key` names. */
export function noticeTo(
  { guildId, channelId }: Pick<Outgoing, 'guildId' | 'channelId'>,
  {
    key,
    message,
    nowMs,
  }: { readonly key: string; readonly message: Message; readonly nowMs: number },
): Outgoing {
  return {
    dedupeKey: `${key}:${channelId}`,
    channelId,
    guildId,
    kind: 'notice',
    message,
    edits: null,
    silent: false,
    mentionRoleId: null,
    expiresAtMs: nowMs + NOTICE_LIFETIME_MS,
  };
}
