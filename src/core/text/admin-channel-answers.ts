import { type Message, sentence } from './message.ts';

/** An admin channel that was set. */
export function adminChannelSetAnswer(channelId: string): Message {
  return sentence(
    `<#${channelId}> gets a notice when the data of a market with an alert or a summary here go wrong, and one when that is over. /admin-channel off ends this.`,
  );
}

/** No admin channel any more. */
export function adminChannelOffAnswer(channelId: string): Message {
  return sentence(
    `<#${channelId}> gets no more notices. /status still shows what is wrong with the data.`,
  );
}

/** Switched off where none was set. */
export function noAdminChannelAnswer(): Message {
  return sentence(
    'Nothing was changed: this server has no admin channel. /admin-channel set names one.',
  );
}
