import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../../src/commands/command.ts';
import { sentence } from '../../src/core/text/message.ts';
import type { SlashCommand } from '../../src/discord/interactions.ts';
import { aBot, aConnectedBot } from '../support/connected-bot.ts';
import { brokenCharts } from '../support/discord-parts.ts';
import { eventually } from '../support/eventually.ts';
import { DATA_TIME_MS } from '../support/market-view.ts';
import { aPracticeDiscord, firstChannel, nextEvent } from '../support/practice-client.ts';
import { anObservation } from '../support/stored-values.ts';

const LONG_MS = 10_000;

function aCommand(run: () => Promise<ReturnType<typeof sentence>>): SlashCommand<CommandContext> {
  const description = 'A command of the test';
  return { kind: 'single', name: 'help', description, needs: 'anyone', options: [], run };
}

describe('a connected bot', () => {
  it('registers its commands for servers, settings only for Manage Server', async () => {
    const { discord, gateway } = await aConnectedBot();
    const registered = discord.commands();
    expect(registered.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['flip', 'gex', 'flow', 'levels', 'alert', 'summary', 'status']),
    );
    const needs = new Map(registered.map((each) => [each.name, each.default_member_permissions]));
    expect(needs.get('flip')).toBe(null);
    expect(needs.get('alert')).toBe(String(1 << 5));
    expect(needs.get('summary')).toBe(String(1 << 5));
    expect(gateway.isReady()).toBe(true);
  });

  it('answers to the asker alone, with a chart that has alt text, marked as simulated', async () => {
    const { discord, context } = await aConnectedBot();
    await context.store.recordObservation(anObservation(), DATA_TIME_MS);
    const channelId = firstChannel(discord);
    const answer = await discord.command({ name: 'flip', channelId });
    expect(answer.ephemeral).toBe(true);
    expect(answer.content).toMatch(/^BTC 71,240.*\nSIMULATED: practice market/);
    expect(answer.attachments[0]?.description).toMatch(/BTC dealer gamma/);
    expect(answer.embeds[0]?.footer?.text).toMatch(/^SIMULATED · /);
    expect(discord.messages(channelId)).toEqual([]);
  });

  it('answers without a chart, and says so, where none can be drawn', async () => {
    const { discord, context } = await aConnectedBot({ charts: brokenCharts() });
    await context.store.recordObservation(anObservation(), DATA_TIME_MS);
    const answer = await discord.command({ name: 'flip', channelId: firstChannel(discord) });
    expect(answer.attachments).toEqual([]);
    expect(answer.embeds[0]?.description).toMatch(/\nChart not drawn: .+$/);
  });

  it('answers its buttons as the command would, and shares an answer for everyone', async () => {
    const { discord, context } = await aConnectedBot();
    await context.store.recordObservation(anObservation(), DATA_TIME_MS);
    const channelId = firstChannel(discord);
    const first = await discord.command({ name: 'flip', channelId });
    const flow = await discord.press({
      messageId: first.messageId,
      customId: 'v1:flow:BTC',
      channelId,
    });
    expect(flow.ephemeral).toBe(true);
    const fallen = await discord.press({
      messageId: flow.messageId,
      customId: 'v1:flow-2:BTC',
      channelId,
    });
    expect(fallen.ephemeral).toBe(true);
    expect(fallen.content).toMatch(/^BTC 71,240, if −2%: /);
    const shared = await discord.press({
      messageId: first.messageId,
      customId: 'v1:share:flip:BTC',
      channelId,
    });
    expect(shared.ephemeral).toBe(false);
    expect(shared.content).toBe(first.content);
    expect(JSON.stringify(shared.components)).not.toContain('v1:share:');
    expect(discord.messages(channelId).map(({ content }) => content)).toEqual([first.content]);
  });

  it('offers symbols while one types', async () => {
    const { discord } = await aConnectedBot();
    const request = { name: 'flip', option: 'symbol', channelId: firstChannel(discord) };
    const hints = await discord.autocomplete({ ...request, typed: 'e' });
    expect(hints.map(({ value }) => value)).toEqual(['ETH']);
  });

  it('refuses settings to members also where an administrator opened the command to all', async () => {
    const { discord, context } = await aConnectedBot();
    const answer = await discord.command({
      name: 'alert',
      subcommand: 'add',
      options: { symbol: 'BTC' },
      channelId: firstChannel(discord),
      as: 'member',
      openToEveryone: true,
    });
    expect(answer.content).toContain('Manage Server');
    expect(await context.store.rulesOfGuild(discord.guildId)).toEqual([]);
  });

  it('names what it lacks in a channel that an alert should go to', async () => {
    const { discord, gateway, context } = await aConnectedBot();
    const channelId = firstChannel(discord);
    const updated = { name: 'alert', subcommand: 'add', options: { symbol: 'BTC' }, channelId };
    discord.deny(channelId, ['AttachFiles', 'SendMessages']);
    const answer = await discord.command(updated);
    expect(answer.content).toContain('Attach Files');
    expect(answer.content).toContain('Send Messages');
    expect(await context.store.rulesOfGuild(discord.guildId)).toEqual([]);
    discord.deny(channelId, []);
    expect((await discord.command(updated)).content).toContain('is on');
    expect(gateway.missingPermissions({ guildId: discord.guildId, channelId })).toEqual([]);
    expect(gateway.missingPermissions({ guildId: '1', channelId })).toEqual(['View Channel']);
  });

  it('turns a throw into a sentence with an id, and answers on', async () => {
    let calls = 0;
    const { discord, log } = await aConnectedBot({
      commands: [
        aCommand(() => {
          calls += 1;
          return calls === 1
            ? Promise.reject(new Error('no disk'))
            : Promise.resolve(sentence('ok'));
        }),
      ],
    });
    const request = { name: 'help', channelId: firstChannel(discord) };
    const failed = await discord.command(request);
    const errorId = /\(error ([0-9a-f]+)\)/.exec(failed.content)?.[1];
    expect(log.lines.filter(({ fields }) => fields.errorId === errorId)).toHaveLength(1);
    expect((await discord.command(request)).content).toMatch(/^ok/);
  });

  it('defers at once, before a slow command has its answer', async () => {
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 400));
    const { discord } = await aConnectedBot({
      commands: [aCommand(() => slow().then(() => sentence('late but here')))],
    });
    const answer = await discord.command({ name: 'help', channelId: firstChannel(discord) });
    expect(answer.content).toMatch(/^late but here/);
    expect(answer.firstResponseMs).toBeLessThan(300);
  });

  it(
    'logs an interaction that Discord has forgotten, and answers the next',
    async () => {
      const impatient = await aPracticeDiscord({ firstResponseMsMax: 500 });
      const { discord, log } = await aConnectedBot({ discord: impatient });
      const request = { name: 'help', channelId: firstChannel(discord) };
      discord.fault({
        match: { path: '/callback' },
        times: 1,
        effect: { kind: 'status', status: 404, code: 10_062 },
      });
      await expect(discord.command(request)).rejects.toThrow();
      expect(log.lines).toContainEqual({
        event: 'interaction not deferred',
        fields: { command: 'help', status: 404, code: '10062' },
      });
      expect((await discord.command(request)).content).toMatch(/hedgeflow/);
    },
    LONG_MS,
  );

  it(
    'comes back after the connection was cut',
    async () => {
      const { discord, gateway } = await aConnectedBot();
      const resumed = nextEvent(discord, 'gateway-resumed');
      discord.gateway.dropAll(4000);
      await resumed;
      const answer = await discord.command({ name: 'help', channelId: firstChannel(discord) });
      expect(answer.content).toMatch(/hedgeflow/);
      expect(gateway.isReady()).toBe(true);
    },
    LONG_MS,
  );
});

