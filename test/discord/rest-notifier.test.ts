import { describe, expect, it, onTestFinished } from 'vitest';
import { flipAnswer } from '../../src/core/text/flip-answer.ts';
import { type Message, sentence } from '../../src/core/text/message.ts';
import type { PostOptions } from '../../src/discord/notifier.ts';
import { aNotifier } from '../support/connected-bot.ts';
import { brokenCharts } from '../support/discord-parts.ts';
import { aView } from '../support/market-view.ts';
import { aPracticeDiscord, firstChannel } from '../support/practice-client.ts';

const OPTIONS: PostOptions = { nonce: 'n1', silent: false, mentionRoleId: null };
const POSTS = { method: 'POST', path: '/messages' };

function soon(): AbortSignal {
  return AbortSignal.timeout(5_000);
}

async function aChannel() {
  const discord = await aPracticeDiscord();
  onTestFinished(() => expect(discord.violations()).toEqual([]));
  return { discord, channelId: firstChannel(discord), notifier: aNotifier(discord) };
}

const ALERT: Message = {
  content: 'BTC fell through its gamma flip: 71,240 vs 72,180.',
  embed: { title: 'BTC below its gamma flip', lines: ['x'], footer: 'alert 4f2c', tone: 'short' },
  chart: null,
  buttons: [{ action: 'flow', label: 'Flow', symbol: 'BTC' }],
};

describe('posting', () => {
  it('delivers sentence, embed, chart with alt text and buttons, and returns the id', async () => {
    const { discord, channelId, notifier } = await aChannel();
    const outcome = await notifier.post(channelId, flipAnswer(aView()), OPTIONS, soon());
    const [message] = discord.messages(channelId);
    expect(outcome).toEqual({ kind: 'accepted', messageId: message?.id });
    expect(message?.attachments[0]?.description).toMatch(/BTC dealer gamma/);
    expect(message?.embeds[0]?.image?.url).toBeDefined();
    expect(message?.content).toMatch(/\nSIMULATED: practice market, invented prices$/);
  });

  it('mentions the one role below the sentence and keeps quiet when told to', async () => {
    const { discord, channelId, notifier } = await aChannel();
    const roleId = discord.roles[0]?.id ?? '';
    const options = { nonce: 'n2', silent: true, mentionRoleId: roleId };
    const everyone = sentence('BTC @everyone <@&1> fell.');
    await notifier.post(channelId, everyone, options, soon());
    const [message] = discord.messages(channelId);
    expect(message?.mentionedRoleIds).toEqual([roleId]);
    expect(message?.content.split('\n').at(-1)).toBe(`<@&${roleId}>`);
    expect((message?.flags ?? 0) & 4096).toBe(4096);
  });

  it('goes out without a chart that cannot be drawn', async () => {
    const { discord, channelId } = await aChannel();
    const notifier = aNotifier(discord, { charts: brokenCharts() });
    const outcome = await notifier.post(channelId, flipAnswer(aView()), OPTIONS, soon());
    expect(outcome.kind).toBe('accepted');
    expect(discord.messages(channelId)[0]?.embeds[0]?.description).toMatch(/Chart not drawn: /);
  });

  it('sends one request for one attempt, whatever the answer', async () => {
    const { discord, channelId, notifier } = await aChannel();
    const effects = [
      { kind: 'status', status: 500 },
      { kind: 'reset' },
      { kind: 'accept-then-reset' },
      { kind: 'rate-limit', retryAfterMs: 1_500, scope: 'user' },
    ] as const;
    const kinds: string[] = [];
    for (const [index, effect] of effects.entries()) {
      discord.fault({ match: POSTS, times: 1, effect });
      const options = { ...OPTIONS, nonce: `once-${index}` };
      kinds.push((await notifier.post(channelId, sentence(`${index}`), options, soon())).kind);
    }
    expect(kinds).toEqual(['ambiguous', 'ambiguous', 'ambiguous', 'rate-limited']);
    expect(discord.requests().filter(({ method }) => method === 'POST')).toHaveLength(4);
  });

  it('posts once when the answer was lost and the attempt is repeated', async () => {
    const { discord, channelId, notifier } = await aChannel();
    discord.fault({ match: POSTS, times: 1, effect: { kind: 'accept-then-reset' } });
    const first = await notifier.post(channelId, ALERT, OPTIONS, soon());
    expect(first.kind).toBe('ambiguous');
    const second = await notifier.post(channelId, ALERT, OPTIONS, soon());
    expect(discord.messages(channelId)).toHaveLength(1);
    expect(second).toEqual({ kind: 'accepted', messageId: discord.messages(channelId)[0]?.id });
  });

  it('reports a global limit as one of all channels and does not wait for it', async () => {
    const { discord, channelId, notifier } = await aChannel();
    const effect = { kind: 'rate-limit', retryAfterMs: 60_000, scope: 'global' } as const;
    discord.fault({ match: POSTS, times: 1, effect });
    const outcome = await notifier.post(channelId, ALERT, OPTIONS, soon());
    expect(outcome).toMatchObject({ kind: 'rate-limited', scope: 'all' });
    if (outcome.kind === 'rate-limited') expect(outcome.retryAfterMs).toBeGreaterThan(55_000);
  });

  it.each([403, 429])('takes a page with status %i for the edge', async (status) => {
    const { discord, channelId, notifier } = await aChannel();
    discord.fault({ match: POSTS, times: 1, effect: { kind: 'status', status, html: true } });
    const outcome = await notifier.post(channelId, ALERT, OPTIONS, soon());
    expect(outcome).toMatchObject({ kind: 'blocked' });
  });

  it('tells a missing permission from a missing channel', async () => {
    const { discord, channelId, notifier } = await aChannel();
    discord.deny(channelId, ['SendMessages']);
    const forbidden = await notifier.post(channelId, ALERT, OPTIONS, soon());
    expect(forbidden).toEqual({ kind: 'forbidden', code: 50_013 });
    const gone = await notifier.post('999999999999999999', ALERT, OPTIONS, soon());
    expect(gone).toEqual({ kind: 'gone', code: 10_003 });
  });

  it('reports a wrong token each time it is asked, not only the first', async () => {
    const { discord, channelId } = await aChannel();
    const notifier = aNotifier(discord, { token: 'wrong.token.here' });
    for (const nonce of ['a', 'b']) {
      const outcome = await notifier.post(channelId, ALERT, { ...OPTIONS, nonce }, soon());
      expect(outcome).toEqual({ kind: 'unauthorized' });
    }
  });

  it('gives up with its signal when Discord hangs', async () => {
    const { discord, channelId, notifier } = await aChannel();
    discord.fault({ match: POSTS, times: 1, effect: { kind: 'hang' } });
    const signal = AbortSignal.timeout(200);
    const outcome = await notifier.post(channelId, ALERT, OPTIONS, signal);
    expect(outcome).toMatchObject({ kind: 'ambiguous' });
  });
});

