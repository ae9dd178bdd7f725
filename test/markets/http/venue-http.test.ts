import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { HTTP_LIMITS, type HttpLimits } from '../../../src/markets/http/limits.ts';
import { createVenueHttp } from '../../../src/markets/http/venue-http.ts';
import { Secret } from '../../../src/secret.ts';
import { aLoopbackVenue, json, type Reply, status } from '../../support/loopback-venue.ts';

const REQUEST = { path: '/ticker', query: { symbol: 'BTC' }, cost: 1 };
/** A first request on a busy machine may take half a second; silence has bounds of its own. */
const PARTS = {
  nowMs: () => performance.now(),
  rates: { capacity: 100, refillPerSecond: 50 },
  refusalOf: () => null,
  limits: { attemptMs: 2_000, totalMs: 5_000, backoffMs: 5 },
};
const IMPATIENT = { attemptMs: 200, totalMs: 600 };

const never = new AbortController().signal;

async function setUp(reply: Reply, limits: Partial<HttpLimits> = {}, capacity = 100) {
  const server = await aLoopbackVenue(reply);
  const http = createVenueHttp({
    ...PARTS,
    baseUrl: server.url,
    rates: { ...PARTS.rates, capacity },
    limits: { ...PARTS.limits, ...limits },
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
    const { http, server } = await setUp(
      (_, response) => {
        if (server.asked.length > 1) response.end('{}');
      },
      { attemptMs: 500 },
    );
    expect((await http.get(REQUEST, never)).ok).toBe(true);
  });

  it('tells what opened the breaker to the call that opened it', async () => {
    const { http, server } = await setUp(status(503), { outagesToOpen: 1 });
    const failure = { kind: 'http-status', status: 503 };
    expect(await http.get(REQUEST, never)).toEqual({ ok: false, failure });
    expect(await http.get(REQUEST, never)).toEqual({
      ok: false,
      failure: { kind: 'breaker-open', cause: failure },
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

  it('sends its key to its own address alone, and never where it points', async () => {
    const elsewhere = await aLoopbackVenue(json('{}'));
    const headers: unknown[] = [];
    const server = await aLoopbackVenue((request, response) => {
      headers.push(request.headers.authorization);
      response.writeHead(302, { location: elsewhere.url }).end();
    });
    const http = createVenueHttp({ ...PARTS, baseUrl: server.url, token: new Secret('canary') });
    const result = await http.get({ ...REQUEST, path: '//elsewhere.invalid/x' }, never);
    expect(headers).toEqual(['Bearer canary']);
    expect(elsewhere.asked).toEqual([]);
    expect(JSON.stringify([result, http.metrics()])).not.toContain('canary');
  });

  it('names no key that cannot be sent', async () => {
    const server = await aLoopbackVenue(json('{}'));
    const http = createVenueHttp({ ...PARTS, baseUrl: server.url, token: new Secret('canary\n1') });
    expect(JSON.stringify(await http.get(REQUEST, never))).not.toContain('canary');
  });

  it('takes no "not modified" that it did not ask for', async () => {
    const { http } = await setUp(status(304));
    const failure = { kind: 'http-status', status: 304 };
    expect(await http.get(REQUEST, never)).toEqual({ ok: false, failure });
  });

  it('remembers each path by its whole question', async () => {
    const { http, server } = await setUp((request, response) => {
      if (request.headers['if-none-match'] !== undefined) response.writeHead(304).end();
      else response.setHeader('etag', '"1"').end(JSON.stringify({ asked: request.url }));
    });
    const eth = { ...REQUEST, query: { symbol: 'ETH' } };
    for (const request of [REQUEST, eth, REQUEST, eth]) {
      const asked = `/ticker?symbol=${request.query.symbol}`;
      expect(await http.get(request, never)).toEqual({ ok: true, value: { asked } });
    }
    expect(server.asked).toHaveLength(4);
    expect(http.metrics()).toMatchObject({ requests: 4, notModified: 2, failures: {} });
  });

  it('forgets a body once the venue has another', async () => {
    const { http, server } = await setUp((request, response) => {
      const known = request.headers['if-none-match'];
      if (server.asked.length === 3) response.writeHead(304).end();
      else response.setHeader('etag', `"${server.asked.length}"`).end(JSON.stringify({ known }));
    });
    await http.get(REQUEST, never);
    const second = { ok: true, value: { known: '"1"' } };
    expect(await http.get(REQUEST, never)).toEqual(second);
    expect(await http.get(REQUEST, never)).toEqual(second);
  });

  it('counts what it asked, what failed, how long it took and what it may still ask', async () => {
    const { http, server } = await setUp(status(503), { ...IMPATIENT, outagesToOpen: 4 });
    expect(http.metrics()).toEqual({
      ...{ requests: 0, notModified: 0, failures: {}, latencyMs: null },
      ...{ breaker: 'closed', tokens: { available: 100, capacity: 100 } },
    });
    await http.get(REQUEST, never);
    server.reply = () => {};
    await http.get(REQUEST, never);
    const { requests, failures, latencyMs, breaker, tokens } = http.metrics();
    expect({ requests, breaker }).toEqual({ requests: server.asked.length, breaker: 'open' });
    const { timeout = 0, 'http-status': refused = 0, ...others } = failures;
    expect([timeout > 0, refused > 0, timeout + refused, others]).toEqual([
      true,
      true,
      requests,
      {},
    ]);
    expect(latencyMs?.count).toBe(requests);
    expect(latencyMs?.p95).toBeGreaterThanOrEqual(199);
    expect(tokens.available).toBeLessThanOrEqual(100);
  });

  it.each([503, 403, 404])(
    'keeps the pause that a %d asks for in later calls too',
    async (code) => {
      const { http, server } = await setUp(status(code, { 'retry-after': '120' }), {
        totalMs: 500,
      });
      const failure = { kind: 'http-status', status: code };
      expect(await http.get(REQUEST, never)).toEqual({ ok: false, failure });
      expect(await http.get(REQUEST, never)).toMatchObject({ failure: { kind: 'rate-limited' } });
      expect(server.asked).toHaveLength(1);
    },
  );

  it('keeps a pause however the wall clock is set', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const server = await aLoopbackVenue(status(429, { 'retry-after': '300' }));
    const http = createVenueHttp({ ...PARTS, nowMs: () => Date.now(), baseUrl: server.url });
    await http.get(REQUEST, never);
    for (const stepMs of [3_600_000, -7_200_000]) {
      vi.setSystemTime(Date.now() + stepMs);
      expect(await http.get(REQUEST, never)).toMatchObject({ failure: { kind: 'rate-limited' } });
    }
    expect(server.asked).toHaveLength(1);
  });

  it('counts what is asked aside, and pauses all ways for what the venue asked on one', async () => {
    const { http, server } = await setUp(status(429, { 'retry-after': '60' }));
    const side = http.aside({ retries: 0 });
    await side.get(REQUEST, never);
    expect(await http.get(REQUEST, never)).toMatchObject({ failure: { kind: 'rate-limited' } });
    expect(server.asked).toHaveLength(1);
    const { requests, failures } = http.metrics();
    expect({ requests, failures }).toEqual({ requests: 1, failures: { 'rate-limited': 1 } });
  });

  it('shows an outage of what is asked aside, which never closes the way to the rest', async () => {
    const { http, server } = await setUp(status(503), { outagesToOpen: 1 });
    const side = http.aside({ retries: 0 });
    await side.get(REQUEST, never);
    expect(http.metrics().breaker).toBe('open');
    server.reply = json('{}');
    expect(await side.get(REQUEST, never)).toMatchObject({ failure: { kind: 'breaker-open' } });
    expect((await http.get(REQUEST, never)).ok).toBe(true);
  });

  it('has no tokens while a pause runs', async () => {
    const { http } = await setUp(status(429, { 'retry-after': '60' }));
    await http.get(REQUEST, never);
    expect(http.metrics().tokens).toEqual({ available: 0, capacity: 100 });
  });

  it('hands an error page to the venue’s own reading of refusals', async () => {
    const server = await aLoopbackVenue(status(403, {}, 'access too frequent'));
    const seen: unknown[] = [];
    const refusalOf = (body: unknown, code: number) => {
      seen.push([body, code]);
      return { kind: 'rate-limited', retryAfterMs: 90_000 } as const;
    };
    const http = createVenueHttp({ ...PARTS, baseUrl: server.url, refusalOf });
    const failure = { kind: 'rate-limited', retryAfterMs: 90_000 };
    expect(await http.get(REQUEST, never)).toEqual({ ok: false, failure });
    expect(seen).toEqual([['access too frequent', 403]]);
  });
});
