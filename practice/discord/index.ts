import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createGateway, GATEWAY_PATH } from './gateway/gateway.ts';
import type { Session } from './gateway/session.ts';
import { createInteractions } from './interactions.ts';
import { createJournal, type Journal } from './journal.ts';
import { createMessages } from './messages/messages.ts';
import { createNonces } from './messages/nonces.ts';
import type { PracticeDiscord, PracticeDiscordOptions } from './practice-discord.ts';
import { problemLine } from './problem.ts';
import { applicationRoutes } from './rest/application-routes.ts';
import { channelRoutes } from './rest/channel-routes.ts';
import { createFaults } from './rest/faults.ts';
import { interactionRoutes } from './rest/interaction-routes.ts';
import { createRateLimits } from './rest/rate-limits.ts';
import type { CommandSets, RestContext } from './rest/rest-context.ts';
import { createRestServer } from './rest/rest-server.ts';
import { webhookRoutes } from './rest/webhook-routes.ts';
import { snowflakes } from './snowflake.ts';
import { type SpecName, specProblems } from './spec.ts';
import { createUser } from './user/user.ts';
import { createWorld, type World } from './world.ts';
import { wireChannel, wireGuild, wireMember, wireRole, wireUser } from './world-wire.ts';

export type { PracticeDiscord, PracticeEvent, PracticeMessage } from './practice-discord.ts';

const REST_PATH = '/api/v10';
const ATTACHMENTS_PATH = '/attachments/';
const DEFAULT_TOKEN = 'practice.discord.token';
/** Discord's figures, in real time. */
const NONCE_WINDOW_MS = 180_000;
const FIRST_RESPONSE_MS_MAX = 3_000;
const INTERACTION_TOKEN_MS = 900_000;
const HEARTBEAT_INTERVAL_MS = 41_250;

/** Starts a loopback Discord that an unmodified client can work against. */
export async function startPracticeDiscord(
  options: PracticeDiscordOptions,
): Promise<PracticeDiscord> {
  const { nowMs } = options;
  const token = options.token ?? DEFAULT_TOKEN;
  const nextId = snowflakes(nowMs);
  const journal = createJournal(nowMs);
  const world = createWorld({
    nextId,
    nowMs: nowMs(),
    channelNames: options.channels ?? ['market', 'alerts'],
  });
  checkWorld(world, journal);
  const server = createServer();
  const origin = await listen(server, options.port ?? 0);
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
  const gateway = createGateway({
    server,
    journal,
    token,
    nextId,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS,
    greet: (session) => greet(session, world, `ws://${origin}${GATEWAY_PATH}`),
  });
  const commands: CommandSets = new Map();
  const context: RestContext = {
    world,
    journal,
    messages,
    nonces: createNonces(options.nonceWindowMs ?? NONCE_WINDOW_MS),
    interactions,
    commands,
    nextId,
    gatewayUrl: () => `ws://${origin}${GATEWAY_PATH}`,
    identifiesLeft: gateway.identifiesLeft,
  };
  const faults = createFaults();
  const rest = createRestServer({
    nowMs,
    token,
    journal,
    faults,
    rates: createRateLimits(),
    routes: [
      ...applicationRoutes(context),
      ...channelRoutes(context),
      ...interactionRoutes(context),
      ...webhookRoutes(context),
    ],
  });
  server.on('request', (request, response) => {
    const url = new URL(request.url ?? '/', `http://${origin}`);
    if (url.pathname.startsWith(`${REST_PATH}/`)) {
      url.pathname = url.pathname.slice(REST_PATH.length);
      rest.answer(request, response, url).catch((error: unknown) => {
        journal.violation(
          `practice server: ${error instanceof Error ? error.stack : String(error)}`,
        );
        response.destroy();
      });
      return;
    }
    if (url.pathname.startsWith(ATTACHMENTS_PATH)) return sendAttachment(url, response);
    response.writeHead(404).end();
  });

  return {
    apiUrl: `http://${origin}/api`,
    pageUrl: `http://${origin}/`,
    token,
    guildId: world.guildId,
    botUserId: world.bot.id,
    channels: world.channels,
    roles: world.roles.filter((role) => role.mentionable).map(({ id, name }) => ({ id, name })),
    messages: messages.visible,
    commands: () => [...commands.values()].flat().map((command) => command.wire),
    ...createUser(context, gateway),
    onEvent: journal.onEvent,
    violations: journal.violations,
    fault: faults.add,
    clearFaults: faults.clear,
    accepted: rest.accepted,
    deny(channelId, permissions) {
      world.deny(channelId, permissions);
      const channel = world.channels.find((it) => it.id === channelId);
      if (channel !== undefined) gateway.dispatch('CHANNEL_UPDATE', wireChannel(world, channel));
    },
    gateway,
    requests: journal.requests,
    async close() {
      interactions.close();
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function sendAttachment(url: URL, response: ServerResponse<IncomingMessage>): void {
    const id = url.pathname.slice(ATTACHMENTS_PATH.length).split('/')[0] ?? '';
    const attachment = messages.attachment(id);
    if (attachment === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': attachment.contentType }).end(attachment.bytes);
  }
}

/** Listens on loopback; a port that is taken is replaced by a free one. Resolves to host and port. */
async function listen(server: Server, port: number): Promise<string> {
  const attempt = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await attempt(port).catch((error: unknown) => {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken || port === 0) throw error;
    return attempt(0);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address to listen on');
  return `127.0.0.1:${address.port}`;
}

/** What a bot hears first: who it is, and the server it is in. */
function greet(session: Session, world: World, gatewayUrl: string): void {
  session.dispatch('READY', {
    v: 10,
    user: { ...wireUser(world.bot), mfa_enabled: false, verified: true, email: null },
    guilds: [{ id: world.guildId, unavailable: true }],
    session_id: session.id,
    resume_gateway_url: gatewayUrl,
    application: { id: world.applicationId, flags: 0 },
    shard: [0, 1],
  });
  session.dispatch('GUILD_CREATE', wireGuild(world));
}

/** The gateway's events are not in the API description, but what they are made of is. */
function checkWorld(world: World, journal: Journal): void {
  const check = (name: SpecName, value: unknown) => {
    for (const problem of specProblems(name, value)) {
      journal.violation(`practice server: ${name}: ${problemLine(problem)}`);
    }
  };
  check('UserResponseSchema', wireUser(world.bot));
  for (const person of Object.values(world.people))
    check('GuildMemberResponseSchema', wireMember(world, person));
  for (const [index, role] of world.roles.entries())
    check('GuildRoleResponseSchema', wireRole(role, index));
  for (const channel of world.channels)
    check('GuildChannelResponseSchema', wireChannel(world, channel));
}
