import { expect, onTestFinished } from 'vitest';
import type { PracticeDiscord } from '../../practice/discord/index.ts';
import type { Charts } from '../../src/charts/charts.ts';
import type { CommandContext } from '../../src/commands/command.ts';
import { commands } from '../../src/commands/index.ts';
import { createGateway, type Gateway } from '../../src/discord/gateway.ts';
import type { SlashCommand } from '../../src/discord/interactions.ts';
import type { Notifier } from '../../src/discord/notifier.ts';
import { createNotifier } from '../../src/discord/rest-notifier.ts';
import { Secret } from '../../src/secret.ts';
import { aCommandContext, pixelCharts } from './discord-parts.ts';
import { aPracticeDiscord } from './practice-client.ts';
import { aLog } from './stored.ts';

type Bot = {
  readonly discord: PracticeDiscord;
  readonly gateway: Gateway;
  readonly context: Awaited<ReturnType<typeof aCommandContext>>;
  readonly log: ReturnType<typeof aLog>;
  readonly fatal: string[];
  /** The servers that the bot is in, as it told last. */
  readonly guilds: string[][];
};

type BotOptions = {
  readonly discord?: PracticeDiscord;
  readonly commands?: readonly SlashCommand<CommandContext>[];
  readonly charts?: Charts;
  readonly token?: string;
};

/** A gateway before it has connected; it is stopped with the test, which fails on a breach of Discord's contract. */
export async function aBot(options: BotOptions = {}): Promise<Bot> {
  const discord = options.discord ?? (await aPracticeDiscord());
  const context = await aCommandContext();
  const log = aLog();
  const fatal: string[] = [];
  const guilds: string[][] = [];
  const gateway = createGateway({
    token: new Secret(options.token ?? discord.token),
    apiUrl: discord.apiUrl,
    commands: options.commands ?? commands,
    context,
    charts: options.charts ?? pixelCharts(),
    provenance: 'simulated',
    log,
    onGuilds: (guildIds) => guilds.push([...guildIds]),
    onFatal: (sentence) => fatal.push(sentence),
  });
  onTestFinished(async () => {
    await gateway.stop();
    expect(discord.violations()).toEqual([]);
  });
  return { discord, gateway, context, log, fatal, guilds };
}

/** A gateway that is ready. */
export async function aConnectedBot(options: BotOptions = {}): Promise<Bot> {
  const bot = await aBot(options);
  await bot.gateway.start(AbortSignal.timeout(10_000));
  return bot;
}

/** A notifier for a practice Discord. */
export function aNotifier(
  discord: PracticeDiscord,
  { charts = pixelCharts(), token = discord.token }: { charts?: Charts; token?: string } = {},
): Notifier {
  return createNotifier({
    token: new Secret(token),
    apiUrl: discord.apiUrl,
    charts,
    provenance: 'simulated',
    log: aLog(),
  });
}
