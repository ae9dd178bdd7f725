import { REST, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { PracticeDiscord } from '../../practice/discord/index.ts';
import { aPracticeDiscord, asBot, firstChannel } from '../support/practice-client.ts';

const POSTS = { method: 'POST', path: '/messages' } as const;

function post(discord: PracticeDiscord, nonce = 'n', signal?: AbortSignal): Promise<unknown> {
  const rest = new REST({ api: discord.apiUrl, retries: 0 }).setToken(discord.token);
  const body = { content: 'x', nonce, enforce_nonce: true };
  return rest.post(Routes.channelMessages(firstChannel(discord)), {
    body,
    ...(signal === undefined ? {} : { signal }),
  });
}

function visible(discord: PracticeDiscord): number {
  return discord.messages(firstChannel(discord)).length;
}

describe('a scripted fault', () => {
  it.each([
    [{ kind: 'status', status: 500 }, 0],
    [{ kind: 'status', status: 403, code: 50013 }, 0],
    [{ kind: 'status', status: 502, html: true }, 0],
    [{ kind: 'reset' }, 0],
    [{ kind: 'accept-then-reset' }, 1],
  ] as const)(
    '%o fails the request and leaves %i message, and the repeat under its nonce makes one',
    async (effect, stored) => {
      const discord = await aPracticeDiscord();
      discord.fault({ match: POSTS, times: 1, effect });
      await expect(post(discord)).rejects.toThrow();
      expect(visible(discord)).toBe(stored);
      await post(discord);
      expect(visible(discord)).toBe(1);
      expect(discord.violations()).toEqual([]);
    },
  );

  it.each([
    ['hang', 0],
    ['accept-then-hang', 1],
  ] as const)(
    '"%s" answers nothing until the bot gives up, and leaves %i message',
    async (kind, stored) => {
      const discord = await aPracticeDiscord();
      discord.fault({ match: POSTS, times: 1, effect: { kind } });
      await expect(post(discord, 'n', AbortSignal.timeout(100))).rejects.toThrow();
      expect(visible(discord)).toBe(stored);
    },
  );

  it('names the moment a message is stored, before the bot has its answer', async () => {
    const discord = await aPracticeDiscord();
    discord.fault({ match: POSTS, times: 1, effect: { kind: 'accept-then-hang' } });
    const accepted = discord.accepted(POSTS);
    const answer = post(discord, 'n', AbortSignal.timeout(2_000)).then(
      () => 'answered',
      () => 'given up',
    );
    expect(await accepted).toMatchObject({ method: 'POST', status: 0 });
    expect(visible(discord)).toBe(1);
    await discord.close();
    expect(await answer).toBe('given up');
  });

  it.each(['user', 'global', 'shared'] as const)(
    'rate limits in scope "%s" with a time to wait',
    async (scope) => {
      const discord = await aPracticeDiscord();
      const effect = { kind: 'rate-limit', retryAfterMs: 1_500, scope } as const;
      discord.fault({ match: POSTS, times: 1, effect });
      const path = `/channels/${firstChannel(discord)}/messages`;
      const refused = await asBot(discord, 'POST', path, { content: 'x' });
      expect(refused).toMatchObject({
        status: 429,
        body: { retry_after: 1.5, global: scope === 'global' },
      });
      expect(discord.violations()).toEqual([]);
    },
  );

  it('befalls only matching requests, as often as it was told, until it is cleared', async () => {
    const discord = await aPracticeDiscord();
    const path = `/channels/${firstChannel(discord)}/messages`;
    const status = async (method: string) =>
      (await asBot(discord, method, path, { content: 'x' })).status;
    discord.fault({ match: POSTS, times: 2, effect: { kind: 'status', status: 500 } });
    expect((await asBot(discord, 'GET', path)).status).toBe(200);
    expect(await status('POST')).toBe(500);
    discord.clearFaults();
    expect(await status('POST')).toBe(200);
  });
});

describe('rates', () => {
  it('grant a channel five messages in five seconds, and tell the bot so', async () => {
    const discord = await aPracticeDiscord();
    const [first, second] = discord.channels.map(({ id }) => `/channels/${id}/messages`);
    for (let sent = 0; sent < 5; sent += 1) {
      expect((await asBot(discord, 'POST', first ?? '', { content: 'x' })).status).toBe(200);
    }
    const sixth = await asBot(discord, 'POST', first ?? '', { content: 'x' });
    expect(sixth).toMatchObject({ status: 429, body: { global: false } });
    expect((await asBot(discord, 'POST', second ?? '', { content: 'x' })).status).toBe(200);
    expect(discord.violations()).toEqual([]);
  });

  it('let an unmodified client wait rather than be refused', async () => {
    const discord = await aPracticeDiscord();
    const rest = new REST({ api: discord.apiUrl, rejectOnRateLimit: ['/channels'] }).setToken(
      discord.token,
    );
    const route = Routes.channelMessages(firstChannel(discord));
    for (let sent = 0; sent < 5; sent += 1) await rest.post(route, { body: { content: 'x' } });
    await expect(rest.post(route, { body: { content: 'x' } })).rejects.toMatchObject({
      name: expect.stringContaining('RateLimitError'),
      limit: 5,
    });
    expect(discord.requests().filter(({ status }) => status === 429)).toEqual([]);
  });

  it('refuse the fifty-first request of a second to everybody', async () => {
    const discord = await aPracticeDiscord();
    const calls = Array.from({ length: 60 }, () => asBot(discord, 'GET', '/users/@me'));
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(50);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });
});

describe('a request that is no request', () => {
  it.each([
    ['broken JSON', '{"content":', 400],
    ['more than 25 MiB', 'x'.repeat(25 * 1024 * 1024 + 1), 413],
  ])('is refused: %s', async (_, body, status) => {
    const discord = await aPracticeDiscord();
    const response = await fetch(
      `${discord.apiUrl}/v10/channels/${firstChannel(discord)}/messages`,
      {
        method: 'POST',
        headers: {
          authorization: `Bot ${discord.token}`,
          'user-agent': 'DiscordBot (https://example.org, 1.0)',
          'content-type': 'application/json',
        },
        body,
      },
    );
    expect(response.status).toBe(status);
  });
});
