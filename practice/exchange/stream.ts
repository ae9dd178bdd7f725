import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { enveloped, outcomeOf } from './api.ts';
import type { Markets } from './currency.ts';
import { type Subscription, subscriptionOf } from './trades/subscription.ts';

/** Where the venue takes WebSockets. */
const PATH = '/ws/api/v2';
/** The venue's shortest heartbeat, seconds. */
const HEARTBEAT_SECONDS_MIN = 10;
/** How often, in real time, it is looked for something to send. */
const TICK_MS = 20;
const MESSAGE_BYTES_MAX = 65_536;

/** What goes wrong with the stream: it says nothing more, is cut once, or accepts no channel. */
export type StreamFault = 'silent' | 'dropped' | 'subscription-refused';

/** The WebSocket side of the exchange. */
export type Stream = {
  /** A fault that lasts until cleared; `dropped` cuts what is connected now. */
  fault(fault: StreamFault): void;
  clearFaults(): void;
  /** How many clients are connected. */
  connections(): number;
  close(): void;
};

const rpc = z.object({
  id: z.union([z.number(), z.string()]).optional(),
  method: z.string(),
  params: z.record(z.string(), z.unknown()).catch({}),
});
const channels = z.object({ channels: z.array(z.string()).min(1) });
const heartbeat = z.object({ interval: z.number().min(HEARTBEAT_SECONDS_MIN) });

type Client = {
  readonly socket: WebSocket;
  readonly subscriptions: Map<string, Subscription>;
  heartbeat: { everyMs: number; lastMs: number; isAsked: boolean } | null;
  heardMs: number;
};

function parametersOf(params: Readonly<Record<string, unknown>>): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) query.set(name, String(value));
  return query;
}

/** Opens the stream on a server that already listens; heartbeats go by the simulated clock. */
export function openStream(
  server: Server,
  { markets, nowMs }: { markets: Markets; nowMs: () => number },
): Stream {
  const sockets = new WebSocketServer({ server, path: PATH, maxPayload: MESSAGE_BYTES_MAX });
  const clients = new Set<Client>();
  const faults = new Set<StreamFault>();
  const say = ({ socket }: Client, message: object) => {
    if (!faults.has('silent')) socket.send(JSON.stringify({ jsonrpc: '2.0', ...message }));
  };

  const subscribe = (client: Client, params: unknown): object => {
    const read = channels.safeParse(params);
    if (!read.success) return { error: { code: -32602, message: 'Invalid params' } };
    const accepted = faults.has('subscription-refused') ? [] : read.data.channels;
    const known = accepted.flatMap((channel) => {
      const subscription = subscriptionOf(channel, markets, nowMs());
      if (subscription === null) return [];
      client.subscriptions.set(channel, subscription);
      return [channel];
    });
    // The venue lists what it accepted in an order of its own.
    return { result: known.toReversed() };
  };
  const unsubscribe = (client: Client, params: unknown): object => {
    const read = channels.safeParse(params);
    const gone = read.success ? read.data.channels : [...client.subscriptions.keys()];
    return { result: gone.filter((channel) => client.subscriptions.delete(channel)) };
  };
  const setHeartbeat = (client: Client, params: unknown): object => {
    const read = heartbeat.safeParse(params);
    if (!read.success) return { error: { code: -32602, message: 'Invalid params' } };
    const everyMs = read.data.interval * 1_000;
    client.heartbeat = { everyMs, lastMs: nowMs(), isAsked: false };
    return { result: 'ok' };
  };
  const outcome = (client: Client, method: string, params: Record<string, unknown>): object => {
    switch (method) {
      case 'public/subscribe':
        return subscribe(client, params);
      case 'public/unsubscribe':
      case 'public/unsubscribe_all':
        return unsubscribe(client, params);
      case 'public/set_heartbeat':
        return setHeartbeat(client, params);
      case 'public/disable_heartbeat':
        client.heartbeat = null;
        return { result: 'ok' };
      default:
        return outcomeOf(method, { query: parametersOf(params), markets, nowMs: nowMs() });
    }
  };
  const hear = (client: Client, text: string) => {
    client.heardMs = nowMs();
    if (client.heartbeat !== null) client.heartbeat.isAsked = false;
    const read = rpc.safeParse(parsedOrNull(text));
    if (!read.success) return say(client, { error: { code: -32700, message: 'Parse error' } });
    const { id, method, params } = read.data;
    const identity = id === undefined ? {} : { id };
    say(client, { ...identity, ...enveloped(outcome(client, method, params), nowMs()) });
  };
  const beat = (client: Client) => {
    const { heartbeat: beating, heardMs } = client;
    if (beating === null || nowMs() - beating.lastMs < beating.everyMs) return;
    // Asked and not answered for a whole interval: the venue hangs up.
    if (beating.isAsked && !faults.has('silent')) return client.socket.terminate();
    beating.isAsked = nowMs() - heardMs >= beating.everyMs;
    beating.lastMs = nowMs();
    const type = beating.isAsked ? 'test_request' : 'heartbeat';
    say(client, { method: 'heartbeat', params: { type } });
  };
  const tick = setInterval(() => {
    for (const client of clients) {
      beat(client);
      for (const [channel, subscription] of client.subscriptions)
        for (const data of subscription.since(nowMs()))
          say(client, { method: 'subscription', params: { channel, data } });
    }
  }, TICK_MS);
  tick.unref();
  sockets.on('connection', (socket) => {
    const client: Client = { socket, subscriptions: new Map(), heartbeat: null, heardMs: nowMs() };
    clients.add(client);
    socket.on('message', (bytes) => hear(client, String(bytes)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => clients.delete(client));
  });
  const cut = () => {
    for (const { socket } of clients) socket.terminate();
  };
  return {
    fault: (fault) => {
      if (fault === 'dropped') cut();
      else faults.add(fault);
    },
    clearFaults: () => faults.clear(),
    connections: () => clients.size,
    close: () => {
      clearInterval(tick);
      cut();
      sockets.close();
    },
  };
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
