import { createServer } from 'node:http';
import { REST, Routes } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createJournal } from '../../practice/discord/journal.ts';
import { listen } from '../../practice/discord/listen.ts';
import { createFaults } from '../../practice/discord/rest/faults.ts';
import { createRateLimits } from '../../practice/discord/rest/rate-limits.ts';
import { found } from '../../practice/discord/rest/reply.ts';
import { createRestServer } from '../../practice/discord/rest/rest-server.ts';
import { aClient, aPracticeDiscord, asBot, firstChannel } from '../support/practice-client.ts';

describe('posting to a channel', () => {
  it('twice under one nonce makes one message, and two once the window is over', async () => {
    for (const [nonceWindowMs, count] of [
      [60_000, 1],
      [-1, 2],
    ] as const) {
      const discord = await aPracticeDiscord({ nonceWindowMs });
      const channelId = firstChannel(discord);
      const rest = new REST({ api: discord.apiUrl, retries: 0 }).setToken(discord.token);
      const body = { content: 'crossed', nonce: 'a-nonce', enforce_nonce: true };
      await rest.post(Routes.channelMessages(channelId), { body });
      await rest.post(Routes.channelMessages(channelId), { body });
      expect(discord.messages(channelId)).toHaveLength(count);
      expect(discord.violations()).toEqual([]);
    }
  });

  it('shows an edit in place, with its time, and keeps what the edit leaves out', async () => {
    let nowMs = Date.UTC(2026, 0, 5, 9);
    const discord = await aPracticeDiscord({ nowMs: () => nowMs });
    const client = await aClient(discord);
    const channel = await client.channels.fetch(firstChannel(discord));
    if (!channel?.isSendable()) throw new Error('the bot cannot write here');
    const sent = await channel.send({
      content: 'before',
      embeds: [{ title: 'kept', image: { url: 'attachment://a.png' } }],
      files: [{ name: 'a.png', attachment: Buffer.from('picture') }],
    });
    nowMs += 60_000;
    await sent.edit({ content: 'after' });
    const [message] = discord.messages(channel.id);
    expect(message).toMatchObject({
      content: 'after',
      atMs: nowMs - 60_000,
      editedAtMs: nowMs,
      embeds: [{ title: 'kept' }],
      attachments: [{ filename: 'a.png' }],
    });
    expect(discord.violations()).toEqual([]);
  });

  it('lists its history newest first, without answers that only one person sees', async () => {
    const discord = await aPracticeDiscord();
    const client = await aClient(discord);
    const channel = await client.channels.fetch(firstChannel(discord));
    if (!channel?.isSendable()) throw new Error('the bot cannot write here');
    for (const content of ['one', 'two', 'three']) await channel.send(content);
    const history = await channel.messages.fetch({ limit: 2 });
    expect(history.map(({ content }) => content)).toEqual(['three', 'two']);
    expect(discord.violations()).toEqual([]);
  });

  it('mentions a role only where the message allows it', async () => {
    const discord = await aPracticeDiscord();
    const channelId = firstChannel(discord);
    const role = discord.roles[0]?.id ?? '';
    for (const roles of [[], [role]]) {
      await asBot(discord, 'POST', `/channels/${channelId}/messages`, {
        content: `<@&${role}> look`,
        allowed_mentions: { parse: [], roles },
      });
    }
    expect(discord.messages(channelId).map(({ mentionedRoleIds }) => mentionedRoleIds)).toEqual([
      [],
      [role],
    ]);
  });

  it.each([
    ['SendMessages', { content: 'x' }, 50013],
    ['ViewChannel', { content: 'x' }, 50001],
    ['EmbedLinks', { embeds: [{ title: 'x' }] }, 50013],
  ] as const)('is refused without %s, and works again with it', async (right, body, code) => {
    const discord = await aPracticeDiscord();
    const path = `/channels/${firstChannel(discord)}/messages`;
    discord.deny(firstChannel(discord), [right]);
    expect(await asBot(discord, 'POST', path, body)).toMatchObject({ status: 403, body: { code } });
    discord.deny(firstChannel(discord), []);
    expect(await asBot(discord, 'POST', path, body)).toMatchObject({ status: 200 });
  });

  it('answers an empty history where the bot may not read it', async () => {
    const discord = await aPracticeDiscord();
    const path = `/channels/${firstChannel(discord)}/messages`;
    await asBot(discord, 'POST', path, { content: 'x' });
    discord.deny(firstChannel(discord), ['ReadMessageHistory']);
    expect(await asBot(discord, 'GET', path)).toEqual({ status: 200, body: [] });
  });

  it('tells unknown channels and messages apart', async () => {
    const discord = await aPracticeDiscord();
    const channelId = firstChannel(discord);
    const lost = await asBot(discord, 'POST', '/channels/1/messages', { content: 'x' });
    expect(lost).toMatchObject({ status: 404, body: { code: 10003 } });
    const edit = await asBot(discord, 'PATCH', `/channels/${channelId}/messages/1`, {});
    expect(edit).toMatchObject({ status: 404, body: { code: 10008 } });
  });
});

