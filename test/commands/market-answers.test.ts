import { describe, expect, it } from 'vitest';
import type { CommandContext, CommandInput } from '../../src/commands/command.ts';
import { commands } from '../../src/commands/index.ts';
import { aListing } from '../support/a-listing.ts';
import { aCommandContext, anInput, someMarkets } from '../support/discord-parts.ts';
import { DATA_TIME_MS } from '../support/market-view.ts';
import { anObservation, aRow } from '../support/stored-values.ts';

async function ask(
  name: string,
  context: CommandContext,
  options: CommandInput['options'] = {},
  from: Partial<CommandInput> = {},
) {
  const command = commands.find((each) => each.name === name);
  if (command?.kind !== 'single') throw new Error(`no command ${name}`);
  return command.run(anInput({ ...from, options }), context);
}

describe.each(['flip', 'gex', 'flow', 'by-hour', 'levels'])('/%s', (name) => {
  it('answers about the first market when none is named', async () => {
    const context = await aCommandContext();
    await context.store.recordObservation(anObservation(), DATA_TIME_MS);
    const byDefault = await ask(name, context);
    expect(byDefault.content).toMatch(/^BTC /);
    expect(await ask(name, context, { symbol: ' btc ' })).toEqual(byDefault);
  });

  it('says what was meant by a symbol that nobody lists', async () => {
    const context = await aCommandContext();
    const { content } = await ask(name, context, { symbol: 'BTCC' });
    expect(content).toBe('No options found for "BTCC". Did you mean BTC?');
  });

  it('says why nobody can serve a symbol, rather than that it is unknown', async () => {
    const reason =
      'VIX options settle on VIX futures, so their gamma is no hedge in the VIX itself';
    const markets = { ...someMarkets(['BTC', 'XRP']), unsuitable: () => reason };
    const { content } = await ask(name, await aCommandContext({ markets }), { symbol: 'vix' });
    expect(content).toBe(`No levels for VIX: ${reason}.`);
  });

  it('says so before the first data came', async () => {
    const { content } = await ask(name, await aCommandContext(), { symbol: 'ETH' });
    expect(content).toMatch(/^ETH: no data from Deribit yet.*\/status/);
  });
});

