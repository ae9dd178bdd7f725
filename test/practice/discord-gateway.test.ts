import { Client, Events, GatewayIntentBits } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { PracticeDiscord } from '../../practice/discord/index.ts';
import { aClient, aPracticeDiscord, firstChannel, nextEvent } from '../support/practice-client.ts';

const ping = { name: 'ping', description: 'Answers' } as const;

async function aServerWithBot() {
  const discord = await aPracticeDiscord();
  const client = await aClient(discord, async (interaction) =>
    interaction.isChatInputCommand() ? interaction.reply('pong') : undefined,
  );
  await client.application.commands.set([ping]);
  return { discord, client };
}

function pingAnswer(discord: PracticeDiscord): Promise<{ readonly content: string }> {
  return discord.command({ name: 'ping', channelId: firstChannel(discord) });
}

/** A hand-driven connection: sends its frames after hello, resolves with the close code. */
async function closeCodeAfter(discord: PracticeDiscord, ...frames: readonly unknown[]) {
  return closeCode(new WebSocket(gatewayUrl(discord, 10)), frames);
}

function gatewayUrl({ apiUrl }: PracticeDiscord, version: number): string {
  return `${apiUrl.replace('http', 'ws').replace('/api', '/gateway')}?v=${version}`;
}

async function closeCode(socket: WebSocket, frames: readonly unknown[]) {
  onTestFinished(() => socket.terminate());
  socket.on('message', (data) => {
    if (JSON.parse(data.toString()).op !== 10) return;
    for (const frame of frames) socket.send(JSON.stringify(frame));
  });
  return new Promise((resolve) => socket.on('close', resolve));
}

describe('a connected bot', () => {
  it.each([
    ['its connection is cut', (discord: PracticeDiscord) => discord.gateway.dropAll()],
    ['it is closed with 4000', (discord: PracticeDiscord) => discord.gateway.dropAll(4000)],
    ['it is asked to reconnect', (discord: PracticeDiscord) => discord.gateway.reconnect()],
    [
      'its session needs renewing',
      (discord: PracticeDiscord) => discord.gateway.invalidateSession(true),
    ],
  ])('resumes its session after %s, and answers again', async (_, disturb) => {
    const { discord } = await aServerWithBot();
    const resumed = nextEvent(discord, 'gateway-resumed');
    disturb(discord);
    await resumed;
    expect(discord.gateway.sessions()).toBe(1);
    expect((await pingAnswer(discord)).content).toBe('pong');
    expect(discord.violations()).toEqual([]);
  });

  it('hears after a resume what happened while it was away', async () => {
    const { discord, client } = await aServerWithBot();
    const channelId = firstChannel(discord);
    const updated = new Promise((resolve) => client.once(Events.ChannelUpdate, resolve));
    const gone = nextEvent(discord, 'gateway-disconnected');
    discord.gateway.dropAll();
    await gone;
    expect(discord.gateway.sessions()).toBe(0);
    discord.deny(channelId, ['SendMessages']);
    await updated;
    const channel = client.channels.cache.get(channelId);
    if (channel === undefined || channel.isDMBased())
      throw new Error('a channel of the server was expected');
    expect(channel.permissionsFor(client.user)?.has('SendMessages')).toBe(false);
  });

  it('begins a new session where the old one was declared invalid', async () => {
    const { discord } = await aServerWithBot();
    const connected = nextEvent(discord, 'gateway-connected');
    discord.gateway.invalidateSession(false);
    await connected;
    expect((await pingAnswer(discord)).content).toBe('pong');
    expect(discord.violations()).toEqual([]);
  }, 15_000);

  it('is told by nobody but Discord that it may speak: a command without a bot fails at once', async () => {
    const { discord, client } = await aServerWithBot();
    const gone = nextEvent(discord, 'gateway-disconnected');
    await client.destroy();
    await gone;
    await expect(pingAnswer(discord)).rejects.toThrow(/no bot is connected/);
  });
});

describe('the gateway turns away', () => {
  it('a client with more intents than were promised', async () => {
    const discord = await aPracticeDiscord();
    const client = new Client({
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
      rest: { api: discord.apiUrl },
    });
    onTestFinished(() => client.destroy());
    const closed = new Promise<number>((resolve) =>
      client.once(Events.ShardDisconnect, ({ code }) => resolve(code)),
    );
    client.login(discord.token).catch(() => undefined);
    expect(await closed).toBe(4014);
    expect(discord.violations()).toEqual([expect.stringContaining('only Guilds was promised')]);
  });

  const properties = { os: 'linux', browser: 'x', device: 'x' };
  const identify = (over: object) => ({
    op: 2,
    d: { token: 'practice.discord.token', intents: 1, properties, ...over },
  });
  it.each([
    ['a wrong token', 4004, identify({ token: 'wrong' })],
    ['privileged intents', 4014, identify({ intents: 1 | (1 << 15) })],
    ['unknown intents', 4013, identify({ intents: 2 ** 29 })],
    ['an impossible shard', 4010, identify({ shard: [1, 1] })],
    ['an unknown opcode', 4001, { op: 99 }],
    ['a malformed frame', 4002, 'hello'],
    ['an oversized frame', 4002, { op: 1, d: 'x'.repeat(4_096) }],
    ['a presence before identify', 4003, { op: 3, d: {} }],
  ])('%s with %i', async (_, code, frame) => {
    const discord = await aPracticeDiscord();
    expect(await closeCodeAfter(discord, frame)).toBe(code);
    expect(discord.violations()).toHaveLength(1);
  });

  it('a client that talks too much with 4008', async () => {
    const discord = await aPracticeDiscord();
    const beats = Array.from({ length: 121 }, () => ({ op: 1, d: null }));
    expect(await closeCodeAfter(discord, ...beats)).toBe(4008);
  });

  it('a client that identifies twice with 4005', async () => {
    const discord = await aPracticeDiscord();
    expect(await closeCodeAfter(discord, identify({}), identify({}))).toBe(4005);
  });

  it('a resume from a sequence that was never sent with 4007', async () => {
    const discord = await aPracticeDiscord();
    const session = new Promise<string>((resolve) => {
      discord.onEvent((event) => event.kind === 'gateway-connected' && resolve(event.sessionId));
    });
    await aClient(discord);
    const d = { token: discord.token, session_id: await session, seq: 1_000 };
    expect(await closeCodeAfter(discord, { op: 6, d })).toBe(4007);
  });

  it('another version of the API with 4012', async () => {
    const discord = await aPracticeDiscord();
    expect(await closeCode(new WebSocket(gatewayUrl(discord, 9)), [])).toBe(4012);
  });

  it('a client that stops beating with 4009', async () => {
    const discord = await aPracticeDiscord({ heartbeatIntervalMs: 20 });
    expect(await closeCodeAfter(discord, identify({}))).toBe(4009);
  });

  it('a page of another site that tries to listen', async () => {
    const discord = await aPracticeDiscord();
    const socket = new WebSocket(`${discord.pageUrl.replace('http', 'ws')}page/live`, {
      origin: 'https://example.org',
    });
    await expect(new Promise((_, reject) => socket.on('error', reject))).rejects.toThrow();
  });
});
