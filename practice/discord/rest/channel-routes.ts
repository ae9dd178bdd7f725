import { wireMessage } from '../messages/message-wire.ts';
import type { PracticeMessage } from '../practice-discord.ts';
import { permissionBits } from '../world.ts';
import { wireChannel } from '../world-wire.ts';
import { draftFromRequest } from './draft-from-request.ts';
import { done, found, type Reply, refusal } from './reply.ts';
import type { RestContext } from './rest-context.ts';
import type { RestRequest, Route } from './route.ts';

const HISTORY_DEFAULT = 50;
const HISTORY_MAX = 100;

const unknownChannel = refusal(404, 10003, 'Unknown Channel');
const unknownMessage = refusal(404, 10008, 'Unknown Message');
const missingAccess = refusal(403, 50001, 'Missing Access');
const missingPermissions = refusal(403, 50013, 'Missing Permissions');

/** Messages of channels: history, posting, editing, deleting. */
export function channelRoutes(context: RestContext): readonly Route[] {
  const inChannel = { access: 'bot', bucket: 'channel' } as const;
  const list = '/channels/:channel/messages';
  const single = '/channels/:channel/messages/:message';
  return [
    {
      ...inChannel,
      method: 'GET',
      path: '/channels/:channel',
      answers: 'GuildChannelResponseSchema',
      run: (request) => withChannel(context, request, () => channelOf(context, request)),
    },
    {
      ...inChannel,
      method: 'GET',
      path: list,
      answers: { listOf: 'MessageResponseSchema' },
      run: (request) => withChannel(context, request, () => history(context, request)),
    },
    {
      ...inChannel,
      method: 'POST',
      path: list,
      answers: 'MessageResponseSchema',
      run: (request) => withChannel(context, request, () => post(context, request)),
    },
    {
      ...inChannel,
      method: 'GET',
      path: single,
      answers: 'MessageResponseSchema',
      run: (request) =>
        withMessage(context, request, (message) => found(wireMessage(context.world, message))),
    },
    {
      ...inChannel,
      method: 'PATCH',
      path: single,
      answers: 'MessageResponseSchema',
      run: (request) => withMessage(context, request, (message) => edit(context, request, message)),
    },
    {
      ...inChannel,
      method: 'DELETE',
      path: single,
      answers: 'nothing',
      run: (request) =>
        withMessage(context, request, (message) => {
          context.messages.remove(message);
          return done;
        }),
    },
  ];
}

function withChannel(context: RestContext, { params }: RestRequest, run: () => Reply): Reply {
  const channelId = params.channel ?? '';
  if (!context.world.channels.some((channel) => channel.id === channelId)) return unknownChannel;
  return mayBot(context, channelId, permissionBits.ViewChannel) ? run() : missingAccess;
}

function withMessage(
  context: RestContext,
  request: RestRequest,
  run: (message: PracticeMessage) => Reply,
): Reply {
  return withChannel(context, request, () => {
    const { params } = request;
    const message = context.messages.find(params.channel ?? '', params.message ?? '');
    return message === undefined ? unknownMessage : run(message);
  });
}

function mayBot(context: RestContext, channelId: string, permission: bigint): boolean {
  return (context.world.botPermissions(channelId) & permission) === permission;
}

function channelOf(context: RestContext, { params }: RestRequest): Reply {
  const channel = context.world.channels.find((it) => it.id === params.channel);
  return channel === undefined ? unknownChannel : found(wireChannel(context.world, channel));
}

/** Newest first; without the right to read history Discord answers an empty list. */
function history(context: RestContext, { params, query }: RestRequest): Reply {
  const channelId = params.channel ?? '';
  if (!mayBot(context, channelId, permissionBits.ReadMessageHistory)) return found([]);
  const limit = Number(query.get('limit') ?? HISTORY_DEFAULT);
  if (!Number.isInteger(limit) || limit < 1 || limit > HISTORY_MAX) {
    return refusal(400, 50035, `Invalid Form Body: limit must lie between 1 and ${HISTORY_MAX}`);
  }
  const before = query.get('before');
  const after = query.get('after');
  const messages = context.messages
    .visible(channelId)
    .filter((message) => before === null || BigInt(message.id) < BigInt(before))
    .filter((message) => after === null || BigInt(message.id) > BigInt(after))
    .toReversed()
    .slice(0, limit);
  return found(messages.map((message) => wireMessage(context.world, message)));
}

function post(context: RestContext, request: RestRequest): Reply {
  const { world, journal, messages, nonces } = context;
  const channelId = request.params.channel ?? '';
  if (!mayBot(context, channelId, permissionBits.SendMessages)) return missingPermissions;
  const result = draftFromRequest(journal, request, { schema: 'MessageCreateRequestSchema' });
  if (!result.ok) return result.reply;
  const { draft } = result;
  const needed =
    ((draft.body.embeds?.length ?? 0) > 0 ? permissionBits.EmbedLinks : 0n) |
    (draft.uploads.length > 0 ? permissionBits.AttachFiles : 0n);
  if (!mayBot(context, channelId, needed)) return missingPermissions;
  const nonce =
    draft.body.nonce === null || draft.body.nonce === undefined ? null : String(draft.body.nonce);
  const isEnforced = draft.body.enforce_nonce === true && nonce !== null;
  const firstId = isEnforced ? nonces.first(channelId, nonce) : undefined;
  const first = firstId === undefined ? undefined : messages.find(channelId, firstId);
  if (first !== undefined) return found(wireMessage(world, first));
  const message = messages.post({ channelId, authorId: world.bot.id, draft, answers: null, nonce });
  if (isEnforced) nonces.remember(channelId, nonce, message.id);
  return found(wireMessage(world, message));
}

function edit(context: RestContext, request: RestRequest, before: PracticeMessage): Reply {
  const { world, journal, messages } = context;
  const result = draftFromRequest(journal, request, {
    schema: 'MessageEditRequestPartialSchema',
    before,
  });
  return result.ok ? found(wireMessage(world, messages.edit(before, result.draft))) : result.reply;
}
