import { type Message, sentence } from './message.ts';

/** To someone who picked a channel in which the bot cannot post; permissions as Discord's settings name them. */
export function missingPermissionsAnswer(channelId: string, missing: readonly string[]): Message {
  const names = missing.join(', ');
  return sentence(
    `Nothing was changed: in <#${channelId}> the bot lacks ${names}. Grant that in its settings, or name a channel of this server, and repeat this.`,
  );
}