describe('a bot at the door', () => {
  it('may stand on any port: a taken one is replaced', async () => {
    const first = await aPracticeDiscord();
    const second = await aPracticeDiscord({ port: Number(new URL(first.pageUrl).port) });
    expect(second.pageUrl).not.toBe(first.pageUrl);
    expect((await asBot(second, 'GET', '/users/@me')).status).toBe(200);
  });

  it('is refused with a wrong token', async () => {
    const discord = await aPracticeDiscord({ token: 'right' });
    const answer = await asBot({ ...discord, token: 'wrong' }, 'GET', '/users/@me');
    expect(answer).toEqual({ status: 401, body: { code: 0, message: '401: Unauthorized' } });
  });

  it('is refused without a proper user agent', async () => {
    const discord = await aPracticeDiscord();
    const response = await fetch(`${discord.apiUrl}/v10/users/@me`, {
      headers: { authorization: `Bot ${discord.token}`, 'user-agent': 'curl' },
    });
    expect(await response.json()).toMatchObject({ code: 40333 });
    expect(discord.violations()).toHaveLength(1);
  });
});

describe("the server's own answers", () => {
  it('satisfy the API description on every route', async () => {
    const discord = await aPracticeDiscord();
    const channel = `/channels/${firstChannel(discord)}`;
    const bot = discord.botUserId;
    const command = {
      name: 'flip',
      description: 'x',
      options: null,
      default_member_permissions: '0',
    };
    const posted = await asBot(discord, 'POST', `${channel}/messages`, { content: 'x', nonce: 7 });
    const id = /"id":"(\d+)"/.exec(JSON.stringify(posted.body))?.[1];
    const calls = [
      ['GET', '/gateway/bot'],
      ['GET', '/users/@me'],
      ['GET', '/applications/@me'],
      ['GET', '/oauth2/applications/@me'],
      ['PUT', `/applications/${bot}/commands`, [command]],
      ['GET', `/applications/${bot}/commands`],
      ['PUT', `/applications/${bot}/guilds/${discord.guildId}/commands`, [command]],
      ['GET', channel],
      ['GET', `${channel}/messages`],
      ['GET', `${channel}/messages/${id}`],
      ['PATCH', `${channel}/messages/${id}`, { content: 'y' }],
      ['DELETE', `${channel}/messages/${id}`],
    ] as const;
    for (const [method, path, body] of calls) {
      expect((await asBot(discord, method, path, body)).status, path).toBeLessThan(300);
    }
    expect(discord.violations()).toEqual([]);
    await asBot(discord, 'GET', '/guilds/1/bans');
    expect(discord.violations()).toEqual(['GET /guilds/1/bans is not simulated']);
  });

  it.each([
    ['GatewayBotResponseSchema', { url: 'ws://127.0.0.1', shards: '1' }],
    ['UserResponseSchema', []],
    [{ listOf: 'MessageResponseSchema' }, {}],
    ['nothing', {}],
  ] as const)('are violations of its own where they break it: %o', async (answers, body) => {
    const journal = createJournal(() => 0);
    const rest = createRestServer({
      nowMs: () => 0,
      token: 'x',
      journal,
      faults: createFaults(),
      rates: createRateLimits(),
      routes: [
        { method: 'GET', path: '/lie', access: 'interaction', answers, run: () => found(body) },
      ],
    });
    const server = createServer((request, response) => {
      void rest.answer(request, response, new URL('http://localhost/lie'));
    });
    onTestFinished(() => void server.close());
    const origin = await listen(server, 0);
    await fetch(`http://${origin}/`, { headers: { 'user-agent': 'DiscordBot (x, 1)' } });
    expect(journal.violations()).not.toEqual([]);
    expect(journal.violations().join()).toContain('practice server: GET /lie');
  });
});
