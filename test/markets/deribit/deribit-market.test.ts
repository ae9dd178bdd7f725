import { describe, expect, it } from 'vitest';
import { createDeribitMarket } from '../../../src/markets/deribit/index.ts';
import { deribitFixture, deribitMethod } from '../../support/deribit-fixtures.ts';
import { aLoopbackVenue, json, type Reply, status } from '../../support/loopback-venue.ts';

const never = new AbortController().signal;
const HOUR_MS = 3_600_000;

/** Healthy but for the methods that are named. */
function replyWith(changed: Readonly<Record<string, Reply>>): Reply {
  return (request, response) => {
    const method = deribitMethod(request.url ?? '');
    const reply = changed[method] ?? json(deribitFixture(method));
    reply(request, response);
  };
}

async function setUp(changed: Readonly<Record<string, Reply>> = {}) {
  const clock = { atMs: 1_764_579_600_000 };
  const server = await aLoopbackVenue(replyWith(changed));
  const limits = { attemptMs: 200, totalMs: 600, backoffMs: 5 };
  const market = createDeribitMarket({ baseUrl: server.url, nowMs: () => clock.atMs, limits });
  const timesAsked = (method: string) =>
    server.asked.filter((path) => deribitMethod(path) === method).length;
  return { clock, server, market, timesAsked };
}

function refusal(code: number, reason?: string): string {
  const error = { code, message: 'Invalid params', ...(reason && { data: { reason } }) };
  return JSON.stringify({ jsonrpc: '2.0', error });
}

describe('Deribit', () => {
  it('lists BTC and ETH', async () => {
    const { market } = await setUp();
    expect(market.listings.map((listing) => [listing.symbol, listing.unit])).toEqual([
      ['BTC', 'BTC'],
      ['ETH', 'ETH'],
    ]);
  });

  it('takes spot from the index, not from the rows', async () => {
    const { market, server } = await setUp();
    const chain = await market.fetchChain('BTC', never);
    expect(chain).toMatchObject({
      ok: true,
      value: { name: 'deribit:BTC', spot: 90_010.75, asOfMs: 1_764_579_600_120 },
    });
    expect(server.asked.toSorted()).toEqual([
      '/api/v2/public/get_book_summary_by_currency?currency=BTC&kind=option',
      '/api/v2/public/get_index_price?index_name=btc_usd',
      '/api/v2/public/get_instruments?currency=BTC&kind=option&expired=false',
    ]);
  });

  it('asks for instruments once an hour, also where they were refused', async () => {
    const { market, clock, timesAsked } = await setUp({ get_instruments: status(404) });
    for (const waitMs of [0, 0.5 * HOUR_MS, 0.4 * HOUR_MS]) {
      clock.atMs += waitMs;
      expect((await market.fetchChain('BTC', never)).ok).toBe(true);
    }
    expect(timesAsked('get_instruments')).toBe(1);
    clock.atMs += 0.2 * HOUR_MS;
    await market.fetchChain('BTC', never);
    expect(timesAsked('get_instruments')).toBe(2);
  });

  it('goes on with the terms it knows when the venue stops listing them', async () => {
    const moved = deribitFixture('get_instruments').replace('"strike": 90000.0', '"strike": 91000');
    const { market, clock, server } = await setUp({ get_instruments: json(moved) });
    const before = await market.fetchChain('BTC', never);
    expect(JSON.stringify(before)).toContain('"strike":91000');
    clock.atMs += 2 * HOUR_MS;
    server.reply = replyWith({ get_instruments: json('{"result":"closed"}') });
    expect(await market.fetchChain('BTC', never)).toEqual(before);
  });

  it.each(['get_book_summary_by_currency', 'get_index_price'])(
    'passes on an error of %s, which comes with status 400',
    async (method) => {
      const body = refusal(-32602, 'invalid currency');
      const { market, timesAsked } = await setUp({ [method]: status(400, {}, body) });
      const detail = 'Invalid params: invalid currency';
      const failure = { kind: 'venue-error', code: -32602, detail };
      expect(await market.fetchChain('BTC', never)).toEqual({ ok: false, failure });
      expect(timesAsked(method)).toBe(1);
    },
  );

  it('sees an error that comes with status 200', async () => {
    const { market } = await setUp({ get_index_price: json(refusal(13_009)) });
    const result = await market.fetchChain('BTC', never);
    expect(result).toMatchObject({ failure: { kind: 'venue-error', code: 13_009 } });
  });

  it.each([200, 400, 429])(
    'knows that credits ran out by error 10028 with status %d',
    async (code) => {
      const body = refusal(10_028);
      const { market } = await setUp({ get_book_summary_by_currency: status(code, {}, body) });
      const failure = { kind: 'rate-limited', retryAfterMs: null };
      expect(await market.fetchChain('BTC', never)).toMatchObject({ ok: false, failure });
    },
  );

  it('shortens and cleans what the venue says of an error', async () => {
    const body = refusal(1, `a\nb\u202e${'x'.repeat(5_000)}`);
    const { market } = await setUp({ get_index_price: status(400, {}, body) });
    const result = await market.fetchChain('BTC', never);
    const detail = !result.ok && result.failure.kind === 'venue-error' ? result.failure.detail : '';
    expect(detail).toMatch(/^[\x20-\x7e]{20,120}$/);
  });

  it.each(['0', '-1', '1e400', '"90010"', 'null'])(
    'refuses an index price of %s',
    async (price) => {
      const index = json(`{"result":{"index_price":${price}}}`);
      const { market } = await setUp({ get_index_price: index });
      const result = await market.fetchChain('BTC', never);
      expect(result).toMatchObject({ ok: false, failure: { kind: 'bad-payload' } });
    },
  );

  it("does not take another coin's book for the one it asked for", async () => {
    const { market } = await setUp();
    const result = await market.fetchChain('ETH', never);
    expect(result).toMatchObject({ ok: false, failure: { kind: 'bad-payload' } });
  });

  it('asks nothing about a symbol that it does not list', async () => {
    const { market, server } = await setUp();
    const failure = { kind: 'unknown-symbol' };
    expect(await market.fetchChain('../BTC', never)).toEqual({ ok: false, failure });
    expect(server.asked).toEqual([]);
  });
});
