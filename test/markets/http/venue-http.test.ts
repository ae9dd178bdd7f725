import { describe, expect, it } from 'vitest';
import { HTTP_LIMITS, type HttpLimits } from '../../../src/markets/http/limits.ts';
import { createVenueHttp } from '../../../src/markets/http/venue-http.ts';
import { aLoopbackVenue, json, type Reply, status } from '../../support/loopback-venue.ts';

const REQUEST = { path: '/ticker', query: { symbol: 'BTC' }, cost: 1 };
const never = new AbortController().signal;

async function setUp(reply: Reply, limits: Partial<HttpLimits> = {}, capacity = 100) {
  const server = await aLoopbackVenue(reply);
  const http = createVenueHttp({
    baseUrl: server.url,
    nowMs: () => performance.now(),
    rates: { capacity, refillPerSecond: 50 },
    refusalOf: () => null,
    limits: { attemptMs: 200, totalMs: 600, backoffMs: 5, ...limits },
  });
  return { server, http };
}

describe('venue HTTP', () => {
  it('hands on parsed JSON', async () => {
    const { http, server } = await setUp(json('{"price":1.5}'));
    expect(await http.get(REQUEST, never)).toEqual({ ok: true, value: { price: 1.5 } });
    expect(server.asked).toEqual(['/ticker?symbol=BTC']);
  });

  it('keeps to its address when a path looks like another one', async () => {
    const elsewhere = await aLoopbackVenue(json('{}'));
    const { http, server } = await setUp(json('{}'));
    await http.get({ ...REQUEST, path: `${elsewhere.url}/steal` }, never);
    expect(elsewhere.asked).toEqual([]);
    expect(server.asked).toHaveLength(1);
  });

  it('ignores proxies that the environment names', async () => {
    const proxy = await aLoopbackVenue(status(500));
    const { http } = await setUp(json('{}'));
    process.env.http_proxy = proxy.url;
    try {
      expect((await http.get(REQUEST, never)).ok).toBe(true);
    } finally {
      delete process.env.http_proxy;
    }
    expect(proxy.asked).toEqual([]);
  });

  it('says who asks and accepts gzip', async () => {
    let headers: unknown;
    const { http } = await setUp((request, response) => {
      headers = request.headers;
      response.end('{}');
    });
    await http.get(REQUEST, never);
    expect(headers).toMatchObject({ 'user-agent': 'hedgeflow', 'accept-encoding': 'gzip' });
  });

  it('asks as often as its retries allow, and no more', async () => {
    const { http, server } = await setUp(status(502));
    const failure = { kind: 'http-status', status: 502 };
    expect(await http.get(REQUEST, never)).toEqual({ ok: false, failure });
    expect(server.asked).toHaveLength(1 + HTTP_LIMITS.retries);
  });

  it('gives up on one silent attempt early enough to make another', async () => {
    const { http, server } = await setUp((_, response) => {
      if (server.asked.length > 1) response.end('{}');
    });
    expect((await http.get(REQUEST, never)).ok).toBe(true);
  });

  it('tells what opened the breaker to the call that opened it', async () => {
    const { http, server } = await setUp(status(503), { outagesToOpen: 1 });
    const failure = { kind: 'http-status', status: 503 };
    expect(await http.get(REQUEST, never)).toEqual({ ok: false, failure });
    expect(await http.get(REQUEST, never)).toEqual({
      ok: false,
      failure: { kind: 'breaker-open' },
    });
    expect(server.asked).toHaveLength(1);
  });

  it('waits as long as a 503 asks before it tries again', async () => {
    const atMs: number[] = [];
    const { http } = await setUp((request, response) => {
      atMs.push(performance.now());
      const reply = atMs.length === 1 ? status(503, { 'retry-after': '0.2' }) : json('{}');
      reply(request, response);
    });
    expect((await http.get(REQUEST, never)).ok).toBe(true);
    const [first = 0, second = 0] = atMs;
    // Timers of Node may fire a millisecond early.
    expect(second - first).toBeGreaterThanOrEqual(199);
  });

  it('waits for tokens, and gives up at once where the wait would pass its deadline', async () => {
    const { http, server } = await setUp(json('{}'), {}, 10);
    const startedMs = performance.now();
    await http.get({ ...REQUEST, cost: 10 }, never);
    expect((await http.get({ ...REQUEST, cost: 10 }, never)).ok).toBe(true);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(190);
    const slow = await setUp(json('{}'), { totalMs: 50 }, 10);
    await slow.http.get({ ...REQUEST, cost: 10 }, never);
    const refused = await slow.http.get({ ...REQUEST, cost: 10 }, never);
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'rate-limited' } });
    expect([server.asked.length, slow.server.asked.length]).toEqual([2, 1]);
  });

  it('uses few sockets, and the same ones again', async () => {
    const sockets = new Set<unknown>();
    const { http } = await setUp((request, response) => {
      sockets.add(request.socket);
      setTimeout(() => response.end('{}'), 5);
    });
    const answers = await Promise.all(Array.from({ length: 24 }, () => http.get(REQUEST, never)));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(sockets.size).toBeLessThanOrEqual(HTTP_LIMITS.sockets);
  });

  it('never shows the body, the address or a header of a failed request', async () => {
    const { http, server } = await setUp(json('<b>secret-in-body'));
    const shown = JSON.stringify(await http.get(REQUEST, never));
    expect(shown).not.toMatch(/secret|127\.0\.0\.1|ticker|hedgeflow/);
    expect(server.asked).toHaveLength(1);
  });
});