describe('a bot that is stopped', () => {
  it('finishes the answer under way and is gone within two seconds', async () => {
    let finish: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { discord, gateway } = await aConnectedBot({
      commands: [aCommand(() => waiting.then(() => sentence('in time')))],
    });
    const deferred = discord.accepted({ path: '/callback' });
    const answer = discord.command({ name: 'help', channelId: firstChannel(discord) });
    await deferred;
    const startedMs = performance.now();
    const stopped = gateway.stop();
    finish();
    expect((await answer).content).toMatch(/^in time/);
    await stopped;
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect(gateway.isReady()).toBe(false);
  });

  it('does not wait for a command that hangs', async () => {
    const { discord, gateway } = await aConnectedBot({
      commands: [aCommand(() => new Promise(() => undefined))],
    });
    const deferred = discord.accepted({ path: '/callback' });
    const answer = discord.command({ name: 'help', channelId: firstChannel(discord) });
    answer.catch(() => undefined);
    await deferred;
    const startedMs = performance.now();
    await gateway.stop();
    expect(performance.now() - startedMs).toBeLessThan(3_000);
  });
});

describe('a bot that Discord refuses', () => {
  it('says that the token is wrong, once', async () => {
    const { gateway, fatal } = await aBot({ token: 'wrong.token.here' });
    await gateway.start(AbortSignal.timeout(LONG_MS));
    expect(fatal).toHaveLength(1);
    expect(fatal[0]).toMatch(/DISCORD_TOKEN/);
    expect(gateway.isReady()).toBe(false);
  });

  it.each([
    [4004, /token/],
    [4011, /servers/],
    [4013, /intents/],
    [4014, /intents/],
  ])('says what to mend when the gateway closes with %i', async (code, words) => {
    const { discord, gateway, fatal } = await aConnectedBot();
    const gone = nextEvent(discord, 'gateway-disconnected');
    discord.gateway.dropAll(code);
    await gone;
    await expect.poll(() => fatal).toEqual([expect.stringMatching(words)]);
    expect(gateway.isReady()).toBe(false);
  });

  it(
    'keeps trying where Discord is only away',
    async () => {
      const discord = await aPracticeDiscord();
      const path = '/gateway/bot';
      discord.fault({ match: { path }, times: 4, effect: { kind: 'status', status: 503 } });
      const { gateway, fatal } = await aBot({ discord });
      await gateway.start(AbortSignal.timeout(LONG_MS));
      expect(gateway.isReady()).toBe(true);
      expect(fatal).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'lets the start end with its signal and goes on connecting',
    async () => {
      const discord = await aPracticeDiscord();
      const path = '/gateway/bot';
      discord.fault({ match: { path }, times: 4, effect: { kind: 'status', status: 503 } });
      const { gateway } = await aBot({ discord });
      await gateway.start(AbortSignal.timeout(50));
      expect(gateway.isReady()).toBe(false);
      await expect.poll(() => gateway.isReady(), { timeout: 8_000 }).toBe(true);
    },
    LONG_MS,
  );
});

describe('the servers that the bot is in', () => {
  it('are told when connected and when one is left, and an outage is no departure', async () => {
    const { discord, guilds } = await aConnectedBot();
    expect(guilds).toEqual([[discord.guildId]]);
    discord.dropGuild('outage');
    discord.dropGuild('left');
    await eventually('word of the departure', () => guilds[1]);
    expect(guilds).toEqual([[discord.guildId], []]);
  });
});
