import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../src/core/chain/clean.ts';
import { dealerBook } from '../../src/core/exposure/dealer-book.ts';
import { findFlip } from '../../src/core/exposure/flip.ts';
import { gammaBook } from '../../src/core/exposure/gamma-book.ts';
import { SIGN_MODELS } from '../../src/core/exposure/sign-model.ts';
import { createCboeMarket } from '../../src/markets/cboe/index.ts';
import { anExchange, usAddress, usDocumentOf } from '../support/practice-market.ts';

/** Tuesday 24 November 2026 at a time of New York, five hours behind UTC. */
function newYork(time: string): number {
  return Date.parse(`2026-11-24T${time}-05:00`);
}

const NAME = /^([A-Z]+)(\d{6})([CP])(\d{8})$/;

async function at(time: string, name = '_SPX', seed = 7) {
  const { exchange, clock } = await anExchange({ seed });
  clock.atMs = newYork(time);
  return { exchange, clock, document: await usDocumentOf(exchange, name) };
}

describe('delayed quotes of the practice exchange', () => {
  it('lists thousands of SPX contracts under their roots, one date under both', async () => {
    const { document } = await at('12:00:00');
    const { options, symbol } = document.data;
    expect([document.symbol, symbol]).toEqual(['_SPX', '^SPX']);
    expect(options.length).toBeGreaterThan(2_000);
    expect(options.length).toBeLessThan(6_000);
    expect(new Set(options.map(({ option }) => option)).size).toBe(options.length);
    const roots = Map.groupBy(options, ({ option }) => NAME.exec(option)?.[2] ?? 'unreadable');
    expect(roots.has('unreadable')).toBe(false);
    const both = [...roots].filter(
      ([, rows]) => new Set(rows.map(({ option }) => NAME.exec(option)?.[1])).size === 2,
    );
    expect(both.map(([date]) => date)).toContain('261218');
  });

  it('says when it was made in UTC, and when it was traded in New York a quarter of an hour before', async () => {
    const { document } = await at('12:00:00');
    expect(document.timestamp).toBe('2026-11-24 17:00:00');
    expect(document.data.last_trade_time).toBe('2026-11-24T11:45:00');
  });

  it('shows a move only fifteen minutes later', async () => {
    const { exchange, clock } = await at('12:00:00');
    exchange.hold('SPX', 6_500);
    clock.atMs += 14 * 60_000;
    expect((await usDocumentOf(exchange, '_SPX')).data.current_price).not.toBe(6_500);
    clock.atMs += 2 * 60_000;
    expect((await usDocumentOf(exchange, '_SPX')).data.current_price).toBe(6_500);
    expect((await usDocumentOf(exchange, 'SPY')).data.current_price).toBe(650);
    expect(exchange.spotUsd('SPX')).toBe(6_500);
  });

  it('moves the fund before the open and leaves the index at its close', async () => {
    const { exchange, clock, document } = await at('07:30:00');
    const fund = await usDocumentOf(exchange, 'SPY');
    clock.atMs = newYork('09:00:00');
    const later = await usDocumentOf(exchange, '_SPX');
    const laterFund = await usDocumentOf(exchange, 'SPY');
    expect(later.data.current_price).toBe(document.data.current_price);
    expect(later.data.last_trade_time).toBe('2026-11-23T16:14:59');
    expect(laterFund.data.current_price).not.toBe(fund.data.current_price);
    const { close, prev_day_close: previous } = laterFund.data;
    expect(previous).toBe(close);
  });

  it('changes open interest once, early in the morning', async () => {
    const { exchange, clock, document } = await at('05:00:00');
    const openOf = (each: typeof document) =>
      new Map(each.data.options.map((row) => [row.option, row.open_interest]));
    clock.atMs = newYork('06:29:00');
    const before = openOf(await usDocumentOf(exchange, '_SPX'));
    expect(before).toEqual(openOf(document));
    clock.atMs = newYork('06:31:00');
    const after = openOf(await usDocumentOf(exchange, '_SPX'));
    const changed = [...after].filter(([name, open]) => before.get(name) !== open);
    expect(changed.length).toBeGreaterThan(0.7 * after.size);
    clock.atMs = newYork('20:00:00');
    expect(openOf(await usDocumentOf(exchange, '_SPX'))).toEqual(after);
  });

  it('keeps what expired at the close until morning, with zeros for vol and gamma', async () => {
    const { exchange, clock, document } = await at('16:20:00');
    const today = document.data.options.filter(({ option }) => option.startsWith('SPXW261124'));
    expect(today.length).toBeGreaterThan(100);
    for (const row of today) expect([row.iv, row.gamma]).toEqual([0, 0]);
    clock.atMs = Date.parse('2026-11-25T07:00:00-05:00');
    const { options } = (await usDocumentOf(exchange, '_SPX')).data;
    expect(options.some(({ option }) => option.startsWith('SPXW261124'))).toBe(false);
  });

  it('leaves some rows without a vol, many of them with open interest, and gamma to four decimals', async () => {
    const { document } = await at('12:00:00');
    const { options } = document.data;
    const silent = options.filter(({ iv }) => iv === 0);
    expect(silent.length / options.length).toBeGreaterThan(0.03);
    expect(silent.length / options.length).toBeLessThan(0.13);
    expect(silent.filter((row) => row.open_interest > 0).length).toBeGreaterThan(50);
    for (const { gamma } of options) expect(Number(gamma.toFixed(4))).toBe(gamma);
  });

  it('keeps the calendar of New York: a holiday has no expiry and no session', async () => {
    const { exchange, clock } = await anExchange();
    clock.atMs = Date.parse('2026-11-26T12:00:00-05:00');
    const thanksgiving = await usDocumentOf(exchange, '_SPX');
    expect(thanksgiving.data.last_trade_time).toBe('2026-11-25T16:14:59');
    const dates = new Set(thanksgiving.data.options.map(({ option }) => NAME.exec(option)?.[2]));
    expect(dates).not.toContain('261126');
    expect(dates).toContain('261127');
    clock.atMs = Date.parse('2026-11-27T15:00:00-05:00');
    const early = await usDocumentOf(exchange, 'SPY');
    const today = early.data.options.filter(({ option }) => option.startsWith('SPY261127'));
    for (const { gamma } of today) expect(gamma).toBe(0);
  });

  it('is the same document for the same seed and instant', async () => {
    expect((await at('12:00:00')).document).toEqual((await at('12:00:00')).document);
    const other = await at('12:00:00', '_SPX', 8);
    expect(other.document.data.current_price).not.toBe(
      (await at('12:00:00')).document.data.current_price,
    );
  });
});

