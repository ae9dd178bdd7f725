import { type Message, sentence } from './message.ts';

/** To someone who used a command outside a server. */
export function serverOnlyAnswer(): Message {
  return sentence('hedgeflow answers in servers only. Use the command in a channel of a server.');
}

/** To a member who may not change settings. */
export function needsManageServerAnswer(): Message {
  return sentence(
    'Settings need the permission Manage Server. Ask someone who has it; /flip, /gex, /flow and /levels are open to all.',
  );
}

/** To someone who asks faster than the quota allows. */
export function quotaAnswer(secondsLeft: number): Message {
  return sentence(`That was a lot of commands at once. The next one is free in ${secondsLeft} s.`);
}

/** For a command that did not finish in time. */
export function tooSlowAnswer(deadlineSeconds: number): Message {
  return sentence(
    `No answer within ${deadlineSeconds} s, so this was given up. Try again in a minute; /status shows what is slow.`,
  );
}

/** For a bug of ours; the id leads the operator to the log line. */
export function failedAnswer(errorId: string): Message {
  return sentence(
    `That failed (error ${errorId}). Try again; if it fails again, give this id to whoever runs the bot.`,
  );
}

/** For a button or a command that this version does not know. */
export function unknownRequestAnswer(): Message {
  return sentence('This version of the bot does not know that request. /help lists what it knows.');
}
