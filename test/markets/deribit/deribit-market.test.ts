import { describe, expect, it } from 'vitest';
import { createDeribitMarket } from '../../../src/markets/deribit/index.ts';
import {
  deribitAnswer,
  deribitFixture,
  deribitQuestion,
  summaryRows,
} from '../../support/deribit-fixtures.ts';
import { aLoopbackVenue, json, type Reply, status } from '../../support/loopback-venue.ts';

const never = new AbortController().signal;
const HOUR_MS = 3_600_000;

/** Healthy but for the questions that are named. */
function replyWith(changed: Readonly<Record<string, Reply>>): Reply {
  return (request, response) => {
    const path = request.url ?? '';
    const reply = changed[deribitQuestion(path)] ?? json(deribitAnswer(path));
    reply(request, response);
  };
}

async function setUp(changed: Readonly<Record<string, Reply>> = {}, symbols: string[] = []) {
  const clock = { atMs: 1_764_579_600_000 };
  const server = await aLoopbackVenue(replyWith(changed));
  const limits = { attemptMs: 1_500, totalMs: 2_000, backoffMs: 5 };
  const market = createDeribitMarket({
    baseUrl: server.url,
    nowMs: () => clock.atMs,
    limits,
    symbols,
  });
  const timesAsked = (method: string) =>
    server.asked.filter((path) => deribitQuestion(path) === method).length;
  return { clock, server, market, timesAsked };
}

function refusal(code: number, reason?: string): string {
  const error = { code, message: 'Invalid params', ...(reason && { data: { reason } }) };
  return JSON.stringify({ jsonrpc: '2.0', error });
}