describe('/status', () => {
  const lines = async (context: CommandContext, guildId = '100') => {
    const message = await ask('status', context, {}, { guildId });
    return [message.content, ...(message.embed?.lines ?? [])].join('\n');
  };

  it('says for each market how old the data are and what the last poll did', async () => {
    const context = await aCommandContext();
    await context.store.recordObservation(anObservation(), DATA_TIME_MS);
    await context.store.beginRun('poll-market:ETH', 'slot', DATA_TIME_MS);
    const detail = 'Deribit answered 503';
    await context.store.endRun('poll-market:ETH', 'slot', 'failed', detail, DATA_TIME_MS);
    const text = await lines(context);
    expect(text).toMatch(/\*\*BTC\*\* \(Deribit\) data 30 s old · not polled yet/);
    expect(text).toMatch(
      /\*\*ETH\*\* \(Deribit\) no data yet · poll failed .*Deribit answered 503/,
    );
    expect(text).toMatch(/^No fresh data for ETH/);
    expect(text).not.toContain('funding');
  });

  it.each([
    [1.742e-5, 'funding 0.0017% per 8 h'],
    [-1.2e-4, 'funding −0.012% per 8 h'],
    [-0, 'funding 0% per 8 h'],
  ])('says what holders of the perpetual paid: %s', async (funding8h, words) => {
    const context = await aCommandContext({ markets: someMarkets(['BTC']) });
    const stored = anObservation();
    const levels = { ...stored.levels, funding8h };
    await context.store.recordObservation({ ...stored, levels }, DATA_TIME_MS);
    expect(await lines(context)).toContain(` · ${words}\n`);
  });

  it('says once for each venue how late its data are and whose terms hold', async () => {
    const names = ['SPX', 'SPY'].map((symbol) =>
      aListing(symbol, {
        venueName: 'Cboe',
        statedDelayMs: 15 * 60_000,
        termsOfUse: 'Terms of the exchange hold.',
      }),
    );
    const markets = someMarkets(['BTC', 'ETH']);
    const market = markets.find('BTC')?.market;
    const context = await aCommandContext({
      markets: {
        ...markets,
        listings: [...markets.listings, ...names],
        find(symbol) {
          const listing = names.find((each) => each.symbol === symbol);
          return listing && market ? { listing, market } : markets.find(symbol);
        },
      },
    });
    const venues = (await lines(context))
      .split('\n')
      .filter((line) => /terms|Invented/i.test(line));
    expect(venues).toEqual([
      '**Deribit** no delay · not asked yet. Invented.',
      '**Cboe** 15 min late by its own word · not asked yet. Terms of the exchange hold.',
    ]);
  });

  it('shows what is wrong with the data, since when, and where notices go', async () => {
    const context = await aCommandContext({ markets: someMarkets(['BTC']) });
    await context.store.recordObservation(anObservation(), DATA_TIME_MS);
    expect(await lines(context)).toMatch(/\*\*Admin channel\*\* none; \/admin-channel set/);
    const fault = {
      kind: 'source-down',
      sinceMs: DATA_TIME_MS,
      detail: 'Deribit answered 503',
      lastGoodMs: null,
      badPolls: 3,
      goodPolls: 0,
      goodSinceMs: null,
    } as const;
    const feed = { symbol: 'BTC', outbox: [] };
    const suspected = { ...fault, status: 'suspected' } as const;
    await context.store.recordFeed({ ...feed, states: [suspected] }, DATA_TIME_MS);
    expect(await lines(context)).toMatch(/^All data are fresh/);
    const holding = { ...fault, status: 'holding' } as const;
    await context.store.recordFeed({ ...feed, states: [holding] }, DATA_TIME_MS);
    await context.store.setAdminChannel('100', '200');
    const text = await lines(context);
    expect(text).toMatch(/^Faults in the data of BTC: alerts wait/);
    expect(text).toContain(
      `**BTC: no data** since <t:${Math.floor(DATA_TIME_MS / 1_000)}:f>, alerts wait: Deribit answered 503`,
    );
    expect(text).toContain('**Admin channel** <#200>');
  });

  it('names what holds alerts back on fresh data, in words and before all else', async () => {
    const context = await aCommandContext({ markets: someMarkets(['BTC']) });
    const reason = 'spot is the close of Fri 20 Nov: no price of Mon 23 Nov is known yet';
    const { levels, ...rest } = anObservation();
    const graded = { ...levels, grade: { letter: 'C' as const, reasons: [reason] } };
    await context.store.recordObservation({ ...rest, levels: graded }, DATA_TIME_MS);
    await context.store.beginRun('poll-market:BTC', 'slot', DATA_TIME_MS);
    const detail = '874 of 874 open contracts used; alerts: low-grade';
    await context.store.endRun('poll-market:BTC', 'slot', 'done', detail, DATA_TIME_MS);
    const text = await lines(context);
    expect(text).toMatch(new RegExp(`^BTC: alerts wait, grade C, ${reason}\\.\n`));
    expect(text).toContain(`30 s old · alerts wait: grade C, ${reason} · poll done`);
    expect(text).not.toContain('low-grade');
  });

  it('says up to when trades were counted where reading them fails', async () => {
    const context = await aCommandContext({ markets: someMarkets(['BTC']) });
    const cursorMs = DATA_TIME_MS - 3_600_000;
    await context.store.recordTrades({ symbol: 'BTC', trades: [], cursorMs, gap: null });
    const job = 'poll-trades:BTC';
    await context.store.beginRun(job, '1', DATA_TIME_MS);
    await context.store.endRun(job, '1', 'done', null, DATA_TIME_MS);
    expect(await lines(context)).not.toContain('nothing since');
    await context.store.beginRun(job, '2', DATA_TIME_MS + 1);
    await context.store.endRun(job, '2', 'failed', 'Deribit answered 503', DATA_TIME_MS + 1);
    expect(await lines(context)).toContain(`to <t:${cursorMs / 1_000}:f>, **nothing since**`);
  });

  it('speaks of alerts and deliveries first, of traffic and terms last', async () => {
    const text = await lines(await aCommandContext());
    const places = ['Alerts here', 'Deliveries here', '**BTC** (', '**Deribit** '];
    const found = places.map((words) => text.indexOf(words));
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it('calls old data stale', async () => {
    const context = await aCommandContext({ markets: someMarkets(['BTC']) });
    await context.store.recordObservation(anObservation(), DATA_TIME_MS);
    context.clock.atMs = DATA_TIME_MS + 3_600_000;
    expect(await lines(context)).toMatch(/data 60 min old, \*\*stale\*\*/);
  });

  it('names failed deliveries with their reason, of the own server only', async () => {
    const context = await aCommandContext({ markets: someMarkets(['BTC']) });
    await context.store.recordObservation(anObservation(), DATA_TIME_MS);
    const row = aRow({ guildId: '100', channelId: '200' });
    await context.store.enqueue([row], null, DATA_TIME_MS);
    const [claimed] = await context.store.claimDue(DATA_TIME_MS, 1);
    const dead = { kind: 'dead', reason: 'channel-deleted' } as const;
    await context.store.settle(claimed?.id ?? 0, dead, DATA_TIME_MS);
    expect(await lines(context)).toMatch(/alert → <#200> dead: channel-deleted/);
    expect(await lines(context)).toMatch(/could not be delivered/);
    expect(await lines(context, '101')).not.toContain('channel-deleted');
  });
});
