import {
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
  MessageFlags,
  type RESTOptions,
} from 'discord.js';
import { onTestFinished } from 'vitest';
import { type PracticeDiscord, startPracticeDiscord } from '../../practice/discord/index.ts';
import type { PracticeDiscordOptions } from '../../practice/discord/practice-discord.ts';

/** A practice Discord that is closed with the test; its clock is the machine's unless told otherwise. */
export async function aPracticeDiscord(
  options: Partial<PracticeDiscordOptions> = {},
): Promise<PracticeDiscord> {
  const discord = await startPracticeDiscord({ nowMs: Date.now, ...options });
  onTestFinished(() => discord.close());
  return discord;
}

/** An unmodified discord.js client that has logged in, and is destroyed with the test. */
export async function aClient(
  discord: PracticeDiscord,
  onInteraction: (interaction: Interaction) => Promise<unknown> = async () => undefined,
  rest: Partial<RESTOptions> = {},
): Promise<Client<true>> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: discord.apiUrl, ...rest },
    allowedMentions: { parse: [] },
  });
  onTestFinished(() => client.destroy());
  client.on(Events.InteractionCreate, (interaction) => void onInteraction(interaction));
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  return ready;
}

/** Sends a request as a bot would, and returns status and body. */
export async function asBot(
  discord: PracticeDiscord,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers: {
      authorization: `Bot ${discord.token}`,
      'user-agent': 'DiscordBot (https://example.org, 1.0)',
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** Id of a practice Discord's first channel. */
export function firstChannel(discord: PracticeDiscord): string {
  const [channel] = discord.channels;
  if (channel === undefined) throw new Error('the practice server has no channel');
  return channel.id;
}

/** Resolves with the next event of a kind. */
export function nextEvent(discord: PracticeDiscord, kind: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = discord.onEvent((event) => {
      if (event.kind !== kind) return;
      stop();
      resolve();
    });
  });
}

/** The flag that shows an answer to one person only. */
export const ephemeral = MessageFlags.Ephemeral;