describe('Deribit', () => {
  it('lists coin-settled options, those in USDC, and any base that a symbol names', async () => {
    const { market } = await setUp({}, ['DOGE_USDC', 'SOL', 'AAPL']);
    const listed = market.listings.map(({ symbol, unit, book }) => [symbol, unit, book]);
    expect(listed.slice(0, 3)).toEqual([
      ['BTC', 'BTC', 'bitcoin'],
      ['ETH', 'ETH', 'ether'],
      ['SOL', 'SOL', null],
    ]);
    expect(listed.slice(-3)).toEqual([
      ['BTC_USDC', 'BTC', 'bitcoin'],
      ['ETH_USDC', 'ETH', 'ether'],
      ['DOGE_USDC', 'DOGE', null],
    ]);
    expect(listed.map(([symbol]) => symbol)).not.toContain('AAPL');
  });

  it('takes spot from the index, not from the rows', async () => {
    const { market, server } = await setUp();
    const chain = await market.fetchChain('BTC', never);
    expect(chain).toMatchObject({
      ok: true,
      value: { name: 'deribit:BTC', spot: 90_010.75, asOfMs: 1_764_579_600_120 },
    });
    expect(server.asked.toSorted()).toEqual([
      '/api/v2/public/get_book_summary_by_currency?currency=BTC&kind=future',
      '/api/v2/public/get_book_summary_by_currency?currency=BTC&kind=option',
      '/api/v2/public/get_delivery_prices?index_name=btc_usd&offset=0&count=1',
      '/api/v2/public/get_index_price?index_name=btc_usd',
      '/api/v2/public/get_instruments?currency=BTC&kind=option&expired=false',
      '/api/v2/public/get_volatility_index_data?currency=BTC&start_timestamp=1764572400120&end_timestamp=1764579600120&resolution=3600',
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

  it('takes an error with status 503 for an outage: asks again, and passes on the words', async () => {
    const body = refusal(11_051, 'maintenance');
    const { market, timesAsked } = await setUp({ get_index_price: status(503, {}, body) });
    const failure = { kind: 'http-status', status: 503, detail: 'Invalid params: maintenance' };
    expect(await market.fetchChain('BTC', never)).toEqual({ ok: false, failure });
    expect(timesAsked('get_index_price')).toBeGreaterThan(1);
  });

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

  describe('side prices', () => {
    it('stand beside the chain: perpetual, future less its carry, vol index, delivery price', async () => {
      const { market } = await setUp();
      const chain = await market.fetchChain('BTC', never);
      // F1·e^(−c·T1) with c from the next future: 90,410.25·(90,410.25/91,905)^(T1/(T2 − T1)), T1 24.96 and T2 − T1 91 days.
      const future = 90_410.25 * (90_410.25 / 91_905) ** ((25 - 1 / 24) / 91);
      expect(chain).toMatchObject({
        value: {
          spot: 90_010.75,
          spotQuotes: [
            { source: 'index', usd: 90_010.75 },
            { source: 'perpetual', usd: 90_028.75 },
            { source: 'future', usd: expect.closeTo(future, 0) },
          ],
          funding8h: 1.742e-5,
          impliedVolIndex: expect.closeTo(0.4806, 12),
          deliveryPriceUsd: 89_874.31,
        },
      });
      expect(chain).not.toHaveProperty('value.caveats');
    });

    it.each([
      ['an error page', status(500, {}, '<html>')],
      ['nonsense', json('{"result":{"data":[[1,2],{"date":"yesterday"}],"x":[]}}')],
      ['an error', json(refusal(-32_601))],
      ['silence', () => {}],
    ])(
      'are absent, and the chain whole, where the venue answers them with %s',
      async (_, reply) => {
        const questions = ['futures', 'get_volatility_index_data', 'get_delivery_prices'];
        const { market, clock } = await setUp(
          Object.fromEntries(questions.map((name) => [name, reply])),
        );
        for (let poll = 0; poll < 4; poll++) {
          const chain = await market.fetchChain('BTC', never);
          expect(chain).toMatchObject({ ok: true, value: { spot: 90_010.75 } });
          const absent = [
            'spotQuotes',
            'funding8h',
            'impliedVolIndex',
            'deliveryPriceUsd',
            'caveats',
          ];
          for (const name of absent) expect(chain).not.toHaveProperty(`value.${name}`);
          clock.atMs += 300_000;
        }
      },
    );

    it('ask for a delivery price once, and until it is out where it is not', async () => {
      const { market, clock, timesAsked } = await setUp();
      await market.fetchChain('BTC', never);
      await market.fetchChain('BTC', never);
      expect(timesAsked('get_delivery_prices')).toBe(1);
      clock.atMs += 300_000;
      const yesterdays = await market.fetchChain('SOL', never);
      await market.fetchChain('SOL', never);
      expect(timesAsked('get_delivery_prices')).toBe(3);
      expect(yesterdays).not.toHaveProperty('value.deliveryPriceUsd');
    });

    it('outvote an index with a slipped decimal, and say so', async () => {
      const index = json('{"result":{"index_price":900107.5}}');
      const { market } = await setUp({ get_index_price: index });
      const chain = await market.fetchChain('BTC', never);
      expect(chain).toMatchObject({
        value: { spot: 90_028.75, caveats: [{ kind: 'spot-divergence' }] },
      });
    });
  });

  describe('in USDC', () => {
    it('reads the options of one base out of the summary of all', async () => {
      const { market } = await setUp();
      const sol = await market.fetchChain('SOL', never);
      expect(sol).toMatchObject({
        value: { name: 'deribit:SOL', spot: 131.42, multiplier: 1, invalidRows: 0 },
      });
      const rows = sol.ok ? sol.value.contracts : [];
      expect(rows.map(({ strike, type, openInterest }) => [strike, type, openInterest])).toEqual([
        [127.5, 'put', 0],
        [132, 'call', 990],
        [130, 'call', 12_500],
        [130, 'put', 8_340],
      ]);
    });

    it('shares one list of instruments among bases that are polled at once', async () => {
      const index = json('{"result":{"index_price":2.11}}');
      const { market, timesAsked } = await setUp({ get_index_price: index });
      const symbols = ['SOL', 'XRP', 'SOL', 'BTC_USDC'];
      await Promise.all(symbols.map((symbol) => market.fetchChain(symbol, never)));
      expect(timesAsked('get_instruments')).toBe(1);
    });

    it('calls a base that the venue does not list an unknown symbol', async () => {
      const { market } = await setUp({ get_index_price: status(400, {}, refusal(-32_602)) }, [
        'DOGE_USDC',
      ]);
      const unknown = { ok: false, failure: { kind: 'unknown-symbol' } };
      expect(await market.fetchChain('DOGE_USDC', never)).toEqual(unknown);
      expect(await market.fetchChain('HYPE', never)).toEqual(unknown);
    });

    it('does not call a base unknown because nothing is listed at all', async () => {
      const { market } = await setUp({ get_book_summary_by_currency: json('{"result":[]}') });
      const chain = await market.fetchChain('SOL', never);
      expect(chain).toMatchObject({ failure: { kind: 'bad-payload' } });
    });

    it('gives no chain without contract sizes, and asks for them again before the hour is over', async () => {
      const { market, clock, server, timesAsked } = await setUp({
        get_instruments: status(400, {}, refusal(13_009)),
        get_index_price: json('{"result":{"index_price":2.11}}'),
      });
      const failure = { kind: 'venue-error', code: 13_009 };
      expect(await market.fetchChain('SOL', never)).toMatchObject({ ok: false, failure });
      expect(await market.fetchChain('XRP', never)).toMatchObject({ ok: false, failure });
      expect(timesAsked('get_instruments')).toBe(1);
      server.reply = replyWith({});
      clock.atMs += 300_000;
      expect((await market.fetchChain('SOL', never)).ok).toBe(true);
    });

    it('asks for the size of an option that was listed since', async () => {
      const rows = summaryRows('options_USDC');
      const { market, clock, server, timesAsked } = await setUp();
      await market.fetchChain('SOL', never);
      const listed = { ...rows[0], instrument_name: 'SOL_USDC-26DEC25-135-C' };
      server.reply = replyWith({
        get_book_summary_by_currency: json(JSON.stringify({ result: [...rows, listed] })),
      });
      clock.atMs += 300_000;
      const chain = await market.fetchChain('SOL', never);
      expect(timesAsked('get_instruments')).toBe(2);
      expect(chain).toMatchObject({ value: { invalidRows: 1 } });
      expect(chain.ok && chain.value.contracts).toHaveLength(4);
    });
  });
});
