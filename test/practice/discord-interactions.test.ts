import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { PracticeDiscord } from '../../practice/discord/index.ts';
import type { PracticeDiscordOptions } from '../../practice/discord/practice-discord.ts';
import { aPracticeDiscord, asBot, ephemeral, firstChannel } from '../support/practice-client.ts';

type Opened = { readonly discord: PracticeDiscord; readonly path: string; readonly hook: string };

/** A person has typed `/ping`, and a hand-driven bot has received it but not yet answered. */
async function anOpenInteraction(
  options: Partial<PracticeDiscordOptions> = {},
): Promise<Opened & { readonly answer: ReturnType<PracticeDiscord['command']> }> {
  const discord = await aPracticeDiscord(options);
  const socket = new WebSocket(
    `${discord.apiUrl.replace('http', 'ws').replace('/api', '/gateway')}?v=10`,
  );
  const received = new Promise<{ readonly id: string; readonly token: string }>((resolve) => {
    socket.on('message', (text) => {
      const frame = JSON.parse(text.toString());
      const properties = { os: 'linux', browser: 'x', device: 'x' };
      if (frame.op === 10) {
        socket.send(JSON.stringify({ op: 2, d: { token: discord.token, intents: 1, properties } }));
      }
      if (frame.t === 'INTERACTION_CREATE') resolve(frame.d);
    });
  });
  await new Promise<void>((resolve) => {
    discord.onEvent((event) => event.kind === 'gateway-connected' && resolve());
  });
  await asBot(discord, 'PUT', `/applications/${discord.botUserId}/commands`, [
    { name: 'ping', description: 'Answers' },
  ]);
  const answer = discord.command({ name: 'ping', channelId: firstChannel(discord) });
  answer.catch(() => undefined);
  const { id, token } = await received;
  const path = `/interactions/${id}/${token}/callback`;
  return { discord, path, hook: `/webhooks/${discord.botUserId}/${token}`, answer };
}

const DEFER = { type: 5, data: { flags: 0 } };
const REPLY = { type: 4, data: { content: 'pong' } };

describe('the first response to an interaction', () => {
  it('is the answer when it is a message', async () => {
    const { discord, path, answer } = await anOpenInteraction();
    expect((await asBot(discord, 'POST', path, REPLY)).status).toBe(204);
    expect(await answer).toMatchObject({ content: 'pong', ephemeral: false });
  });

  it('comes back described when the bot asks for it', async () => {
    const { discord, path } = await anOpenInteraction();
    const reply = await asBot(discord, 'POST', `${path}?with_response=true`, REPLY);
    expect(reply).toMatchObject({
      status: 200,
      body: { resource: { type: 4, message: { content: 'pong' } } },
    });
    expect(discord.violations()).toEqual([]);
  });

  it('counts once: a second is answered with 40060', async () => {
    const { discord, path } = await anOpenInteraction();
    await asBot(discord, 'POST', path, DEFER);
    expect(await asBot(discord, 'POST', path, REPLY)).toMatchObject({
      status: 400,
      body: { code: 40060 },
    });
  });

  it('is too late after its deadline: 10062 for the bot, a failure for the person', async () => {
    const { discord, path, answer } = await anOpenInteraction({ firstResponseMsMax: 0 });
    await expect(answer).rejects.toThrow(/did not respond/);
    expect(await asBot(discord, 'POST', path, REPLY)).toMatchObject({
      status: 404,
      body: { code: 10062 },
    });
  });

  it('is deferred with flags and nothing else', async () => {
    const { discord, path } = await anOpenInteraction();
    await asBot(discord, 'POST', path, { type: 5, data: { content: 'early' } });
    expect(discord.violations()).toEqual(['a deferred response carries nothing but flags']);
  });

  it.each([
    ['an update, where no button was pressed', { type: 7, data: { content: 'x' } }],
    ['choices, where nothing is being typed', { type: 8, data: { choices: [] } }],
    ['an unknown type', { type: 99 }],
  ])('cannot be %s', async (_, body) => {
    const { discord, path } = await anOpenInteraction();
    expect(await asBot(discord, 'POST', path, body)).toMatchObject({ body: { code: 50035 } });
    expect(discord.violations()).toHaveLength(1);
  });
});

describe('what follows a deferred response', () => {
  it('is the answer when it edits the original, and keeps it private if it was deferred so', async () => {
    const { discord, path, hook, answer } = await anOpenInteraction();
    await asBot(discord, 'POST', path, { type: 5, data: { flags: ephemeral } });
    await asBot(discord, 'PATCH', `${hook}/messages/@original`, { content: 'pong' });
    expect(await answer).toMatchObject({ content: 'pong', ephemeral: true });
    expect(discord.messages(firstChannel(discord))).toEqual([]);
    expect(discord.violations()).toEqual([]);
  });

  it('takes the place of the loading message when it is a follow-up, and adds one after it', async () => {
    const { discord, path, hook, answer } = await anOpenInteraction();
    await asBot(discord, 'POST', path, DEFER);
    await asBot(discord, 'POST', hook, { content: 'first' });
    await asBot(discord, 'POST', hook, { content: 'second' });
    expect((await answer).content).toBe('first');
    const contents = discord.messages(firstChannel(discord)).map(({ content }) => content);
    expect(contents).toEqual(['first', 'second']);
  });

  it('can be read and deleted', async () => {
    const { discord, path, hook } = await anOpenInteraction();
    await asBot(discord, 'POST', path, REPLY);
    const original = `${hook}/messages/@original`;
    expect(await asBot(discord, 'GET', original)).toMatchObject({ body: { content: 'pong' } });
    await asBot(discord, 'DELETE', original);
    expect(await asBot(discord, 'GET', original)).toMatchObject({ body: { code: 10008 } });
    expect(discord.violations()).toEqual([]);
  });

  it('is refused before the first response and after the token has expired', async () => {
    const early = await anOpenInteraction();
    expect(
      await asBot(early.discord, 'PATCH', `${early.hook}/messages/@original`, { content: 'x' }),
    ).toMatchObject({ status: 404, body: { code: 10015 } });
    const late = await anOpenInteraction({ interactionTokenMs: 0 });
    await asBot(late.discord, 'POST', late.path, DEFER);
    expect(
      await asBot(late.discord, 'PATCH', `${late.hook}/messages/@original`, { content: 'x' }),
    ).toMatchObject({ status: 401, body: { code: 50027 } });
  });
});
