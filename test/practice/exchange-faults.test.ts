import { describe, expect, it } from 'vitest';
import { anExchange, bookCall, bookOf, callOf } from '../support/practice-market.ts';

const HOUR_MS = 3_600_000;

describe('a scripted fault of the practice exchange', () => {
  it('answers with the status as often as told, then recovers', async () => {
    const { exchange } = await anExchange();
    const fault = { kind: 'status', status: 429, retryAfterSeconds: 7, times: 2 } as const;
    exchange.fault({ path: 'get_time', ...fault });
    for (let attempt = 0; attempt < 2; attempt++) {
      const refused = await callOf(exchange, 'get_time');
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('7');
      expect(refused.body.error?.code).toBe(10_028);
    }
    expect((await callOf(exchange, 'get_time')).status).toBe(200);
  });

  it('hits only the paths it names, query included, until it is cleared', async () => {
    const { exchange } = await anExchange();
    exchange.fault({ path: 'currency=BTC', kind: 'status' });
    for (let attempt = 0; attempt < 3; attempt++)
      expect((await callOf(exchange, bookCall('BTC'))).status).toBe(503);
    expect((await callOf(exchange, bookCall('ETH'))).status).toBe(200);
    exchange.clearFaults();
    expect((await callOf(exchange, bookCall('BTC'))).status).toBe(200);
  });

  it('delays the right answer by the time it was given', async () => {
    const { exchange } = await anExchange();
    exchange.fault({ path: 'get_time', kind: 'delay', delayMs: 150, times: 1 });
    const startedMs = performance.now();
    const late = await callOf(exchange, 'get_time');
    expect(performance.now() - startedMs).toBeGreaterThan(140);
    expect(late.status).toBe(200);
  });

  it('drips a body so slowly that only a deadline ends it', async () => {
    const { exchange } = await anExchange();
    exchange.fault({ path: 'get_book', kind: 'drip', delayMs: 20 });
    const response = await fetch(`${exchange.url}/api/v2/public/${bookCall('BTC')}`, {
      signal: AbortSignal.timeout(200),
    });
    expect(response.status).toBe(200);
    const text: string[] = [];
    const read = async () => {
      for await (const bytes of response.body ?? []) text.push(Buffer.from(bytes).toString());
    };
    await expect(read()).rejects.toThrow('timeout');
    expect('{"jsonrpc":"2.0","result"').toContain(text.join(''));
    expect(text.join('').length).toBeGreaterThan(1);
  });

  it('cuts the connection in the middle of the announced body', async () => {
    const { exchange } = await anExchange();
    exchange.fault({ path: 'get_book', kind: 'truncate', times: 1 });
    const response = await fetch(`${exchange.url}/api/v2/public/${bookCall('BTC')}`);
    let received = 0;
    const read = async () => {
      for await (const bytes of response.body ?? []) received += bytes.length;
    };
    await expect(read()).rejects.toThrow('terminated');
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThan(Number(response.headers.get('content-length')));
  });

  it('repeats the last good answer word for word while it is stale', async () => {
    const { exchange, clock } = await anExchange();
    const fresh = await bookOf(exchange, 'BTC');
    exchange.fault({ path: 'get_book', kind: 'stale' });
    clock.atMs += HOUR_MS;
    expect(await bookOf(exchange, 'BTC')).toEqual(fresh);
    exchange.clearFaults();
    const [row] = await bookOf(exchange, 'BTC');
    expect(Number(row?.creation_timestamp)).toBe(clock.atMs - 1_000);
  });

  it('ends with the exchange: closing cuts an answer that still waits', async () => {
    const { exchange } = await anExchange();
    exchange.fault({ path: 'get_time', kind: 'delay' });
    const waiting = callOf(exchange, 'get_time');
    const cut = expect(waiting).rejects.toThrow('fetch failed');
    while (exchange.requests().length === 0) await new Promise(setImmediate);
    const startedMs = performance.now();
    await exchange.close();
    await cut;
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});
