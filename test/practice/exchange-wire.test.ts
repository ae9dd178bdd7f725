import { describe, expect, it } from 'vitest';
import { anExchange, bookCall, bookOf, callOf } from '../support/practice-market.ts';

describe('the practice exchange on the wire', () => {
  it('wraps every answer as the venue does', async () => {
    const { exchange } = await anExchange();
    const { status, body } = await callOf(exchange, bookCall('BTC'));
    expect(status).toBe(200);
    expect(body).toMatchObject({ jsonrpc: '2.0', testnet: false });
    expect(Number(body.usOut) - Number(body.usIn)).toBe(body.usDiff);
  });

  it.each([
    ['get_book_summary_by_currency?kind=option', -32602, 'value is required'],
    ['get_book_summary_by_currency?currency=NOPE', -32602, 'invalid currency'],
    ['get_index_price?index_name=nope_usd', -32602, 'invalid index_name'],
    ['nope', -32601, undefined],
  ])('answers %s with HTTP 400 and the error of the venue', async (call, code, reason) => {
    const { exchange } = await anExchange();
    const { status, body } = await callOf(exchange, call);
    expect(status).toBe(400);
    expect(body.error?.code).toBe(code);
    expect(body.error?.data?.reason).toBe(reason);
  });

  it('simulates only the symbols it was asked for', async () => {
    const { exchange } = await anExchange({ symbols: ['ETH'] });
    expect((await callOf(exchange, bookCall('BTC'))).status).toBe(400);
    expect((await bookOf(exchange, 'ETH')).length).toBeGreaterThan(0);
  });

  it('takes a free port where the wanted one is busy', async () => {
    const first = await anExchange();
    const port = Number(new URL(first.exchange.url).port);
    const second = await anExchange({ port });
    expect(second.exchange.url).not.toBe(first.exchange.url);
    expect((await callOf(second.exchange, 'test')).status).toBe(200);
  });

  it('remembers what it was asked and when, but not without limit', async () => {
    const { exchange, clock } = await anExchange();
    for (let count = 0; count < 1_010; count++) await callOf(exchange, `get_time?count=${count}`);
    const requests = exchange.requests();
    expect(requests).toHaveLength(1_000);
    expect(requests.at(-1)).toEqual({
      path: '/api/v2/public/get_time?count=1009',
      atMs: clock.atMs,
    });
  });
});
