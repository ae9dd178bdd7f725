import { WebSocket } from 'ws';
import type { Trade } from '../../core/trades/trade.ts';
import type { Log, LogFields } from '../../log.ts';
import { deribitProducts } from './product.ts';
import { channelOf, readTradeMessage, SUBSCRIBE_ID } from './trade-message.ts';
import { readTradeRow } from './trade-row.ts';

/** Bounds of the stream; tests shrink them. */
export type StreamLimits = {
  readonly handshakeMs: number;
  readonly heartbeatSeconds: number;
  readonly silenceMs: number;
  readonly backoffMs: number;
  readonly backoffMsMax: number;
  readonly bytesMax: number;
};

const LIMITS: StreamLimits = {
  /** From dialling to an open socket. */
  handshakeMs: 10_000,
  /** The venue sends something at least this often; 10 s is its shortest. */
  heartbeatSeconds: 30,
  /** Two heartbeats and some: a socket that says nothing for that long is dead, whatever it claims. */
  silenceMs: 75_000,
  /** Before the first reconnection; doubles each time until one is accepted. */
  backoffMs: 1_000,
  backoffMsMax: 60_000,
  /** A tenth of a second of trades is a few kilobytes. */
  bytesMax: 1_000_000,
};

type Options = {
  readonly url: string;
  /** Symbols whose trades are wanted. */
  readonly symbols: readonly string[];
  /** Called with what was traded, as it comes; must not throw. */
  readonly onTrades: (symbol: string, trades: readonly Trade[]) => void;
  readonly nowMs: () => number;
  readonly log: Log;
  readonly limits?: Partial<StreamLimits>;
};

type Heard = { readonly connection: WebSocket; readonly accept: () => void };

/** Trades as they are made. Only a shortcut: what it misses, the polled pages bring. */
export interface TradeStream {
  start(): void;
  stop(): void;
}

/** Listens to Deribit's option trades on a WebSocket, and connects again, ever more slowly, for as long as it fails. */
export function createTradeStream(options: Options): TradeStream {
  const { url, symbols, onTrades, nowMs, log } = options;
  const limits = { ...LIMITS, ...options.limits };
  const products = deribitProducts(symbols).filter(({ symbol }) => symbols.includes(symbol));
  const channels = [...new Set(products.map(({ currency }) => channelOf(currency)))];
  let socket: WebSocket | null = null;
  let pause: NodeJS.Timeout | undefined;
  let failures = 0;

  function deliver(currency: string, rows: readonly unknown[]): void {
    for (const product of products.filter((each) => each.currency === currency)) {
      const { prefix } = product;
      const trades = rows
        .map((row) => readTradeRow(row, { prefix, nowMs: nowMs() }))
        .filter((read) => typeof read === 'object');
      if (trades.length > 0) onTrades(product.symbol, trades);
    }
  }

  /** One line for each trouble, not for each attempt. */
  function warnOnce(event: string, fields: LogFields): void {
    if (failures === 0) log.warn(event, fields);
  }

  /** Compares what was accepted, in whatever order; false where nothing was. */
  function isAnyOf(accepted: readonly string[]): boolean {
    const missing = channels.filter((channel) => !accepted.includes(channel));
    if (missing.length > 0)
      warnOnce('trade stream refused channels', { channels: missing.join(' ') });
    return missing.length < channels.length;
  }

  function hear({ connection, accept }: Heard, text: string): void {
    const message = readTradeMessage(text);
    switch (message.kind) {
      case 'trades':
        deliver(message.currency, message.rows);
        break;
      case 'test-request':
        connection.send(JSON.stringify({ jsonrpc: '2.0', method: 'public/test', params: {} }));
        break;
      case 'subscribed':
        if (isAnyOf(message.channels)) accept();
        else connection.terminate();
        break;
      case 'refused':
        warnOnce('trade stream refused', { code: message.code });
        connection.terminate();
        break;
      case 'other':
        break;
    }
  }

  function connect(): void {
    const connection = new WebSocket(url, {
      handshakeTimeout: limits.handshakeMs,
      maxPayload: limits.bytesMax,
      perMessageDeflate: false,
    });
    socket = connection;
    let acceptedAtMs = Number.POSITIVE_INFINITY;
    const accept = () => {
      acceptedAtMs = performance.now();
      log.info('trade stream connected', { channels: channels.join(' ') });
    };
    const silence = setTimeout(() => connection.terminate(), limits.silenceMs);
    connection.on('open', () => {
      for (const request of openingRequests(channels, limits.heartbeatSeconds))
        connection.send(JSON.stringify(request));
    });
    connection.on('message', (data) => {
      silence.refresh();
      hear({ connection, accept }, data.toString());
    });
    connection.on('error', ({ message }) => warnOnce('trade stream failed', { reason: message }));
    connection.on('close', () => {
      clearTimeout(silence);
      if (socket !== connection) return;
      // A venue that accepts and hangs up at once is as troubled as one that does not answer.
      if (performance.now() - acceptedAtMs > limits.backoffMsMax) failures = 0;
      const waitMs = Math.min(limits.backoffMsMax, limits.backoffMs * 2 ** failures);
      failures += 1;
      // Jitter, so that many bots do not come back in one moment after the venue's restart.
      pause = setTimeout(connect, waitMs * (0.5 + Math.random() / 2));
      pause.unref();
    });
  }

  return {
    start() {
      if (channels.length > 0) connect();
    },
    stop() {
      clearTimeout(pause);
      const connection = socket;
      socket = null;
      connection?.terminate();
    },
  };
}

function openingRequests(channels: readonly string[], interval: number): readonly object[] {
  return [
    { jsonrpc: '2.0', id: 0, method: 'public/set_heartbeat', params: { interval } },
    { jsonrpc: '2.0', id: SUBSCRIBE_ID, method: 'public/subscribe', params: { channels } },
  ];
}
