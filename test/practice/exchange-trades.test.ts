import { describe, expect, it } from 'vitest';
import {
  anExchange,
  bookOf,
  callOf,
  type Trade,
  TUESDAY_MS,
  tradesBetween,
  tradesOf,
} from '../support/practice-market.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SYMBOLS = ['BTC', 'ETH'] as const;

async function openInterest(exchange: Parameters<typeof bookOf>[0], symbol: string) {
  const rows = await bookOf(exchange, symbol);
  return new Map(rows.map((row) => [String(row.instrument_name), Number(row.open_interest)]));
}

describe('trades on the practice exchange', () => {
  it.each(SYMBOLS)(
    'are what changes %s open interest: never by more than was traded, and not without a trade',
    async (symbol) => {
      const { exchange, clock } = await anExchange();
      clock.atMs = TUESDAY_MS + HOUR_MS;
      const before = await openInterest(exchange, symbol);
      const fromMs = clock.atMs - 999;
      clock.atMs += 9 * HOUR_MS;
      const after = await openInterest(exchange, symbol);
      const trades = await tradesBetween(exchange, { symbol, fromMs, toMs: clock.atMs - 1_000 });
      const volumes = new Map<string, number>();
      for (const { instrument_name: name, amount } of trades)
        volumes.set(name, (volumes.get(name) ?? 0) + amount);
      let changed = 0;
      for (const [name, amount] of after) {
        const change = Math.abs(amount - (before.get(name) ?? 0));
        expect(change, name).toBeLessThanOrEqual((volumes.get(name) ?? 0) + 1e-9);
        if (change > 0) changed++;
      }
      expect(changed).toBeGreaterThan(100);
    },
  );

  it('come as often as on a busy day of the real venue', async () => {
    const { exchange, clock } = await anExchange();
    const range = { symbol: 'BTC', fromMs: clock.atMs - 24 * HOUR_MS, toMs: clock.atMs };
    const trades = await tradesBetween(exchange, range);
    expect(trades.length).toBeGreaterThan(5_000);
    expect(trades.length).toBeLessThan(25_000);
  });

  it('are the same for the same seed, whenever and however they are asked for', async () => {
    const one = await anExchange();
    const two = await anExchange();
    two.clock.atMs += 24 * HOUR_MS;
    const range = { symbol: 'BTC', fromMs: TUESDAY_MS - 6 * HOUR_MS, toMs: TUESDAY_MS };
    const late = await tradesBetween(two.exchange, { ...range, count: 137 });
    expect(late).toEqual(await tradesBetween(one.exchange, range));
    const other = await anExchange({ seed: 8 });
    expect(await tradesBetween(other.exchange, range)).not.toEqual(late);
  });

  it('have ids that rise with time and are never used twice', async () => {
    const { exchange, clock } = await anExchange();
    const range = { symbol: 'ETH', fromMs: clock.atMs - 12 * HOUR_MS, toMs: clock.atMs };
    const trades = await tradesBetween(exchange, { ...range, kind: 'option' });
    const numbers = trades.map(({ trade_id }) => Number(trade_id.replace('ETH-', '')));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    const times = trades.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('print combos once as a combo, and each leg as a trade of its own', async () => {
    const { exchange, clock } = await anExchange();
    const range = { symbol: 'BTC', fromMs: clock.atMs - 12 * HOUR_MS, toMs: clock.atMs };
    const all = await tradesBetween(exchange, { ...range, kind: 'any' });
    const options = await tradesBetween(exchange, { ...range, kind: 'option' });
    const combos = all.filter((trade) => trade.legs !== undefined);
    expect(combos.length).toBeGreaterThan(5);
    expect(all).toHaveLength(options.length + combos.length);
    const byId = new Map(options.map((trade) => [trade.trade_id, trade]));
    for (const combo of combos) {
      expect(combo.instrument_name).toMatch(/^BTC-[CP]S-\d{1,2}[A-Z]{3}\d{2}-\d+_\d+$/);
      expect(combo.iv).toBeUndefined();
      expect(combo.legs).toHaveLength(2);
      for (const leg of combo.legs ?? []) {
        expect(byId.get(leg.trade_id)).toEqual(leg);
        expect(leg).toMatchObject({
          combo_trade_id: combo.trade_id,
          combo_id: combo.instrument_name,
          amount: combo.amount,
        });
      }
    }
  });

  it('mark blocks, requests for quotes and liquidations as the venue does', async () => {
    const { exchange, clock } = await anExchange();
    const range = { symbol: 'BTC', fromMs: clock.atMs - 24 * HOUR_MS, toMs: clock.atMs };
    const trades = await tradesBetween(exchange, range);
    const share = (test: (trade: Trade) => boolean) => trades.filter(test).length / trades.length;
    const blocks = trades.filter((trade) => trade.block_trade_id !== undefined);
    expect(blocks.some((trade) => trade.block_rfq_id === undefined)).toBe(true);
    expect(blocks.some((trade) => trade.block_rfq_id !== undefined)).toBe(true);
    for (const block of blocks) {
      const legs = blocks.filter((each) => each.block_trade_id === block.block_trade_id);
      expect(legs).toHaveLength(Number(block.block_trade_leg_count));
    }
    const sides = new Set(trades.flatMap((trade) => trade.liquidation ?? []));
    expect([...sides].sort()).toEqual(['M', 'MT', 'T']);
    expect(share((trade) => trade.liquidation !== undefined)).toBeLessThan(0.03);
  });

  it('are bought above and sold below the mark, at a vol on the same side', async () => {
    const { exchange, clock } = await anExchange();
    const range = { symbol: 'BTC', fromMs: clock.atMs - 2 * HOUR_MS, toMs: clock.atMs };
    const rows = await bookOf(exchange, 'BTC');
    const vols = new Map(rows.map((row) => [row.instrument_name, Number(row.mark_iv)]));
    for (const trade of await tradesBetween(exchange, range)) {
      const side = trade.direction === 'buy' ? 1 : -1;
      const isFloor = trade.price <= 0.0001;
      if (!isFloor) expect(side * (trade.price - trade.mark_price)).toBeGreaterThanOrEqual(0);
      // Two hours of drift of the surface and of the smile under a moving spot.
      if (!isFloor && Number(trade.iv) > 0 && Number(trade.iv) < 999)
        expect(side * (Number(trade.iv) - Number(vols.get(trade.instrument_name)))).toBeGreaterThan(
          -12,
        );
      expect(Math.round(trade.price * 10_000) / 10_000).toBe(trade.price);
    }
  });
});

describe('asking the practice exchange for trades', () => {
  const range = (fromMs: number, toMs: number) =>
    `kind=option&start_timestamp=${fromMs}&end_timestamp=${toMs}`;

  it('gives the latest ten first where nothing more is said', async () => {
    const { exchange, clock } = await anExchange();
    const { trades, has_more } = await tradesOf(
      exchange,
      'get_last_trades_by_currency?currency=BTC',
    );
    expect(trades).toHaveLength(10);
    expect(has_more).toBe(true);
    const times = trades.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(Math.max(...times)).toBeLessThanOrEqual(clock.atMs);
  });

  it('pages on from an id, which is itself included', async () => {
    const { exchange, clock } = await anExchange();
    const call = `get_last_trades_by_currency_and_time?currency=BTC&sorting=asc&count=50&${range(clock.atMs - HOUR_MS, clock.atMs)}`;
    const first = await tradesOf(exchange, call);
    const last = first.trades.at(-1)?.trade_id;
    const next = await tradesOf(
      exchange,
      `get_last_trades_by_currency?currency=BTC&kind=option&sorting=asc&count=50&start_id=${last}`,
    );
    expect(next.trades[0]).toEqual(first.trades.at(-1));
    expect(next.trades).toHaveLength(50);
  });

  it('says that there is no more once all is told', async () => {
    const { exchange, clock } = await anExchange();
    const call = `get_last_trades_by_currency_and_time?currency=BTC&count=1000&${range(clock.atMs - 60_000, clock.atMs)}`;
    expect((await tradesOf(exchange, call)).has_more).toBe(false);
  });

  it.each([
    ['get_last_trades_by_currency?kind=option', 'value is required'],
    ['get_last_trades_by_currency?currency=BTC&count=1001', 'invalid count'],
    ['get_last_trades_by_currency_and_time?currency=BTC&end_timestamp=1', 'value is required'],
    ['get_last_trades_by_currency?currency=BTC&kind=nonsense', 'invalid kind'],
  ])('refuses %s', async (call, reason) => {
    const { exchange } = await anExchange();
    const { status, body } = await callOf(exchange, call);
    expect([status, body.error?.data?.reason]).toEqual([400, reason]);
  });
});

describe('what the practice exchange hides', () => {
  it.each(SYMBOLS)(
    'holds %s dealers to what is open once trades have led there',
    async (symbol) => {
      const { exchange, clock } = await anExchange();
      // Positions are exact at 04:00, 08:00, …; the book is a second old.
      clock.atMs = Date.UTC(2026, 10, 24, 12) + 1_000;
      const open = await openInterest(exchange, symbol);
      clock.atMs -= 1_000;
      const held = exchange.trueDealerPositions(symbol);
      expect(held.size).toBeGreaterThan(300);
      for (const [name, coins] of held)
        expect(Math.abs(coins), name).toBeLessThanOrEqual((open.get(name) ?? 0) + 1e-9);
    },
  );

  it('has dealers on either side of the market, by seed', async () => {
    const signs = new Set<number>();
    for (let seed = 1; seed <= 6; seed++)
      signs.add(Math.sign((await anExchange({ seed })).exchange.trueNetGamma('BTC')));
    expect([...signs].sort()).toEqual([-1, 1]);
  });

  it('adds up true gamma from true positions', async () => {
    const { exchange, clock } = await anExchange();
    const held = exchange.trueDealerPositions('BTC');
    let gamma = 0;
    for (const row of await bookOf(exchange, 'BTC')) {
      const forward = Number(row.underlying_price);
      const [, date = '', strike] = String(row.instrument_name).split('-');
      const expiryMs = Date.parse(
        `${date.slice(0, -5)} ${date.slice(-5, -2)} 20${date.slice(-2)} 08:00Z`,
      );
      const years = (expiryMs - (clock.atMs - 1_000)) / (365 * 24 * HOUR_MS);
      const deviation = (Number(row.mark_iv) / 100) * Math.sqrt(years);
      const upper = Math.log(forward / Number(strike)) / deviation + deviation / 2;
      const bell = Math.exp(-(upper ** 2) / 2) / Math.sqrt(2 * Math.PI);
      gamma += (0.01 * (held.get(String(row.instrument_name)) ?? 0) * forward * bell) / deviation;
    }
    expect(exchange.trueNetGamma('BTC') / gamma).toBeCloseTo(1, 6);
  });
});
