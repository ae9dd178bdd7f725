import { createServer } from 'node:http';
import { openDoors } from './doors.ts';
import { listen } from './listen.ts';
import { createPageServer } from './page/page-server.ts';
import type { PracticeDiscord, PracticeDiscordOptions } from './practice-discord.ts';
import { applicationRoutes } from './rest/application-routes.ts';
import { channelRoutes } from './rest/channel-routes.ts';
import { createFaults } from './rest/faults.ts';
import { interactionRoutes } from './rest/interaction-routes.ts';
import { createRateLimits } from './rest/rate-limits.ts';
import { createRestServer } from './rest/rest-server.ts';
import { webhookRoutes } from './rest/webhook-routes.ts';
import { createSimulation } from './simulation.ts';
import { pressButton } from './user/press-button.ts';
import { typeCommand, typeOption } from './user/type-command.ts';
import { wireChannel } from './world-wire.ts';

export type { PracticeDiscord, PracticeMessage } from './practice-discord.ts';

/** Starts a loopback Discord that an unmodified client can work against. */
export async function startPracticeDiscord(
  options: PracticeDiscordOptions,
): Promise<PracticeDiscord> {
  const { nowMs } = options;
  const server = createServer();
  const origin = await listen(server, options.port ?? 0);
  const { context, gateway, token } = createSimulation(origin, options);
  const { world, journal, messages, interactions } = context;
  const faults = createFaults();
  const rest = createRestServer({
    nowMs,
    token,
    journal,
    faults,
    rates: createRateLimits(),
    routes: [applicationRoutes, channelRoutes, interactionRoutes, webhookRoutes].flatMap((routes) =>
      routes(context),
    ),
  });
  const desk = { context, gateway };
  const discord: Omit<PracticeDiscord, 'close'> = {
    apiUrl: `http://${origin}/api`,
    pageUrl: `http://${origin}/`,
    token,
    guildId: world.guildId,
    botUserId: world.bot.id,
    channels: world.channels,
    roles: world.roles.filter((role) => role.mentionable).map(({ id, name }) => ({ id, name })),
    messages: messages.visible,
    commands: () => [...context.commands.values()].flat(),
    command: (request) => typeCommand(desk, request),
    autocomplete: (request) => typeOption(desk, request),
    press: (request) => pressButton(desk, request),
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
    dropGuild: (reason) =>
      gateway.dispatch('GUILD_DELETE', {
        id: world.guildId,
        ...(reason === 'outage' ? { unavailable: true } : {}),
      }),
    gateway,
    requests: journal.requests,
  };
  const page = createPageServer({ nowMs, world, allMessages: messages.all, discord });
  openDoors(server, { rest, gateway, page, messages, journal });
  return {
    ...discord,
    async close() {
      interactions.close();
      page.close();
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
