import { type Client, PermissionFlagsBits, type PermissionResolvable } from 'discord.js';

/** What posting with a chart takes, in the words of Discord's settings; history is read only to avoid repeats. */
const NEEDED: readonly { readonly name: string; readonly flag: PermissionResolvable }[] = [
  { name: 'View Channel', flag: PermissionFlagsBits.ViewChannel },
  { name: 'Embed Links', flag: PermissionFlagsBits.EmbedLinks },
  { name: 'Attach Files', flag: PermissionFlagsBits.AttachFiles },
];

/** Names of the permissions that the bot lacks to post in a channel; a channel it cannot see at all lacks View Channel. */
export function missingPermissions(client: Client, channelId: string): readonly string[] {
  const channel = client.channels.cache.get(channelId);
  const self = client.user;
  if (channel === undefined || self === null || channel.isDMBased()) return ['View Channel'];
  const held = channel.permissionsFor(self);
  if (held === null) return ['View Channel'];
  const send = channel.isThread()
    ? { name: 'Send Messages in Threads', flag: PermissionFlagsBits.SendMessagesInThreads }
    : { name: 'Send Messages', flag: PermissionFlagsBits.SendMessages };
  return [...NEEDED, send].filter(({ flag }) => !held.has(flag)).map(({ name }) => name);
}
