import { describe, expect, it } from 'vitest';
import { anExchange, bookOf, callOf, contractOf, TUESDAY_MS } from '../support/practice-market.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe('the practice exchange repeats itself', () => {
  it('gives the same book for the same seed and instant, however often it was asked before', async () => {
    const often = await anExchange();
    const once = await anExchange();
    for (let minute = -60; minute < 0; minute += 20) {
      often.clock.atMs = TUESDAY_MS + minute * MINUTE_MS;
      await bookOf(often.exchange, 'BTC');
    }
    often.clock.atMs = TUESDAY_MS;
    expect(await bookOf(often.exchange, 'BTC')).toEqual(await bookOf(once.exchange, 'BTC'));
  });

  it('gives another market for another seed', async () => {
    const one = await anExchange({ seed: 1 });
    const two = await anExchange({ seed: 2 });
    expect(one.exchange.spotUsd('BTC')).not.toBe(two.exchange.spotUsd('BTC'));
  });
});

describe('time on the practice exchange', () => {
  it('drops an expiry at 08:00:00 UTC and lists the next one at once', async () => {
    const { exchange, clock } = await anExchange();
    const expiries = async () =>
      [...new Set((await bookOf(exchange, 'BTC')).map((row) => contractOf(row).expiryMs))].sort();
    const eightMs = Date.UTC(2026, 10, 24, 8);
    clock.atMs = eightMs - 1;
    const before = await expiries();
    clock.atMs = eightMs;
    const after = await expiries();
    expect(before[0]).toBe(eightMs);
    expect(after).not.toContain(eightMs);
    expect(after).toContain(eightMs + 3 * DAY_MS);
    expect(after).toEqual(expect.arrayContaining(before.slice(1)));
  });

  it('lists three days, four Fridays, three month ends and four quarter ends', async () => {
    const { exchange, clock } = await anExchange();
    clock.atMs = Date.UTC(2026, 1, 6, 4, 30);
    const names = (await bookOf(exchange, 'BTC')).map(
      (row) => String(row.instrument_name).split('-')[1],
    );
    const listed =
      '6FEB26 7FEB26 8FEB26 13FEB26 20FEB26 27FEB26 27MAR26 24APR26 26JUN26 25SEP26 25DEC26';
    expect([...new Set(names)]).toEqual(listed.split(' '));
  });

  it('keeps a contract listed from its first day until it settles, and no longer', async () => {
    const { exchange, clock } = await anExchange();
    let before = new Set<string>();
    for (let day = 0; day < 40; day++) {
      clock.atMs = TUESDAY_MS + day * DAY_MS;
      const rows = await bookOf(exchange, 'ETH');
      const now = new Set(rows.map((row) => String(row.instrument_name)));
      for (const name of before)
        if (!now.has(name))
          expect(contractOf({ instrument_name: name }).expiryMs, name).toBeLessThan(clock.atMs);
      for (const row of rows) expect(contractOf(row).expiryMs).toBeGreaterThan(clock.atMs);
      before = now;
    }
  });

  it('moves spot little by little, also over the months', async () => {
    const { exchange, clock } = await anExchange();
    const squares: number[] = [];
    let before = exchange.spotUsd('BTC');
    for (let hour = 1; hour <= 24 * 60; hour++) {
      clock.atMs = TUESDAY_MS + hour * HOUR_MS;
      const now = exchange.spotUsd('BTC');
      squares.push(Math.log(now / before) ** 2);
      before = now;
    }
    const vol = Math.sqrt((squares.reduce((sum, each) => sum + each, 0) / squares.length) * 8_760);
    expect(vol).toBeGreaterThan(0.25);
    expect(vol).toBeLessThan(0.5);
    expect(Math.max(...squares)).toBeLessThan(0.03 ** 2);
  });
});

describe('the hands on the practice market', () => {
  it('jumps everywhere at once, while the book that was built stays where it was', async () => {
    const { exchange, clock } = await anExchange();
    const zeroBefore = exchange.zeroGammaUsd('BTC') ?? Number.NaN;
    const forwardBefore = Number((await bookOf(exchange, 'BTC'))[0]?.underlying_price);
    const spotBefore = exchange.spotUsd('BTC');
    const target = Number((spotBefore * 0.97).toFixed(2));
    exchange.jumpTo('BTC', target);
    const [first] = await bookOf(exchange, 'BTC');
    const index = (await callOf(exchange, 'get_index_price?index_name=btc_usd')).body.result;
    expect(exchange.spotUsd('BTC')).toBe(target);
    expect(index).toEqual({ index_price: target, estimated_delivery_price: target });
    expect(first?.estimated_delivery_price).toBe(target);
    expect(Number(first?.underlying_price) / forwardBefore).toBeCloseTo(0.97, 5);
    expect(Math.abs((exchange.zeroGammaUsd('BTC') ?? 0) / zeroBefore - 1)).toBeLessThan(0.005);
    clock.atMs += HOUR_MS;
    expect(exchange.spotUsd('BTC')).not.toBe(target);
    expect(Math.abs(exchange.spotUsd('BTC') / target - 1)).toBeLessThan(0.03);
  });

  it('holds spot still until it jumps', async () => {
    const { exchange, clock } = await anExchange();
    exchange.hold('ETH', 2_000);
    clock.atMs += 3 * DAY_MS;
    expect(exchange.spotUsd('ETH')).toBe(2_000);
    exchange.jumpTo('ETH', 2_100);
    clock.atMs += HOUR_MS;
    expect(exchange.spotUsd('ETH')).not.toBe(2_100);
  });

  it('knows no zero-gamma level where spot is held far from the book', async () => {
    const { exchange } = await anExchange();
    exchange.hold('BTC', exchange.spotUsd('BTC') * 1.2);
    expect(exchange.zeroGammaUsd('BTC')).toBeUndefined();
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %s as a price', async (usd) => {
    const { exchange } = await anExchange();
    expect(() => exchange.jumpTo('BTC', usd)).toThrow('positive number of dollars');
  });
});
