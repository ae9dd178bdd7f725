import { type Client, PermissionFlagsBits, type PermissionResolvable } from 'discord.js';
import type { Place } from './interactions.ts';

/** What posting with a chart takes, in the words of Discord's settings; history is read only to avoid repeats. */
const NEEDED: readonly { readonly name: string; readonly flag: PermissionResolvable }[] = [
  { name: 'View Channel', flag: PermissionFlagsBits.ViewChannel },
  { name: 'Embed Links', flag: PermissionFlagsBits.EmbedLinks },
  { name: 'Attach Files', flag: PermissionFlagsBits.AttachFiles },
];

/** Names of the permissions that the bot lacks to post in a channel; one that is not of this server lacks View Channel. */
export function missingPermissions(
  client: Client,
  { guildId, channelId }: Place,
): readonly string[] {
  const channel = client.channels.cache.get(channelId);
  const self = client.user;
  const isHere = channel !== undefined && !channel.isDMBased() && channel.guildId === guildId;
  if (!isHere || self === null) return ['View Channel'];
  const held = channel.permissionsFor(self);
  if (held === null) return ['View Channel'];
  const send = channel.isThread()
    ? { name: 'Send Messages in Threads', flag: PermissionFlagsBits.SendMessagesInThreads }
    : { name: 'Send Messages', flag: PermissionFlagsBits.SendMessages };
  return [...NEEDED, send].filter(({ flag }) => !held.has(flag)).map(({ name }) => name);
}
