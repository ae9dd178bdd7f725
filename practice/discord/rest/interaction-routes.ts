import { z } from 'zod';
import type { Interaction } from '../interactions.ts';
import { wireMessage } from '../messages/message-wire.ts';
import type { PracticeMessage } from '../practice-discord.ts';
import { problemLine } from '../problem.ts';
import { type SpecName, specProblems } from '../spec.ts';
import { messageFlags } from '../wire.ts';
import { withoutClientNoise } from './client-noise.ts';
import { draftFromRequest } from './draft-from-request.ts';
import { done, found, invalidBody, type Reply, refusal } from './reply.ts';
import type { RestContext } from './rest-context.ts';
import type { RestRequest, Route } from './route.ts';

const CALLBACK = { message: 4, defer: 5, deferUpdate: 6, update: 7, choices: 8 } as const;

const callbackBody = z.object({ type: z.number(), data: z.unknown().optional() });
const choicesBody = z.object({
  choices: z
    .array(z.object({ name: z.string(), value: z.union([z.string(), z.number()]) }))
    .nullish(),
});
const deferBody = z.strictObject({ flags: z.number().nullish() }).nullish();

const unknownInteraction = refusal(404, 10062, 'Unknown interaction');
const alreadyAcknowledged = refusal(400, 40060, 'Interaction has already been acknowledged.');

/** The first response to an interaction. */
export function interactionRoutes(context: RestContext): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/interactions/:interaction/:token/callback',
      access: 'interaction',
      answers: 'InteractionCallbackResponseSchema',
      run: (request) => callback(context, request),
    },
  ];
}

function callback(context: RestContext, request: RestRequest): Reply {
  const { interaction: id, token } = request.params;
  const interaction = context.interactions.awaiting(id ?? '', token ?? '');
  if (interaction === undefined) return unknownInteraction;
  if (interaction.stage !== 'waiting') return alreadyAcknowledged;
  const body = callbackBody.safeParse(request.json);
  const schema = body.success ? callbackSchema(interaction, body.data.type) : undefined;
  if (!body.success || schema === undefined) {
    context.journal.violation(`${interaction.label}: a response of this type is not possible here`);
    return invalidBody([
      { path: ['type'], code: 'BASE_TYPE_CHOICES', message: 'type not allowed' },
    ]);
  }
  const given = { ...body.data, data: withoutClientNoise(body.data.data) };
  const problems = specProblems(schema, given);
  if (problems.length > 0) {
    for (const problem of problems) context.journal.violation(`${schema}: ${problemLine(problem)}`);
    return invalidBody(problems);
  }
  const inner = { ...request, json: body.data.data ?? {} };
  const reply = respond(context, interaction, { type: body.data.type, request: inner });
  if (reply.status >= 400 || request.query.get('with_response') !== 'true') return reply;
  return withResponse(context, interaction, body.data.type);
}

/** Updates are for buttons, choices for autocomplete. */
function callbackSchema(interaction: Interaction, type: number): SpecName | undefined {
  if (interaction.kind === 'autocomplete') {
    return type === CALLBACK.choices
      ? 'ApplicationCommandAutocompleteCallbackRequestSchema'
      : undefined;
  }
  if (type === CALLBACK.message || type === CALLBACK.defer) {
    return 'CreateMessageInteractionCallbackRequestSchema';
  }
  const isUpdate = type === CALLBACK.update || type === CALLBACK.deferUpdate;
  return isUpdate && interaction.kind === 'button'
    ? 'UpdateMessageInteractionCallbackRequestSchema'
    : undefined;
}

type FirstResponse = { readonly type: number; readonly request: RestRequest };

function respond(context: RestContext, interaction: Interaction, first: FirstResponse): Reply {
  const { messages, journal } = context;
  const acknowledged = (stage: Interaction['stage']) => {
    interaction.stage = stage;
    interaction.firstResponseMs = performance.now() - interaction.openedAtMs;
    const { label, firstResponseMs } = interaction;
    journal.emit({ kind: 'interaction-answered', label, firstResponseMs });
  };
  const end = (message: PracticeMessage) => {
    acknowledged('answered');
    interaction.originalId = message.id;
    interaction.end.resolve({
      kind: 'message',
      message,
      firstResponseMs: interaction.firstResponseMs,
    });
    return done;
  };
  const pressed = messages.find(interaction.channelId, interaction.pressedMessageId ?? '');
  switch (first.type) {
    case CALLBACK.choices: {
      const choices = choicesBody.parse(first.request.json).choices ?? [];
      acknowledged('answered');
      interaction.end.resolve({
        kind: 'choices',
        choices: choices.map(({ name, value }) => ({ name, value: String(value) })),
      });
      return done;
    }
    case CALLBACK.deferUpdate:
      acknowledged('updating');
      interaction.originalId = interaction.pressedMessageId;
      return done;
    case CALLBACK.update: {
      if (pressed === undefined) return refusal(404, 10008, 'Unknown Message');
      const result = draftFromRequest(journal, first.request, {
        schema: 'IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema',
        before: pressed,
      });
      return result.ok ? end(messages.edit(pressed, result.draft)) : result.reply;
    }
    case CALLBACK.defer: {
      const data = deferBody.safeParse(first.request.json);
      if (!data.success) journal.violation('a deferred response carries nothing but flags');
      const flags = (data.data?.flags ?? 0) & messageFlags.ephemeral;
      interaction.originalId = placeholder(context, interaction, flags).id;
      acknowledged('deferred');
      return done;
    }
    default: {
      const result = draftFromRequest(journal, first.request, {
        schema: 'IncomingWebhookRequestPartialSchema',
      });
      if (!result.ok) return result.reply;
      return end(answer(context, interaction, result.draft));
    }
  }
}

/** Posts an answer in the interaction's channel. */
export function answer(
  context: RestContext,
  interaction: Interaction,
  draft: Parameters<typeof context.messages.post>[0]['draft'],
): PracticeMessage {
  const { kind, label, userId, pressedMessageId } = interaction;
  return context.messages.post({
    channelId: interaction.channelId,
    authorId: context.world.bot.id,
    draft,
    nonce: null,
    answers: {
      interactionId: interaction.id,
      userId,
      kind: kind === 'button' ? 'button' : 'command',
      label,
      pressedMessageId,
    },
  });
}

function placeholder(
  context: RestContext,
  interaction: Interaction,
  flags: number,
): PracticeMessage {
  const body = { flags: flags | messageFlags.loading };
  return answer(context, interaction, { body, uploads: [], filenames: [], isEdit: true });
}

function withResponse(context: RestContext, interaction: Interaction, type: number): Reply {
  const { id, channelId, originalId } = interaction;
  const message = context.messages.find(channelId, originalId ?? '');
  const isUpdate = type === CALLBACK.update || type === CALLBACK.deferUpdate;
  return found({
    interaction: {
      id,
      type: interaction.kind === 'button' ? 3 : 2,
      ...(originalId === null ? {} : { response_message_id: originalId }),
      ...(message === undefined
        ? {}
        : {
            response_message_loading: (message.flags & messageFlags.loading) !== 0,
            response_message_ephemeral: (message.flags & messageFlags.ephemeral) !== 0,
          }),
    },
    ...(message === undefined
      ? {}
      : {
          resource: {
            type: isUpdate ? CALLBACK.update : CALLBACK.message,
            message: wireMessage(context.world, message),
          },
        }),
  });
}
