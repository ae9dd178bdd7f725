import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  anExchange,
  bookCall,
  bookOf,
  callOf,
  instrumentsOf,
  type Row,
} from '../support/practice-market.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LINEAR = ['BTC', 'BTC_USDC', 'SOL_USDC', 'XRP_USDC'] as const;
const rowList = z.array(z.record(z.string(), z.unknown()));
const candles = z.object({
  data: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()])),
  continuation: z.number().nullable(),
});
const deliveries = z.object({
  data: z.array(z.object({ date: z.string(), delivery_price: z.number() })),
  records_total: z.number(),
});

function row(rows: readonly Row[], name: string): Row {
  const found = rows.find((each) => each.instrument_name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe('USDC-settled books of the practice exchange', () => {
  it('come together under one currency, each instrument with its contract size', async () => {
    const { exchange } = await anExchange({ symbols: LINEAR });
    const instruments = await instrumentsOf(exchange, 'USDC');
    const sizes = new Map(
      instruments.map((each) => [
        String(each.instrument_name).split('-')[0],
        [each.instrument_type, each.contract_size, each.settlement_currency],
      ]),
    );
    expect([...sizes]).toEqual([
      ['BTC_USDC', ['linear', 1, 'USDC']],
      ['SOL_USDC', ['linear', 10, 'USDC']],
      ['XRP_USDC', ['linear', 1_000, 'USDC']],
    ]);
    const rows = await bookOf(exchange, 'USDC');
    expect(rows.map((each) => each.instrument_name)).toEqual(
      instruments.map((each) => each.instrument_name),
    );
  });

  it('write the decimal point of a strike as d', async () => {
    const { exchange } = await anExchange({ symbols: LINEAR });
    const instruments = await instrumentsOf(exchange, 'USDC');
    const xrp = instruments.filter((each) => String(each.instrument_name).startsWith('XRP'));
    expect(xrp.filter((each) => String(each.instrument_name).includes('d')).length).toBeGreaterThan(
      50,
    );
    for (const { instrument_name, strike } of xrp)
      expect(Number(String(instrument_name).split('-')[2]?.replace('d', '.'))).toBe(strike);
  });

  it('price call and put of a strike in dollars: C − P = F − K', async () => {
    const { exchange } = await anExchange({ symbols: LINEAR });
    const rows = await bookOf(exchange, 'USDC');
    for (const call of rows.filter((each) => String(each.instrument_name).endsWith('-C'))) {
      const name = String(call.instrument_name);
      const put = row(rows, `${name.slice(0, -1)}P`);
      const strike = Number(name.split('-')[2]?.replace('d', '.'));
      const difference = Number(call.mark_price) - Number(put.mark_price);
      expect(difference, name).toBeCloseTo(Number(call.underlying_price) - strike, 3);
    }
  });

  it('share spot with the coin-settled book of the same coin', async () => {
    const { exchange } = await anExchange({ symbols: LINEAR });
    exchange.jumpTo('BTC', 80_000);
    expect(exchange.spotUsd('BTC_USDC')).toBe(80_000);
    const index = await callOf(exchange, 'get_index_price?index_name=sol_usdc');
    expect(index.body.result).toMatchObject({ index_price: exchange.spotUsd('SOL_USDC') });
  });

  it('count open interest in coins, in whole contracts of the smallest size', async () => {
    const { exchange } = await anExchange({ symbols: LINEAR });
    const rows = await bookOf(exchange, 'USDC');
    const open = rows.filter((each) => Number(each.open_interest) > 0);
    expect(open.length).toBeGreaterThan(0.6 * rows.length);
    for (const each of open)
      if (String(each.instrument_name).startsWith('SOL'))
        expect(Number(each.open_interest) % 10).toBe(0);
  });

  it('are unknown under the name of their coin', async () => {
    const { exchange } = await anExchange({ symbols: LINEAR });
    expect((await callOf(exchange, bookCall('SOL'))).status).toBe(400);
  });
});

describe('futures and tickers of the practice exchange', () => {
  it('prices the perpetual near the index and dated futures at the forwards of the options', async () => {
    const { exchange } = await anExchange();
    const call = 'get_book_summary_by_currency?currency=BTC&kind=future';
    const futures = rowList.parse((await callOf(exchange, call)).body.result);
    const [perpetual, ...dated] = futures;
    const spot = exchange.spotUsd('BTC');
    expect(perpetual?.instrument_name).toBe('BTC-PERPETUAL');
    expect(Math.abs(Number(perpetual?.mark_price) / spot - 1)).toBeLessThan(0.001);
    expect(typeof perpetual?.funding_8h).toBe('number');
    const options = await bookOf(exchange, 'BTC');
    expect(dated.length).toBeGreaterThan(3);
    for (const future of dated) {
      expect(future).toMatchObject({ current_funding: null, funding_8h: null });
      expect(future).not.toHaveProperty('mark_iv');
      const option = options.find((each) => each.underlying_index === future.instrument_name);
      expect(Number(future.mark_price) / Number(option?.underlying_price)).toBeCloseTo(1, 5);
    }
  });

  it('says 0 in a ticker where the summary says null', async () => {
    const { exchange } = await anExchange();
    const options = await bookOf(exchange, 'BTC');
    const unquoted = options.find((each) => each.bid_price === null);
    const call = `ticker?instrument_name=${unquoted?.instrument_name}`;
    expect((await callOf(exchange, call)).body.result).toMatchObject({
      best_bid_price: 0,
      bid_iv: 0,
      mark_iv: unquoted?.mark_iv,
    });
    expect((await callOf(exchange, 'ticker?instrument_name=BTC-NOPE')).body.error?.code).toBe(
      -32602,
    );
    const perpetual = await callOf(exchange, 'ticker?instrument_name=BTC-PERPETUAL');
    expect(perpetual.body.result).toHaveProperty('funding_8h');
  });
});

describe('histories of the practice exchange', () => {
  it('gives candles of the volatility index, and where to go on', async () => {
    const { exchange, clock } = await anExchange();
    const call = (fromMs: number, toMs: number) =>
      `get_volatility_index_data?currency=BTC&resolution=3600&start_timestamp=${fromMs}&end_timestamp=${toMs}`;
    const week = candles.parse(
      (await callOf(exchange, call(clock.atMs - 7 * DAY_MS, clock.atMs))).body.result,
    );
    expect(week.data).toHaveLength(7 * 24);
    expect(week.continuation).toBeNull();
    for (const [atMs, open, high, low, close] of week.data) {
      expect(atMs % HOUR_MS).toBe(0);
      expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
      expect(low).toBeLessThanOrEqual(Math.min(open, close));
      expect(open).toBeGreaterThan(30);
      expect(open).toBeLessThan(80);
    }
    const year = candles.parse(
      (await callOf(exchange, call(clock.atMs - 100 * DAY_MS, clock.atMs))).body.result,
    );
    expect(year.data).toHaveLength(1_000);
    expect(year.continuation).toBe((year.data[0]?.[0] ?? 0) - HOUR_MS);
  });

  it('gives delivery prices, the latest first, from where spot was at 08:00', async () => {
    const { exchange, clock } = await anExchange();
    const call = 'get_delivery_prices?index_name=btc_usd&count=3';
    const { data, records_total } = deliveries.parse((await callOf(exchange, call)).body.result);
    expect(data.map(({ date }) => date)).toEqual(['2026-11-23', '2026-11-22', '2026-11-21']);
    expect(records_total).toBeGreaterThan(1_000);
    clock.atMs = Date.UTC(2026, 10, 23, 8);
    const share = (data[0]?.delivery_price ?? 0) / exchange.spotUsd('BTC');
    expect(Math.abs(share - 1)).toBeLessThan(0.004);
  });
});
