import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Trade } from '../../../src/core/trades/trade.ts';
import { createTradeStream } from '../../../src/markets/deribit/index.ts';
import type { StreamLimits } from '../../../src/markets/deribit/trade-stream.ts';
import { deribitFixture } from '../../support/deribit-fixtures.ts';
import { eventually } from '../../support/eventually.ts';
import { aLog } from '../../support/stored.ts';

type Request = { readonly id?: number; readonly method: string; readonly params: unknown };

const ROWS: unknown[] = JSON.parse(deribitFixture('get_last_trades_by_currency_and_time')).result
  .trades;

/** Shortly after the newest of them. */
const NOW_MS = 1_764_579_605_000;

/** A stream that the test answers for; requests are kept in the order they came. */
async function aVenue(answer: (request: Request, socket: WebSocket) => void = accept) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise<void>((resolve) => server.once('listening', resolve));
  const venue = { server, answer, sockets: [] as WebSocket[], requests: [] as Request[], url: '' };
  venue.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/api/v2`;
  server.on('connection', (socket) => {
    venue.sockets.push(socket);
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const request: Request = JSON.parse(data.toString());
      venue.requests.push(request);
      venue.answer(request, socket);
    });
  });
  onTestFinished(() => {
    for (const socket of venue.sockets) socket.terminate();
    server.close();
  });
  return venue;
}

function say(socket: WebSocket | undefined, message: object): void {
  socket?.send(JSON.stringify({ jsonrpc: '2.0', ...message }));
}

/** Accepts all that is asked, in an order of its own. */
function accept({ id, method, params }: Request, socket: WebSocket): void {
  const { channels } = params as { channels?: string[] };
  say(socket, { id, result: method === 'public/subscribe' ? channels?.toReversed() : 'ok' });
}

function aListener(url: string, symbols: readonly string[], limits: Partial<StreamLimits> = {}) {
  const heard: { symbol: string; trades: readonly Trade[] }[] = [];
  const log = aLog();
  const fast = { backoffMs: 20, backoffMsMax: 60, ...limits };
  const onTrades = (symbol: string, trades: readonly Trade[]) => heard.push({ symbol, trades });
  const nowMs = () => NOW_MS;
  const stream = createTradeStream({ url, symbols, onTrades, nowMs, log, limits: fast });
  stream.start();
  onTestFinished(() => stream.stop());
  return { heard, log, stream };
}

function subscriptionsIn(requests: readonly Request[]): readonly unknown[] {
  return requests.filter(({ method }) => method === 'public/subscribe').map(({ params }) => params);
}

const connected = (log: ReturnType<typeof aLog>, times: number) =>
  eventually(
    'connection',
    () =>
      log.lines.filter(({ event }) => event === 'trade stream connected').length >= times ||
      undefined,
  );

describe("the stream of Deribit's trades", () => {
  it('asks for heartbeats and one channel a currency, and hands on what comes', async () => {
    const venue = await aVenue();
    const { heard, log } = aListener(venue.url, ['BTC', 'ETH', 'SOL', 'XRP']);
    await connected(log, 1);
    expect(venue.requests[0]).toMatchObject({
      method: 'public/set_heartbeat',
      params: { interval: 30 },
    });
    const channels = ['BTC', 'ETH', 'USDC'].map((currency) => `trades.option.${currency}.100ms`);
    expect(subscriptionsIn(venue.requests)).toEqual([{ channels }]);
    const params = { channel: channels[0], data: [...ROWS, { junk: 1 }, null] };
    say(venue.sockets[0], { method: 'subscription', params });
    const [first] = await eventually('trades', () => (heard.length > 0 ? heard : undefined));
    expect(first?.symbol).toBe('BTC');
    expect(first?.trades).toHaveLength(7);
  });

  it('leaves out a trade stamped in the future, which no later chain would settle', async () => {
    const venue = await aVenue();
    const { heard, log } = aListener(venue.url, ['BTC']);
    await connected(log, 1);
    const stamps = [NOW_MS + 30_000, NOW_MS + 3_600_000, Date.UTC(2099, 0)];
    const data = stamps.map((timestamp) => ({ ...(ROWS[0] as object), timestamp }));
    const params = { channel: 'trades.option.BTC.100ms', data };
    say(venue.sockets[0], { method: 'subscription', params });
    const [first] = await eventually('trades', () => (heard.length > 0 ? heard : undefined));
    expect(first?.trades.map(({ atMs }) => atMs)).toEqual([NOW_MS + 30_000]);
  });

  it('answers a test request, or the venue would hang up', async () => {
    const venue = await aVenue();
    aListener(venue.url, ['BTC']);
    await eventually('subscription', () => subscriptionsIn(venue.requests)[0]);
    say(venue.sockets[0], { method: 'heartbeat', params: { type: 'heartbeat' } });
    say(venue.sockets[0], { method: 'heartbeat', params: { type: 'test_request' } });
    await eventually(
      'answer',
      () => venue.requests.some(({ method }) => method === 'public/test') || undefined,
    );
    expect(venue.requests.filter(({ method }) => method === 'public/test')).toHaveLength(1);
  });

  it('subscribes again after every cut, and warns once', async () => {
    const venue = await aVenue();
    const { log } = aListener(venue.url, ['BTC']);
    for (let cuts = 1; cuts <= 3; cuts++) {
      await connected(log, cuts);
      venue.sockets.at(-1)?.terminate();
    }
    await connected(log, 4);
    expect(subscriptionsIn(venue.requests)).toHaveLength(4);
  });

  it('takes a socket that says nothing for dead', async () => {
    const venue = await aVenue(() => {});
    aListener(venue.url, ['BTC'], { silenceMs: 100 });
    await eventually('second connection', () => venue.sockets[1]);
  });

  it('keeps a socket that speaks, for longer than it may be silent', async () => {
    const venue = await aVenue(() => {});
    aListener(venue.url, ['BTC'], { silenceMs: 200 });
    const [socket] = await eventually('connection', () =>
      venue.sockets.length > 0 ? venue.sockets : undefined,
    );
    for (let beats = 0; beats < 10; beats++) {
      say(socket, { method: 'heartbeat', params: { type: 'heartbeat' } });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(venue.sockets).toHaveLength(1);
  });

  it('connects again after a refusal, and says which channels were not accepted', async () => {
    const venue = await aVenue(({ id, method }, socket) => {
      if (method === 'public/subscribe') say(socket, { id, result: [] });
    });
    const { log } = aListener(venue.url, ['BTC']);
    await eventually('third attempt', () => venue.sockets[2]);
    const refusals = log.lines.filter(({ event }) => event === 'trade stream refused channels');
    expect(refusals).toEqual([
      expect.objectContaining({ fields: { channels: 'trades.option.BTC.100ms' } }),
    ]);
    venue.answer = ({ id, method }, socket) =>
      method === 'public/subscribe'
        ? say(socket, { id, error: { code: 10_028, message: 'too_many_requests' } })
        : undefined;
    const before = venue.sockets.length;
    await eventually('another attempt', () => venue.sockets[before + 1]);
    venue.answer = accept;
    await connected(log, 1);
  });

  it('keeps what is accepted where a part is not', async () => {
    const venue = await aVenue(({ id, method }, socket) => {
      if (method === 'public/subscribe') say(socket, { id, result: ['trades.option.BTC.100ms'] });
    });
    const { log } = aListener(venue.url, ['BTC', 'ETH']);
    await connected(log, 1);
    expect(venue.sockets).toHaveLength(1);
  });

  it('cuts a message that is larger than any news, and survives what is not JSON', async () => {
    const venue = await aVenue();
    const { log } = aListener(venue.url, ['BTC'], { bytesMax: 10_000 });
    await connected(log, 1);
    venue.sockets[0]?.send('not json');
    venue.sockets[0]?.send(JSON.stringify({ method: 'subscription', params: { channel: 7 } }));
    venue.sockets[0]?.send('x'.repeat(20_000));
    await connected(log, 2);
  });

  it('is over when stopped', async () => {
    const venue = await aVenue();
    const { log, stream } = aListener(venue.url, ['BTC']);
    await connected(log, 1);
    stream.stop();
    await eventually('closed socket', () => venue.server.clients.size === 0 || undefined);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(venue.sockets).toHaveLength(1);
  });
});
