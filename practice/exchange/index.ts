import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answer } from './api.ts';
import { usSymbol } from './cboe/specification.ts';
import { isUsPath, openUsMarkets, usAnswer } from './cboe/us-api.ts';
import type { UsMarket } from './cboe/us-market.ts';
import { type ActiveFault, createFaultList, type Fault } from './faults/fault.ts';
import { withRowFault } from './faults/row-fault.ts';
import { send } from './faults/send.ts';
import { listenOnLoopback } from './listen.ts';
import type { PracticeMarket } from './market.ts';
import { openMarkets } from './open-markets.ts';
import type { Reply } from './reply.ts';
import { readScript, type Script } from './script.ts';
import { type PracticeSymbol, practiceSymbol } from './specification.ts';
import { openStream, type Stream } from './stream.ts';

export type { Script } from './script.ts';

/** Requests remembered: hours of polling, a few hundred kilobytes. */
const REQUESTS_MAX = 1_000;
/** Addresses whose last body is kept for a stale answer: every method for some symbols, with room. */
const BODIES_MAX = 16;
const DAY_MS = 86_400_000;

/** A simulated venue on 127.0.0.1: options behind Deribit-shaped HTTP and WebSocket, and CBOE-shaped documents. */
export type PracticeExchange = {
  /** Prefix before `/api/v2/public/…` and `/api/global/delayed_quotes/…`. */
  readonly url: string;
  /** Spot in USD; of a US symbol the price that its documents show. */
  spotUsd(symbol: string): number;
  /**
   * Where the served book, re-priced with dealers long calls and short puts, has zero gamma with
   * gamma rising through it: the level nearest to spot; undefined where none lies within ±10 %.
   */
  zeroGammaUsd(symbol: string): number | undefined;
  /** What dealers hold, in coins by instrument; positive: long. Nothing on the wire says it. */
  trueDealerPositions(symbol: string): ReadonlyMap<string, number>;
  /** The gamma of what dealers hold, dollars per 1 %. */
  trueNetGamma(symbol: string): number;
  /** From now on the spot path continues from this price; ends a hold. */
  jumpTo(symbol: string, usd: number): void;
  /** Freezes spot at a price. */
  hold(symbol: string, usd: number): void;
  /**
   * Serves a recorded get_book_summary_by_currency reply in place of the simulated book, as if
   * published now. Spot is its median index price until it is moved; then the prices in USD follow.
   */
  replay(symbol: string, bookSummary: unknown): void;
  /** The WebSocket side, at `ws://…/ws/api/v2`. */
  readonly stream: Stream;
  fault(fault: Fault): void;
  /** Faults by the simulated clock, on top of those already playing. */
  play(script: Script): void;
  clearFaults(): void;
  /** The latest requests, oldest first, each path with its query. */
  requests(): readonly { readonly path: string; readonly atMs: number }[];
  /** Cuts every connection and frees the port. */
  close(): Promise<void>;
};

export type PracticeExchangeOptions = {
  readonly seed: number;
  /** The simulated clock, epoch milliseconds. */
  readonly nowMs: () => number;
  /** A free port is taken where this one is absent or busy. */
  readonly port?: number;
  /** The books behind Deribit's wire; BTC and ETH where absent. */
  readonly symbols?: readonly PracticeSymbol[];
};

/** What is simulated, and how it answers at any instant. */
function openVenue({ seed, nowMs, symbols = ['BTC', 'ETH'] }: PracticeExchangeOptions) {
  let shiftMs = 0;
  const clockMs = () => nowMs() + shiftMs;
  const markets = openMarkets({ seed, symbols, nowMs: clockMs });
  const usMarkets = openUsMarkets(seed, clockMs);
  const reply = (request: IncomingMessage): Reply => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    return isUsPath(url.pathname)
      ? usAnswer(url, request.headers, usMarkets)
      : answer(url, markets, clockMs());
  };
  const yesterday = (request: IncomingMessage): Reply => {
    shiftMs = -DAY_MS;
    try {
      return reply(request);
    } finally {
      shiftMs = 0;
    }
  };
  const coin = (symbol: string): PracticeMarket => {
    const known = practiceSymbol(symbol);
    const found = known === undefined ? undefined : markets.get(known);
    if (found === undefined) throw new Error(`the practice exchange does not simulate ${symbol}`);
    return found;
  };
  const stock = (symbol: string): UsMarket | undefined => {
    const known = usSymbol(symbol);
    return known === undefined ? undefined : usMarkets.get(known);
  };
  return { markets, reply, yesterday, coin, stock };
}

/** Starts the exchange; the same seed and simulated time give the same market. */
export async function startPracticeExchange(
  options: PracticeExchangeOptions,
): Promise<PracticeExchange> {
  const { nowMs, port = 0 } = options;
  const { markets, reply, yesterday, coin, stock } = openVenue(options);
  const faults = createFaultList(nowMs);
  const closing = new AbortController();
  const requests: { path: string; atMs: number }[] = [];
  const lastReplies = new Map<string, Reply>();

  const replyTo = (request: IncomingMessage, fault: ActiveFault | undefined): Reply => {
    const path = request.url ?? '/';
    const wrong = fault?.wrong;
    const fresh = (wrong?.kind === 'stale' ? lastReplies.get(path) : undefined) ?? reply(request);
    const kept = lastReplies.has(path) || lastReplies.size < BODIES_MAX;
    if (kept && fresh.status === 200) lastReplies.set(path, fresh);
    if (fault === undefined || wrong?.kind !== 'rows') return fresh;
    const { sinceMs } = fault;
    const context = { ...wrong, sinceMs, nowMs: nowMs(), yesterday: () => yesterday(request) };
    return withRowFault(fresh, context);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '/';
    requests.push({ path, atMs: nowMs() });
    if (requests.length > REQUESTS_MAX) requests.shift();
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([closing.signal, gone.signal]);
    const fault = faults.take(path);
    const takesGzip = String(request.headers['accept-encoding']).includes('gzip');
    const sending = { wrong: fault?.wrong, signal, nowMs: nowMs(), takesGzip };
    await send(response, replyTo(request, fault), sending).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  };
  const server = createServer((request, response) => void serve(request, response));
  const boundPort = await listenOnLoopback(server, port);
  const stream = openStream(server, { markets, nowMs });
  return {
    url: `http://127.0.0.1:${boundPort}`,
    spotUsd: (symbol) => stock(symbol)?.spotUsd() ?? coin(symbol).spot.usd(),
    zeroGammaUsd: (symbol) => {
      const market = stock(symbol);
      return market === undefined ? coin(symbol).zeroGammaUsd() : market.zeroGammaUsd();
    },
    trueDealerPositions: (symbol) => coin(symbol).trueDealerPositions(),
    trueNetGamma: (symbol) => coin(symbol).trueNetGamma(),
    jumpTo: (symbol, usd) => (stock(symbol) ?? coin(symbol).spot).jumpTo(usd),
    hold: (symbol, usd) => (stock(symbol) ?? coin(symbol).spot).hold(usd),
    replay: (symbol, bookSummary) => coin(symbol).replay(bookSummary),
    stream,
    fault: faults.add,
    play: (script) => faults.play(readScript(script, nowMs())),
    clearFaults: faults.clear,
    requests: () => requests.slice(),
    close: async () => {
      closing.abort();
      stream.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
