import type { PracticeDiscord, PracticeMessage } from '../discord/index.ts';

function firstLine(message: PracticeMessage): string {
  return message.content.split('\n')[0] ?? '';
}

/** Says what Discord sees, line by line. */
export function narrate(discord: PracticeDiscord, say: (line: string) => void): void {
  discord.onEvent((event) => {
    switch (event.kind) {
      case 'commands-registered':
        return say(`discord   commands registered: ${event.names.join(', ')}`);
      case 'gateway-connected':
        return say('discord   the bot is connected');
      case 'gateway-disconnected':
        return say(`discord   the bot is gone (${event.code})`);
      case 'message-posted':
        if (event.message.answers !== null) return;
        say(`discord   posted: ${firstLine(event.message)}`);
        return say(
          `          with ${event.message.attachments.map(({ filename }) => filename).join(', ') || 'no chart'}: ` +
            `${event.message.embeds[0]?.title ?? ''}`,
        );
      case 'message-edited':
        if (event.message.answers !== null) return;
        return say(
          `discord   edited: ${event.message.embeds[0]?.title ?? firstLine(event.message)}`,
        );
      case 'violation':
        return say(`discord   BREACH OF DISCORD'S RULES: ${event.text}`);
      case 'interaction-answered':
      case 'gateway-resumed':
      case 'message-deleted':
        return;
    }
  });
}
