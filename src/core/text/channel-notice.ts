import type { Message } from './message.ts';

/** Tells the people who run a server that one of its channels takes no messages of the bot. */
export function channelNotice(channelId: string, reason: string): Message {
  return {
    content:
      'Messages for a channel of this server cannot be delivered. The lines below say which and why.',
    embed: {
      title: 'A channel takes no messages',
      lines: [
        `**What happened** Discord refused a message for <#${channelId}>: ${reason}`,
        '**What we did** what is refused for lack of a permission is tried again every 5 minutes until it expires, an alert after an hour',
        '**What you can do** grant View Channel, Send Messages, Embed Links and Attach Files there, or end what goes there with /alert remove and /summary off',
      ],
      footer:
        'Sent once, to the admin channel of this server. /status shows what could not be delivered.',
      tone: 'none',
    },
    chart: null,
    buttons: [],
  };
}
