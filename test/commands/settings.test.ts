import { describe, expect, it } from 'vitest';
import type { CommandAction, CommandContext, CommandInput } from '../../src/commands/command.ts';
import { commands } from '../../src/commands/index.ts';
import { aListing } from '../support/a-listing.ts';
import { aCommandContext, anInput, someMarkets } from '../support/discord-parts.ts';
import { DATA_TIME_MS } from '../support/market-view.ts';
import { anObservation } from '../support/stored-values.ts';

function actionNamed(name: string): CommandAction {
  const [first, second] = name.split(' ');
  const command = commands.find((each) => each.name === first);
  if (command === undefined) throw new Error(`no command ${name}`);
  const action =
    command.kind === 'single' ? command : command.actions.find((each) => each.name === second);
  if (action === undefined) throw new Error(`no action ${name}`);
  return action;
}

async function say(
  name: string,
  context: CommandContext,
  options: CommandInput['options'] = {},
  from: Partial<CommandInput> = {},
): Promise<string> {
  const message = await actionNamed(name).run(anInput({ ...from, options }), context);
  return [message.content, ...(message.embed?.lines ?? [])].join('\n');
}

describe('/alert', () => {
  it('adds, lists and removes an alert', async () => {
    const context = await aCommandContext();
    expect(await say('alert add', context, { symbol: 'btc', role: '77' })).toContain('Alert 1');
    expect(await context.store.rulesOfGuild('100')).toMatchObject([
      { symbol: 'BTC', channelId: '200', roleId: '77', ownerId: '300', kind: 'flip_cross' },
    ]);
    expect(await say('alert list', context)).toMatch(/<#200>: alert \*\*1\*\* BTC <@&77>/);
    expect(await say('alert remove', context, { number: 1 })).toContain('off');
    expect(await context.store.rulesOfGuild('100')).toEqual([]);
  });

  it('says when an alert on a US market is judged and what it waits for', async () => {
    const spx = aListing('SPX', { venueName: 'Cboe', unit: 'index units', hours: 'new-york' });
    const context = await aCommandContext({ markets: someMarkets([spx]) });
    expect(await say('alert add', context, { symbol: 'SPX' })).toMatch(
      /from 09:45 to 16:15 ET on trading days, and waits while the data are graded below B/,
    );
  });

  it('refuses a channel where the bot cannot post and names what it lacks', async () => {
    const missing = ['Embed Links', 'Attach Files'];
    const context = await aCommandContext({ missingPermissions: () => missing });
    const answer = await say('alert add', context, { symbol: 'BTC', channel: '201' });
    expect(answer).toContain('Embed Links, Attach Files');
    expect(answer).toContain('<#201>');
    expect(await context.store.rulesOfGuild('100')).toEqual([]);
  });

  it('keeps one alert per channel and market', async () => {
    const context = await aCommandContext();
    await say('alert add', context, { symbol: 'BTC' });
    expect(await say('alert add', context, { symbol: 'BTC', role: '5' })).toMatch(
      /alert 1 already/,
    );
    await say('alert add', context, { symbol: 'ETH' });
    await say('alert add', context, { symbol: 'BTC', channel: '201' });
    expect(await context.store.rulesOfGuild('100')).toHaveLength(3);
  });

  it('keeps one alert where two members add it at the same moment', async () => {
    const context = await aCommandContext();
    const answers = await Promise.all(
      ['1', '2', '3'].map((userId) => say('alert add', context, { symbol: 'BTC' }, { userId })),
    );
    expect(await context.store.rulesOfGuild('100')).toHaveLength(1);
    expect(answers.filter((answer) => /is on/.test(answer))).toHaveLength(1);
    expect(answers.filter((answer) => /alert 1 already/.test(answer))).toHaveLength(2);
  });

  it('stops at a hundred alerts a server, with other servers untouched', async () => {
    const context = await aCommandContext();
    for (let channel = 0; channel < 100; channel += 1)
      await say('alert add', context, { symbol: 'BTC', channel: String(1_000 + channel) });
    expect(await say('alert add', context, { symbol: 'BTC', channel: '9' })).toMatch(/100 alerts/);
    expect(await context.store.rulesOfGuild('100')).toHaveLength(100);
    const elsewhere = { ...context, missingPermissions: () => [] };
    expect(await say('alert add', elsewhere, { symbol: 'BTC' }, { guildId: '101' })).toMatch(
      /is on/,
    );
  });

  it('never mentions everyone', async () => {
    const context = await aCommandContext();
    expect(await say('alert add', context, { symbol: 'BTC', role: '100' })).toMatch(/everyone/);
    expect(await context.store.rulesOfGuild('100')).toEqual([]);
  });

  it('neither shows nor removes alerts of another server', async () => {
    const context = await aCommandContext();
    await say('alert add', context, { symbol: 'BTC' });
    const stranger = { guildId: '101' };
    expect(await say('alert list', context, {}, stranger)).toMatch(/No alerts/);
    expect(await say('alert remove', context, { number: 1 }, stranger)).toMatch(/no alert 1/);
    expect(await context.store.rulesOfGuild('100')).toHaveLength(1);
  });
});

describe('/summary', () => {
  const BERLIN = { symbol: 'BTC', time: '08:00', zone: 'europe/berlin' };

  it('sets a daily time in a zone typed in any case, and says when the next one comes there', async () => {
    const context = await aCommandContext();
    // 08:14 UTC is 09:14 in Berlin, so today's 08:00 has passed.
    expect(await say('summary set', context, BERLIN)).toContain(
      'daily at 08:00 Europe/Berlin, next Wed 25 Nov 08:00',
    );
    expect(await context.store.allSummaries()).toMatchObject([
      { symbol: 'BTC', channelId: '200', minuteOfDay: 480, zone: 'Europe/Berlin' },
    ]);
  });

  it.each(['24:00', '8', '08:60', '8 am', '-1:00', '٠٨:٠٠'])(
    'refuses the time %s',
    async (time) => {
      const context = await aCommandContext();
      expect(await say('summary set', context, { ...BERLIN, time })).toMatch(/08:00/);
      expect(await context.store.allSummaries()).toEqual([]);
    },
  );

  it.each([
    ['EST', 'America/New_York, America/Toronto'],
    ['cet', 'Europe/Berlin, Europe/Paris'],
  ])(
    'asks what the abbreviation %s means instead of taking a place that nobody named',
    async (zone, meant) => {
      const context = await aCommandContext();
      expect(await say('summary set', context, { ...BERLIN, zone })).toContain(`such as ${meant},`);
      expect(await context.store.allSummaries()).toEqual([]);
    },
  );

  it.each(['+02:00', 'Mars/Base', 'CET; DROP', '../etc', ''])(
    'refuses the zone %s',
    async (zone) => {
      const context = await aCommandContext();
      expect(await say('summary set', context, { ...BERLIN, zone })).toMatch(/Area\/City/);
      expect(await context.store.allSummaries()).toEqual([]);
    },
  );

  it('takes the morning of New York for a US market where neither time nor zone is named', async () => {
    const spx = aListing('SPX', { venueName: 'Cboe', unit: 'index units', hours: 'new-york' });
    const context = await aCommandContext({ markets: someMarkets([spx]) });
    // Tuesday before Thanksgiving, 03:14 in New York.
    expect(await say('summary set', context, { symbol: 'SPX' })).toContain(
      "on trading days at 09:00 America/New_York, next Tue 24 Nov 09:00. It waits until 10:00 for the morning's open interest.",
    );
    context.clock.atMs += 36 * 3_600_000;
    expect(await say('summary set', context, { symbol: 'SPX' })).toContain('next Fri 27 Nov 09:00');
    expect(await say('summary set', context, { symbol: 'SPX', zone: 'Europe/Berlin' })).toMatch(
      /SPX needs a time of day/,
    );
  });

  it('guesses nobody a zone for a market that never closes', async () => {
    const context = await aCommandContext();
    expect(await say('summary set', context, { symbol: 'BTC' })).toMatch(
      /BTC trades around the clock and needs a zone, such as zone:Europe\/Berlin/,
    );
    expect(await context.store.allSummaries()).toEqual([]);
  });

  it('replaces the setting of a channel and market instead of adding one', async () => {
    const context = await aCommandContext();
    await say('summary set', context, BERLIN);
    await say('summary set', context, { ...BERLIN, time: '7:30' });
    expect(await context.store.allSummaries()).toMatchObject([{ minuteOfDay: 450 }]);
  });

  it('ends the summaries of one channel of one server', async () => {
    const context = await aCommandContext();
    await say('summary set', context, BERLIN);
    await say('summary set', context, { ...BERLIN, channel: '201' });
    expect(await say('summary off', context, { channel: '201' }, { guildId: '101' })).toMatch(
      /Nothing was changed/,
    );
    expect(await say('summary off', context, { channel: '201' })).toMatch(/ended/);
    expect(await context.store.allSummaries()).toMatchObject([{ channelId: '200' }]);
  });

  it('shows the summary of today to the asker', async () => {
    const context = await aCommandContext();
    expect(await say('summary now', context)).toMatch(/BTC: no data from Deribit yet/);
    await context.store.recordObservation(anObservation(), DATA_TIME_MS);
    expect(await say('summary now', context)).toMatch(/^BTC 71,240/);
  });

  it('offers zones by city, at most 25', async () => {
    const context = await aCommandContext();
    const zone = actionNamed('summary set').options.find(({ name }) => name === 'zone');
    const suggest = (typed: string) =>
      zone?.type === 'text' ? (zone.suggest?.(typed, context) ?? []) : [];
    expect(suggest('new yo')[0]).toBe('America/New_York');
    expect(suggest('europe/ber')).toContain('Europe/Berlin');
    expect(suggest('').length).toBe(25);
    expect(suggest('qqq')).toEqual([]);
  });
});

describe('/admin-channel', () => {
  it('names a channel, moves it and ends its notices', async () => {
    const context = await aCommandContext();
    expect(await say('admin-channel set', context)).toContain('<#200> gets a notice');
    expect(await context.store.adminChannel('100')).toBe('200');
    await say('admin-channel set', context, { channel: '201' });
    expect(await context.store.adminChannel('100')).toBe('201');
    expect(await say('admin-channel off', context)).toContain('<#201> gets no more notices');
    expect(await context.store.adminChannel('100')).toBeNull();
    expect(await say('admin-channel off', context)).toMatch(/Nothing was changed/);
  });

  it('refuses a channel where the bot cannot post and names what it lacks', async () => {
    const context = await aCommandContext({ missingPermissions: () => ['Send Messages'] });
    expect(await say('admin-channel set', context, { channel: '201' })).toMatch(
      /<#201> the bot lacks Send Messages/,
    );
    expect(await context.store.adminChannel('100')).toBeNull();
  });
});
