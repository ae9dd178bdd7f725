import { createGateway, GATEWAY_PATH, type Gateway } from './gateway/gateway.ts';
import { greet } from './gateway/greet.ts';
import { createInteractions } from './interactions.ts';
import { createJournal } from './journal.ts';
import { createMessages } from './messages/messages.ts';
import { createNonces } from './messages/nonces.ts';
import type { PracticeDiscordOptions } from './practice-discord.ts';
import type { RestContext } from './rest/rest-context.ts';
import { snowflakes } from './snowflake.ts';
import { createWorld } from './world.ts';
import { checkWorld } from './world-check.ts';

const DEFAULT_TOKEN = 'practice.discord.token';
/** Discord's figures, in real time; of the nonce its documentation says "the past few minutes". */
const NONCE_WINDOW_MS = 180_000;
const FIRST_RESPONSE_MS_MAX = 3_000;
const INTERACTION_TOKEN_MS = 900_000;
const HEARTBEAT_INTERVAL_MS = 41_250;

export type Simulation = {
  readonly context: RestContext;
  readonly gateway: Gateway;
  readonly token: string;
};

/** Path under which the bytes of attachments can be fetched. */
export const ATTACHMENTS_PATH = '/attachments/';

/** The state behind the servers: one Discord server, its messages, and the sessions of its bot. */
export function createSimulation(origin: string, options: PracticeDiscordOptions): Simulation {
  const { nowMs, token = DEFAULT_TOKEN } = options;
  const nextId = snowflakes(nowMs);
  const journal = createJournal(nowMs);
  const channelNames = options.channels ?? ['market', 'alerts'];
  const world = createWorld({ nextId, nowMs: nowMs(), channelNames });
  checkWorld(world, journal);
  const gatewayUrl = `ws://${origin}${GATEWAY_PATH}`;
  const gateway = createGateway({
    journal,
    token,
    nextId,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS,
    greet: (session) => greet(session, world, gatewayUrl),
  });
  const messages = createMessages({
    nowMs,
    journal,
    compose: {
      nextId,
      attachmentUrl: (id, filename) =>
        `http://${origin}${ATTACHMENTS_PATH}${id}/${encodeURIComponent(filename)}`,
      mentionableRoleIds: world.roles.filter((role) => role.mentionable).map((role) => role.id),
    },
  });
  const interactions = createInteractions({
    nextId,
    limits: {
      firstResponseMsMax: options.firstResponseMsMax ?? FIRST_RESPONSE_MS_MAX,
      tokenMs: options.interactionTokenMs ?? INTERACTION_TOKEN_MS,
    },
  });
  const context: RestContext = {
    world,
    journal,
    messages,
    nonces: createNonces(options.nonceWindowMs ?? NONCE_WINDOW_MS),
    interactions,
    commands: new Map(),
    nextId,
    gatewayUrl,
    identifiesLeft: gateway.identifiesLeft,
  };
  return { context, gateway, token };
}
