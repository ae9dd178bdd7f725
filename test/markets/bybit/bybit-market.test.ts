import { describe, expect, it } from 'vitest';
import { createBybitMarket } from '../../../src/markets/bybit/index.ts';
import { bybitTickers } from '../../support/bybit-fixtures.ts';
import { aLoopbackVenue, json, type Reply, status } from '../../support/loopback-venue.ts';

const never = new AbortController().signal;

async function setUp(reply: Reply) {
  const server = await aLoopbackVenue(reply);
  const limits = { attemptMs: 1_000, totalMs: 1_500, backoffMs: 5 };
  return { server, market: createBybitMarket({ baseUrl: server.url, nowMs: Date.now, limits }) };
}

describe('Bybit', () => {
  it('is asked once for a whole chain', async () => {
    const { server, market } = await setUp(json(bybitTickers()));
    expect((await market.fetchChain('BTC.BYBIT', never)).ok).toBe(true);
    expect(server.asked).toEqual(['/v5/market/tickers?category=option&baseCoin=BTC']);
  });

  it('belongs to the books of its coins', async () => {
    const { market } = await setUp(json(bybitTickers()));
    expect(market.listings.map(({ symbol, unit, book }) => [symbol, unit, book])).toEqual([
      ['BTC.BYBIT', 'BTC', 'bitcoin'],
      ['ETH.BYBIT', 'ETH', 'ether'],
    ]);
  });

  it('slows down by a refusal that comes with status 200', async () => {
    const { market } = await setUp(json('{"retCode":10006,"retMsg":"Too many visits!"}'));
    const result = await market.fetchChain('BTC.BYBIT', never);
    expect(result).toMatchObject({ ok: false, failure: { kind: 'rate-limited' } });
  });

  it('passes on other refusals in its own words', async () => {
    const { market } = await setUp(json('{"retCode":10001,"retMsg":"params error\\u202e"}'));
    const failure = { kind: 'venue-error', code: 10_001, detail: 'params error ' };
    expect(await market.fetchChain('BTC.BYBIT', never)).toEqual({ ok: false, failure });
  });

  it('stays away for ten minutes after 403 for haste', async () => {
    const { server, market } = await setUp(status(403, {}, 'access too frequent'));
    const failure = { kind: 'rate-limited', retryAfterMs: 600_000 };
    expect(await market.fetchChain('BTC.BYBIT', never)).toEqual({ ok: false, failure });
    server.reply = json(bybitTickers());
    const again = await market.fetchChain('BTC.BYBIT', never);
    const leftMs = !again.ok && again.failure.kind === 'rate-limited' && again.failure.retryAfterMs;
    expect(leftMs).toBeGreaterThan(590_000);
    expect(server.asked).toHaveLength(1);
  });

  it('says that it is blocked where 403 has another reason', async () => {
    const { market } = await setUp(status(403, {}, '<html>not in your country</html>'));
    const failure = { kind: 'blocked' };
    expect(await market.fetchChain('BTC.BYBIT', never)).toEqual({ ok: false, failure });
  });
});
