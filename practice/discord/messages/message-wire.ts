import type { PracticeAttachment, PracticeMessage } from '../practice-discord.ts';
import { messageFlags, type WireEmbed } from '../wire.ts';
import { withoutNulls } from '../without-nulls.ts';
import type { Person, World } from '../world.ts';
import { wireUser } from '../world-wire.ts';

const TYPE_DEFAULT = 0;
const TYPE_CHAT_INPUT_COMMAND = 20;
const INTERACTION_TYPE = { command: 2, button: 3 } as const;

/** A message as Discord's API writes one. */
export function wireMessage(world: World, message: PracticeMessage): Record<string, unknown> {
  const origin = message.answers;
  const isCommand = origin?.kind === 'command';
  return {
    id: message.id,
    channel_id: message.channelId,
    type: isCommand ? TYPE_CHAT_INPUT_COMMAND : TYPE_DEFAULT,
    content: message.content,
    author: wireUser(world.bot),
    embeds: message.embeds.map(wireEmbed),
    components: message.components.map(withoutNulls),
    attachments: shownAttachments(message).map((it) => wireAttachment(it, message.flags)),
    mentions: [],
    mention_roles: message.mentionedRoleIds,
    mention_everyone: false,
    timestamp: new Date(message.atMs).toISOString(),
    edited_timestamp:
      message.editedAtMs === null ? null : new Date(message.editedAtMs).toISOString(),
    flags: message.flags,
    pinned: false,
    tts: false,
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...(origin === null
      ? {}
      : {
          webhook_id: world.applicationId,
          application_id: world.applicationId,
          interaction_metadata: interactionMetadata(world, message),
        }),
  };
}

/** A file that an embed shows is not listed a second time. */
function shownAttachments(message: PracticeMessage): readonly PracticeAttachment[] {
  const inEmbeds = message.embeds.flatMap((embed) => [embed.image?.url, embed.thumbnail?.url]);
  return message.attachments.filter((attachment) => !inEmbeds.includes(attachment.url));
}

function wireAttachment(attachment: PracticeAttachment, flags: number): Record<string, unknown> {
  return {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.bytes.byteLength,
    url: attachment.url,
    proxy_url: attachment.url,
    content_type: attachment.contentType,
    ...(attachment.description === null ? {} : { description: attachment.description }),
    ...((flags & messageFlags.ephemeral) === 0 ? {} : { ephemeral: true }),
  };
}

function wireEmbed(embed: WireEmbed): Record<string, unknown> {
  return { type: 'rich', ...withoutNulls(embed) };
}

function interactionMetadata(world: World, message: PracticeMessage): Record<string, unknown> {
  const origin = message.answers;
  if (origin === null) return {};
  const user: Person = world.person(origin.userId) ?? world.people.member;
  return {
    id: origin.interactionId,
    type: INTERACTION_TYPE[origin.kind],
    user: wireUser(user),
    authorizing_integration_owners: { '0': world.guildId },
    ...(origin.pressedMessageId === null ? {} : { interacted_message_id: origin.pressedMessageId }),
  };
}