describe('refusals of the delayed quotes', () => {
  it.each(['SPX', '_SPY', 'NOPE', '_NOPE'])('answers 403 with XML for %s', async (name) => {
    const { exchange } = await anExchange();
    const response = await fetch(usAddress(exchange, name));
    expect(response.status).toBe(403);
    expect(response.headers.get('content-type')).toContain('xml');
    expect(await response.text()).toContain('<Error>');
  });

  it('answers 403 to whoever does not say what he is', async () => {
    const { exchange } = await anExchange();
    const status = await new Promise((resolve) =>
      get(usAddress(exchange, '_SPX'), (response) => resolve(response.resume().statusCode)),
    );
    expect(status).toBe(403);
  });
});

describe('the true zero gamma of the simulated US books', () => {
  it.each(['SPX', 'SPY', 'QQQ'])(
    'is what the bot finds in the %s document, however the venue rounds and leaves out',
    async (symbol) => {
      const { exchange, clock } = await anExchange();
      clock.atMs = newYork('12:00:00');
      const market = createCboeMarket({
        symbols: [symbol],
        baseUrl: exchange.url,
        nowMs: () => clock.atMs,
      });
      const fetched = await market.fetchChain(symbol, AbortSignal.timeout(20_000));
      if (!fetched.ok) throw new Error(JSON.stringify(fetched.failure));
      const flip = findFlip(gammaBook(dealerBook(cleanChain(fetched.value), SIGN_MODELS.naive)));
      const truth = exchange.zeroGammaUsd(symbol) ?? Number.NaN;
      const found = flip.status === 'found' ? flip.spot : Number.NaN;
      expect(Math.abs(found / truth - 1)).toBeLessThan(0.001);
    },
  );
});
