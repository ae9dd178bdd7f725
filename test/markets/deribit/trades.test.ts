import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDeribitMarket } from '../../../src/markets/deribit/index.ts';
import { readTradeRow } from '../../../src/markets/deribit/trade-row.ts';
import { nextStart } from '../../../src/markets/deribit/trades.ts';
import { SEED } from '../../support/arbitrary-chain.ts';
import { deribitFixture, deribitMethod } from '../../support/deribit-fixtures.ts';
import { nonFiniteNumbersIn } from '../../support/finite.ts';
import { parsedOrNull, withJunk } from '../../support/junk-json.ts';
import { aLoopbackVenue, json, type Reply, status } from '../../support/loopback-venue.ts';

const METHOD = 'get_last_trades_by_currency_and_time';
const FIXTURE = deribitFixture(METHOD);
const NOW_MS = 1_764_579_605_000;
const DAY_MS = 86_400_000;
const never = new AbortController().signal;
/** Later than every recording. */
const of = (prefix: string) => ({ prefix, nowMs: Date.UTC(2099, 0) });

async function setUp(reply: Reply = json(FIXTURE)) {
  const server = await aLoopbackVenue(reply);
  const limits = { attemptMs: 1_500, totalMs: 2_000, backoffMs: 5 };
  const market = createDeribitMarket({ baseUrl: server.url, nowMs: () => NOW_MS, limits });
  const page = async (symbol = 'BTC', afterMs = NOW_MS - 60_000) => {
    const fetched = await market.trades?.fetchTrades(symbol, afterMs, never);
    if (fetched?.ok !== true) throw new Error(JSON.stringify(fetched));
    return fetched.value;
  };
  return { server, market, page };
}

