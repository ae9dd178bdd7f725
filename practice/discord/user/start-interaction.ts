import type { Gateway } from '../gateway/gateway.ts';
import type { Interaction, InteractionEnd, Opening } from '../interactions.ts';
import type { Answer } from '../practice-discord.ts';
import type { RestContext } from '../rest/rest-context.ts';
import { messageFlags } from '../wire.ts';
import { interactionPayload } from './interaction-payload.ts';

/** A person would have given up long before; a test should say so rather than time out. */
const ANSWER_WAIT_MS = 20_000;

/** What a person at the keyboard works with. */
export type Desk = { readonly context: RestContext; readonly gateway: Gateway };

/** Sends an interaction to the bot and waits for its end; rejects with what a person would see instead. */
export async function startInteraction(
  { context, gateway }: Desk,
  opening: Opening,
  data: Readonly<Record<string, unknown>>,
): Promise<InteractionEnd> {
  const { world, interactions } = context;
  const channel = world.channels.find((it) => it.id === opening.channelId);
  if (channel === undefined) throw new Error(`there is no channel ${opening.channelId}`);
  if (gateway.sessions() === 0) throw new Error(`${opening.label}: no bot is connected`);
  const person = world.person(opening.userId) ?? world.people.member;
  const interaction = interactions.open(opening);
  gateway.dispatch(
    'INTERACTION_CREATE',
    interactionPayload({ world, interaction, channel, person, data }),
  );
  return withDeadline(interaction);
}

/** The message that an interaction ended in, as its user sees it. */
export function answerOf(end: InteractionEnd): Answer {
  if (end.kind !== 'message') throw new Error('the bot sent choices where an answer was expected');
  const { message, firstResponseMs } = end;
  return {
    ephemeral: (message.flags & messageFlags.ephemeral) !== 0,
    content: message.content,
    embeds: message.embeds,
    components: message.components,
    attachments: message.attachments,
    firstResponseMs,
    messageId: message.id,
  };
}

async function withDeadline({ label, end }: Interaction): Promise<InteractionEnd> {
  const timer = setTimeout(
    () => end.reject(new Error(`${label}: no answer within ${ANSWER_WAIT_MS} ms`)),
    ANSWER_WAIT_MS,
  );
  try {
    return await end.promise;
  } finally {
    clearTimeout(timer);
  }
}
