import type { Interaction } from '../interactions.ts';
import { wireMessage } from '../messages/message-wire.ts';
import type { PracticeMessage } from '../practice-discord.ts';
import { messageFlags } from '../wire.ts';
import { draftFromRequest } from './draft-from-request.ts';
import { answer } from './interaction-routes.ts';
import { done, found, type Reply, refusal } from './reply.ts';
import type { RestContext } from './rest-context.ts';
import type { RestRequest, Route } from './route.ts';

const unknownWebhook = refusal(404, 10015, 'Unknown Webhook');
const expiredToken = refusal(401, 50027, 'Invalid Webhook Token');
const unknownMessage = refusal(404, 10008, 'Unknown Message');

/** What follows an interaction's first response: edits, follow-ups, deletions. */
export function webhookRoutes(context: RestContext): readonly Route[] {
  const path = '/webhooks/:application/:token/messages/:message';
  const shared = { path, access: 'interaction', answers: 'MessageResponseSchema' } as const;
  return [
    {
      ...shared,
      method: 'GET',
      run: (request) =>
        withMessage(context, request, ({ message }) => found(wireMessage(context.world, message))),
    },
    {
      ...shared,
      method: 'PATCH',
      run: (request) => withMessage(context, request, (place) => edit(context, request, place)),
    },
    {
      ...shared,
      method: 'DELETE',
      answers: 'nothing',
      run: (request) =>
        withMessage(context, request, ({ message }) => {
          context.messages.remove(message);
          return done;
        }),
    },
    {
      ...shared,
      method: 'POST',
      path: '/webhooks/:application/:token',
      run: (request) =>
        withInteraction(context, request, (interaction) => followUp(context, request, interaction)),
    },
  ];
}

type Place = { readonly interaction: Interaction; readonly message: PracticeMessage };

function withInteraction(
  context: RestContext,
  { params }: RestRequest,
  run: (interaction: Interaction) => Reply,
): Reply {
  const interaction = context.interactions.byToken(params.token ?? '');
  if (interaction === undefined) return expiredToken;
  return interaction.stage === 'waiting' ? unknownWebhook : run(interaction);
}

function withMessage(
  context: RestContext,
  request: RestRequest,
  run: (place: Place) => Reply,
): Reply {
  return withInteraction(context, request, (interaction) => {
    const named = request.params.message ?? '';
    const id = named === '@original' ? (interaction.originalId ?? '') : named;
    const message = context.messages.find(interaction.channelId, id);
    return message === undefined ? unknownMessage : run({ interaction, message });
  });
}

function edit(context: RestContext, request: RestRequest, { interaction, message }: Place): Reply {
  const { journal, messages, world } = context;
  const result = draftFromRequest(journal, request, {
    schema: 'IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema',
    before: message,
  });
  if (!result.ok) return result.reply;
  const edited = messages.edit(message, result.draft);
  conclude(interaction, edited);
  return found(wireMessage(world, edited));
}

/** A deferred answer's first follow-up takes the place of the answer. */
function followUp(context: RestContext, request: RestRequest, interaction: Interaction): Reply {
  const { journal, messages, world } = context;
  const result = draftFromRequest(journal, request, {
    schema: 'IncomingWebhookRequestPartialSchema',
  });
  if (!result.ok) return result.reply;
  const original = messages.find(interaction.channelId, interaction.originalId ?? '');
  const isLoading = ((original?.flags ?? 0) & messageFlags.loading) !== 0;
  const message =
    original !== undefined && isLoading
      ? messages.edit(original, result.draft)
      : answer(context, interaction, result.draft);
  conclude(interaction, message);
  return found(wireMessage(world, message));
}

/** The first final answer is what the person sees; later edits only change the message. */
function conclude(interaction: Interaction, message: PracticeMessage): void {
  if (interaction.stage === 'deferred' || interaction.stage === 'updating') {
    interaction.stage = 'answered';
  }
  interaction.end.resolve({
    kind: 'message',
    message,
    firstResponseMs: interaction.firstResponseMs,
  });
}