describe("Deribit's trades", () => {
  it('are read with their side, their size in coins and what kind they are', async () => {
    const { page } = await setUp();
    const { trades, invalidRows } = await page();
    expect(invalidRows).toBe(0);
    expect(
      trades.map(({ id, taker, contracts, origin, liquidated }) =>
        [id.slice(-3), taker, contracts, origin, liquidated].join(' '),
      ),
    ).toEqual([
      '101 buy 12.5 screen nobody',
      '102 buy 3 screen nobody',
      '104 buy 0.1 combo-leg nobody',
      '105 sell 0.1 combo-leg nobody',
      '106 sell 25 block-rfq nobody',
      '107 buy 50 block nobody',
      '108 buy 0.7 screen maker',
    ]);
    const [first] = trades;
    expect(first).toMatchObject({
      instrument: 'BTC-5DEC25-90000-C',
      atMs: 1_764_579_601_000,
      expiryMs: Date.UTC(2025, 11, 5, 8),
    });
    expect(first?.overMark).toBeCloseTo(0.0213 / 0.02110412 - 1, 12);
  });

  it('are asked for oldest first, from an instant on', async () => {
    const { server, page } = await setUp();
    await page('BTC', NOW_MS - 60_000.4);
    const [path = ''] = server.asked;
    expect(deribitMethod(path)).toBe(METHOD);
    expect(Object.fromEntries(new URL(path, server.url).searchParams)).toEqual({
      currency: 'BTC',
      kind: 'option',
      start_timestamp: `${NOW_MS - 60_001}`,
      end_timestamp: `${NOW_MS}`,
      count: '1000',
      sorting: 'asc',
    });
  });

  it('say where they begin when the history does not reach back, as a start before it gets silence', async () => {
    const { server, page } = await setUp();
    const { fromMs } = await page('BTC', NOW_MS - 3 * DAY_MS);
    expect(fromMs).toBeGreaterThan(NOW_MS - DAY_MS);
    expect(server.asked[0]).toContain(`start_timestamp=${fromMs}`);
  });

  it('stamped in the future are refused, and carry neither the cursor nor a position away', async () => {
    const rows = JSON.parse(FIXTURE).result.trades;
    const withStamp = (timestamp: number) => ({ ...rows[0], trade_id: `${timestamp}`, timestamp });
    const trades = [withStamp(NOW_MS + 30_000), withStamp(NOW_MS + 3_600_000)];
    const { page } = await setUp(json(JSON.stringify({ result: { trades, has_more: false } })));
    const read = await page();
    expect(read.trades.map(({ atMs }) => atMs)).toEqual([NOW_MS + 30_000]);
    expect(read.invalidRows).toBe(1);
    expect(read.nextMs).toBeLessThanOrEqual(NOW_MS + 30_000);
  });

  it('of other underlyings in one list are left alone', async () => {
    const { page } = await setUp();
    const { trades, invalidRows, nextMs } = await page('ETH');
    expect([trades, invalidRows]).toEqual([[], 0]);
    expect(nextMs).toBeGreaterThan(NOW_MS - 60_000);
  });

  it.each([
    ['no list', '{"result":[]}', 'bad-payload'],
    ['an error', '{"error":{"code":-32602,"message":"Invalid params"}}', 'venue-error'],
  ])('that come as %s are a failure', async (_, body, kind) => {
    const { market } = await setUp(status(200, {}, body));
    const fetched = await market.trades?.fetchTrades('BTC', NOW_MS, never);
    expect(fetched).toMatchObject({ ok: false, failure: { kind } });
  });

  it('that cannot be read are counted, and nothing that is not finite comes out (any junk)', () => {
    const junk = fc.constantFrom(
      ...['null', '0', '-1', '1e400', '1e308', '5e-324', '"NaN"', '"buy"', 'true', '[]', '{}'],
    );
    const places = (FIXTURE.match(/:/g) ?? []).length;
    fc.assert(
      fc.property(fc.nat({ max: places }), junk, (nth, value) => {
        const text = withJunk(FIXTURE, nth, value);
        const { result } = (parsedOrNull(text) ?? {}) as { result?: { trades?: unknown } };
        const rows = Array.isArray(result?.trades) ? result.trades : [];
        const read = rows.map((row: unknown) => readTradeRow(row, of('BTC')));
        expect(nonFiniteNumbersIn(read)).toEqual([]);
        expect(read.filter((each) => each === 'invalid').length).toBeLessThanOrEqual(1);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

describe('the start of the next page', () => {
  const page = fc.record({
    fromMs: fc.integer({ min: NOW_MS - DAY_MS, max: NOW_MS }),
    later: fc.option(fc.integer({ min: 0, max: DAY_MS })),
    hasMore: fc.boolean(),
  });

  it('never goes back, moves on where there is more, and skips no trade it has not seen (any page)', () => {
    fc.assert(
      fc.property(page, ({ fromMs, later, hasMore }) => {
        const newestMs = later === null ? null : fromMs + later;
        const next = nextStart({ fromMs, newestMs, hasMore, nowMs: NOW_MS });
        expect(next).toBeGreaterThanOrEqual(fromMs);
        if (hasMore) expect(next).toBeGreaterThan(fromMs);
        if (hasMore && newestMs !== null && newestMs > fromMs)
          expect(next).toBeLessThanOrEqual(newestMs);
      }),
      { seed: SEED },
    );
  });

  it('follows an hour behind in a quiet market, so that it stays within the history', () => {
    const quiet = { fromMs: NOW_MS - DAY_MS, newestMs: null, hasMore: false, nowMs: NOW_MS };
    expect(nextStart(quiet)).toBe(NOW_MS - DAY_MS / 24);
  });
});

const RECORDED = new URL('../../../../shared/data/deribit/fixtures/', import.meta.url);

describe.skipIf(!existsSync(RECORDED))('trades as recorded (../shared/data)', () => {
  function rowsOf(name: string): readonly unknown[] {
    const text = readFileSync(new URL(name, RECORDED), 'utf8');
    const document = JSON.parse(text) as { result: { trades: unknown[] } };
    return document.result.trades;
  }

  it('reads a leg of a block by request for quotes', () => {
    const [row] = rowsOf('get_last_trades_by_currency_option_block_row.json');
    expect(readTradeRow(row, of('BTC'))).toMatchObject({
      id: '439435597',
      contracts: 12.5,
      taker: 'buy',
      origin: 'block-rfq',
    });
  });

  it('does not take a combo for a trade, and reads its legs by their own direction', () => {
    const [combo] = rowsOf('nautilus_http_get_last_trades_option_combo.json');
    expect(readTradeRow(combo, of('BTC'))).toBe('of-others');
    const { legs } = combo as { legs: unknown[] };
    expect(legs.map((leg) => readTradeRow(leg, of('BTC')))).toMatchObject([
      { instrument: 'BTC-19MAY26-75000-C', taker: 'buy', origin: 'combo-leg' },
      { instrument: 'BTC-19MAY26-70000-C', taker: 'sell', origin: 'combo-leg' },
    ]);
  });

  it('leaves trades in futures alone', () => {
    const rows = rowsOf('nautilus_http_get_last_trades.json');
    expect(new Set(rows.map((row) => readTradeRow(row, of('ETH'))))).toEqual(
      new Set(['of-others']),
    );
  });
});
