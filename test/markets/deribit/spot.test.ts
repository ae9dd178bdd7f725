import { describe, expect, it } from 'vitest';
import { createDeribitMarket } from '../../../src/markets/deribit/index.ts';
import { deribitAnswer } from '../../support/deribit-fixtures.ts';
import { aLoopbackVenue, json, type Reply, status } from '../../support/loopback-venue.ts';
import { venueFaults } from '../../support/venue-faults.ts';

const never = new AbortController().signal;
const healthy: Reply = (request, response) =>
  json(deribitAnswer(request.url ?? ''))(request, response);

/** A first request on a busy machine may take half a second. */
const PATIENT = { attemptMs: 2_000, totalMs: 5_000 };
const IMPATIENT = { attemptMs: 150, totalMs: 400 };

async function setUp(reply: Reply = healthy, patience = PATIENT) {
  const server = await aLoopbackVenue(reply);
  const limits = {
    ...patience,
    backoffMs: 5,
    outagesToOpen: 3,
    bytesMax: 200_000,
  };
  const market = createDeribitMarket({ baseUrl: server.url, nowMs: Date.now, limits });
  const price = async (symbol = 'BTC') => {
    if (market.fetchSpot === undefined) throw new Error('Deribit tells prices');
    return market.fetchSpot(symbol, never);
  };
  return { server, market, price };
}

describe("Deribit's price between chains", () => {
  it('is the index that the options settle on, at the time that the venue answered', async () => {
    const { price, server } = await setUp();
    expect(await price('BTC')).toEqual({
      ok: true,
      value: { usd: 90_010.75, atMs: 1_764_579_600_530 },
    });
    expect(await price('SOL')).toMatchObject({ ok: true, value: { usd: 131.42 } });
    expect(server.asked).toEqual([
      '/api/v2/public/get_index_price?index_name=btc_usd',
      '/api/v2/public/get_index_price?index_name=sol_usdc',
    ]);
    expect(await price('DOGE')).toEqual({ ok: false, failure: { kind: 'unknown-symbol' } });
  });

  it.each(venueFaults)('is "$kind" on $name, asked once', async ({ reply, kind }) => {
    const { price, server } = await setUp(reply, IMPATIENT);
    expect(await price()).toMatchObject({ ok: false, failure: { kind } });
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    { name: 'no time', document: { result: { index_price: 90_000 } } },
    { name: 'a time that is none', document: { result: { index_price: 90_000 }, usOut: 12 } },
    { name: 'no price', document: { result: {}, usOut: 1_764_579_600_530_180 } },
    {
      name: 'a price of 0',
      document: { result: { index_price: 0 }, usOut: 1_764_579_600_530_180 },
    },
  ])('is refused with $name', async ({ document }) => {
    const { price } = await setUp(json(JSON.stringify({ jsonrpc: '2.0', ...document })));
    expect(await price()).toMatchObject({ ok: false, failure: { kind: 'bad-payload' } });
  });

  it('never closes the way to a chain, however often it fails', async () => {
    const { price, market, server } = await setUp(status(503));
    for (let times = 0; times < 3; times += 1) await price();
    expect(await price()).toMatchObject({ ok: false, failure: { kind: 'breaker-open' } });
    server.reply = healthy;
    expect(await market.fetchChain('BTC', never)).toMatchObject({ ok: true });
  });
});