describe('editing', () => {
  it('replaces sentence, embed, chart and buttons of the message', async () => {
    const { discord, channelId, notifier } = await aChannel();
    const posted = await notifier.post(channelId, flipAnswer(aView()), OPTIONS, soon());
    const messageId = posted.kind === 'accepted' ? posted.messageId : '';
    const edited = await notifier.edit(channelId, messageId, ALERT, soon());
    expect(edited).toEqual({ kind: 'accepted', messageId });
    const [message] = discord.messages(channelId);
    expect(message?.content).toMatch(/^BTC fell/);
    expect(message?.attachments).toEqual([]);
    expect(message?.embeds[0]?.title).toBe('BTC below its gamma flip');
    await notifier.edit(channelId, messageId, flipAnswer(aView()), soon());
    expect(discord.messages(channelId)[0]?.attachments).toHaveLength(1);
  });

  it('knows a message that was deleted', async () => {
    const { channelId, notifier } = await aChannel();
    const outcome = await notifier.edit(channelId, '999999999999999999', ALERT, soon());
    expect(outcome).toEqual({ kind: 'gone', code: 10_008 });
  });
});

describe('looking for a message whose answer was lost', () => {
  it('finds it by what it says, also below a mention, and not another', async () => {
    const { discord, channelId, notifier } = await aChannel();
    const mentionRoleId = discord.roles[0]?.id ?? null;
    await notifier.post(channelId, ALERT, { ...OPTIONS, mentionRoleId }, soon());
    await notifier.post(channelId, sentence('Something else.'), { ...OPTIONS, nonce: 'x' }, soon());
    expect(await notifier.findPosted(channelId, ALERT, soon())).toEqual({
      kind: 'found',
      messageId: discord.messages(channelId)[0]?.id,
    });
    const other = { ...ALERT, content: 'BTC fell through its gamma flip: 71,200 vs 72,180.' };
    expect(await notifier.findPosted(channelId, other, soon())).toEqual({ kind: 'absent' });
  });

  it('says that it does not know where history cannot be read', async () => {
    const { discord, channelId, notifier } = await aChannel();
    discord.deny(channelId, ['ReadMessageHistory', 'ViewChannel']);
    expect(await notifier.findPosted(channelId, ALERT, soon())).toEqual({ kind: 'unknown' });
  });
});
