import { MessageFlags, REST, Routes } from 'discord.js';
import type { Charts } from '../charts/charts.ts';
import type { DeliveryOutcome } from '../core/delivery/outcome.ts';
import type { Message } from '../core/text/message.ts';
import type { Log } from '../log.ts';
import type { Secret } from '../secret.ts';
import { makeEdgeAwareRequest } from './edge-aware-request.ts';
import type { Notifier } from './notifier.ts';
import { outcomeOfAnswer, outcomeOfError } from './outcome.ts';
import { drawPicture } from './picture.ts';
import { idOfSame } from './posted.ts';
import { type Provenance, type RenderOptions, renderMessage } from './render.ts';

type NotifierOptions = {
  readonly token: Secret;
  /** REST prefix before `/v10`. */
  readonly apiUrl: string;
  readonly charts: Charts;
  readonly provenance: Provenance;
  readonly log: Log;
};

/** One attempt, from the first byte sent to the last one read; drawing the chart comes before it. */
const ATTEMPT_DEADLINE_MS = 10_000;
/** How far back a message that may have been sent is looked for; Discord gives at most 100 a request. */
const HISTORY_LENGTH = 50;

/**
 * A notifier with a REST client of its own: it neither repeats a request nor waits for a rate limit, since discord.js's
 * repeats send a message twice and its waits hold the outbox. Every error is an outcome.
 */
export function createNotifier({
  token,
  apiUrl,
  charts,
  provenance,
  log,
}: NotifierOptions): Notifier {
  const rest = new REST({
    api: apiUrl,
    retries: 0,
    timeout: ATTEMPT_DEADLINE_MS,
    rejectOnRateLimit: () => true,
    makeRequest: makeEdgeAwareRequest,
  }).setToken(token.reveal());

  async function attempt(
    request: (signal: AbortSignal) => Promise<unknown>,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome> {
    try {
      const deadline = AbortSignal.timeout(ATTEMPT_DEADLINE_MS);
      return outcomeOfAnswer(await request(AbortSignal.any([signal, deadline])));
    } catch (error) {
      const outcome = outcomeOfError(error);
      // discord.js forgets the token after a 401 and then refuses by itself, without the status.
      if (outcome.kind === 'unauthorized') rest.setToken(token.reveal());
      if (outcome.kind === 'invalid')
        log.error('message refused as invalid', { detail: outcome.detail });
      return outcome;
    }
  }

  async function payloadOf(message: Message, mentionRoleId: string | null, signal: AbortSignal) {
    const picture = await drawPicture(charts, message.chart, signal);
    if (picture.kind === 'failed') log.warn('chart left out', { reason: picture.reason });
    const options: RenderOptions = { picture, provenance, mentionRoleId };
    return renderMessage(message, options);
  }

  return {
    async post(channelId, message, options, signal) {
      const { body, files } = await payloadOf(message, options.mentionRoleId, signal);
      const flags = options.silent ? { flags: MessageFlags.SuppressNotifications } : {};
      const nonce = { nonce: options.nonce, enforce_nonce: true };
      return attempt(
        (within) =>
          rest.post(Routes.channelMessages(channelId), {
            body: { ...body, ...nonce, ...flags },
            files,
            signal: within,
          }),
        signal,
      );
    },

    async edit(channelId, messageId, message, signal) {
      const { body, files } = await payloadOf(message, null, signal);
      return attempt(
        (within) =>
          rest.patch(Routes.channelMessage(channelId, messageId), { body, files, signal: within }),
        signal,
      );
    },

    async findPosted(channelId, message, signal) {
      const within = AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_DEADLINE_MS)]);
      const query = new URLSearchParams({ limit: String(HISTORY_LENGTH) });
      try {
        const self = await rest.get(Routes.user(), { signal: within });
        const history = await rest.get(Routes.channelMessages(channelId), {
          query,
          signal: within,
        });
        const wanted = renderMessage(message, {
          picture: { kind: 'none' },
          provenance,
          mentionRoleId: null,
        });
        const messageId = idOfSame(history, self, wanted);
        return messageId === null ? { kind: 'absent' } : { kind: 'found', messageId };
      } catch {
        return { kind: 'unknown' };
      }
    },
  };
}
