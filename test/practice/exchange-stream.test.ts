import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { PracticeExchange } from '../../practice/exchange/index.ts';
import { anExchange, tradesBetween } from '../support/practice-market.ts';

const MINUTE_MS = 60_000;
const CHANNEL = 'trades.option.BTC.100ms';

const message = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: z.number().optional(),
  method: z.string().optional(),
  result: z.unknown().optional(),
  error: z.object({ code: z.number() }).optional(),
  params: z
    .looseObject({ type: z.string().optional(), data: z.array(z.unknown()).optional() })
    .optional(),
});

/** A client of the stream that notes what it hears. */
async function aClient(exchange: PracticeExchange) {
  const socket = new WebSocket(`${exchange.url.replace('http', 'ws')}/ws/api/v2`);
  onTestFinished(() => socket.terminate());
  const heard: z.infer<typeof message>[] = [];
  const state = { isClosed: false };
  socket.on('message', (bytes) => heard.push(message.parse(JSON.parse(String(bytes)))));
  socket.on('close', () => {
    state.isClosed = true;
  });
  await new Promise((resolve) => socket.once('open', resolve));
  let id = 0;
  const call = async (method: string, params: object) => {
    id += 1;
    const own = id;
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: own, method, params }));
    await vi.waitFor(() => expect(heard.some((each) => each.id === own)).toBe(true));
    return heard.find((each) => each.id === own);
  };
  const said = (method: string) => heard.filter((each) => each.method === method);
  return { socket, state, heard, call, said };
}

describe('the stream of the practice exchange', () => {
  it('tells a subscriber every trade once, as the pages tell them', async () => {
    const { exchange, clock } = await anExchange();
    const client = await aClient(exchange);
    const fromMs = clock.atMs + 1;
    expect((await client.call('public/subscribe', { channels: [CHANNEL] }))?.result).toEqual([
      CHANNEL,
    ]);
    const toldTrades = () => client.said('subscription').flatMap((each) => each.params?.data ?? []);
    for (let minute = 0; minute < 5; minute++) {
      const before = toldTrades().length;
      clock.atMs += MINUTE_MS;
      await vi.waitFor(() => expect(toldTrades().length).toBeGreaterThan(before));
    }
    const paged = await tradesBetween(exchange, { symbol: 'BTC', fromMs, toMs: clock.atMs });
    await vi.waitFor(() => expect(toldTrades()).toHaveLength(paged.length));
    expect(toldTrades()).toMatchObject(paged);
  });

  it('lists the channels it accepts, in an order of its own, and leaves out those it does not know', async () => {
    const { exchange } = await anExchange();
    const client = await aClient(exchange);
    const channels = [CHANNEL, 'nonsense', 'trades.option.ETH.100ms'];
    const answer = await client.call('public/subscribe', { channels });
    expect(answer?.result).toEqual(['trades.option.ETH.100ms', CHANNEL]);
  });

  it('asks a quiet client whether it lives, and hangs up on one that does not answer', async () => {
    const { exchange, clock } = await anExchange();
    const client = await aClient(exchange);
    await client.call('public/set_heartbeat', { interval: 10 });
    const asked = () =>
      client.said('heartbeat').filter((each) => each.params?.type === 'test_request');
    clock.atMs += 10_000;
    await vi.waitFor(() => expect(asked()).toHaveLength(1));
    expect((await client.call('public/test', {}))?.result).toMatchObject({ version: '1.2.26' });
    clock.atMs += 10_000;
    await vi.waitFor(() => expect(asked()).toHaveLength(2));
    expect(client.state.isClosed).toBe(false);
    clock.atMs += 10_000;
    await vi.waitFor(() => expect(client.state.isClosed).toBe(true));
  });

  it('refuses a heartbeat shorter than ten seconds, and a subscription over plain HTTP', async () => {
    const { exchange } = await anExchange();
    const client = await aClient(exchange);
    expect((await client.call('public/set_heartbeat', { interval: 1 }))?.error?.code).toBe(-32602);
    const response = await fetch(`${exchange.url}/api/v2/public/subscribe?channels=x`);
    expect(await response.json()).toMatchObject({ error: { code: 10_030 } });
  });

  it('can fall silent with the socket open, and speaks again when told', async () => {
    const { exchange, clock } = await anExchange();
    const client = await aClient(exchange);
    await client.call('public/subscribe', { channels: [CHANNEL] });
    exchange.stream.fault('silent');
    clock.atMs += 10 * MINUTE_MS;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(client.said('subscription')).toHaveLength(0);
    expect(client.state.isClosed).toBe(false);
    exchange.stream.clearFaults();
    clock.atMs += 10 * MINUTE_MS;
    await vi.waitFor(() => expect(client.said('subscription').length).toBeGreaterThan(0));
  });

  it('can be cut', async () => {
    const { exchange } = await anExchange();
    const client = await aClient(exchange);
    expect(exchange.stream.connections()).toBe(1);
    exchange.stream.fault('dropped');
    await vi.waitFor(() => expect(client.state.isClosed).toBe(true));
    await vi.waitFor(() => expect(exchange.stream.connections()).toBe(0));
    await aClient(exchange);
    expect(exchange.stream.connections()).toBe(1);
  });

  it('can refuse every channel', async () => {
    const { exchange } = await anExchange();
    exchange.stream.fault('subscription-refused');
    const client = await aClient(exchange);
    expect((await client.call('public/subscribe', { channels: [CHANNEL] }))?.result).toEqual([]);
  });
});
