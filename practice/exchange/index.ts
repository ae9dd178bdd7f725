import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answer, type Reply } from './api.ts';
import { createFaultList, type Fault } from './fault.ts';
import { listenOnLoopback } from './listen.ts';
import type { PracticeMarket } from './market.ts';
import { openMarkets } from './open-markets.ts';
import { send } from './send.ts';
import { type PracticeSymbol, practiceSymbol } from './specification.ts';
import { openStream, type Stream } from './stream.ts';

/** Requests remembered: hours of polling, a few hundred kilobytes. */
const REQUESTS_MAX = 1_000;
/** Addresses whose last body is kept for a stale answer: every method for both symbols, with room. */
const BODIES_MAX = 16;

/** A simulated options market behind Deribit-shaped HTTP on 127.0.0.1. */
export type PracticeExchange = {
  /** Prefix before `/api/v2/public/…`. */
  readonly url: string;
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
  readonly symbols?: readonly PracticeSymbol[];
};

/** Starts the exchange; the same seed and simulated time give the same market. */
export async function startPracticeExchange(
  options: PracticeExchangeOptions,
): Promise<PracticeExchange> {
  const { seed, nowMs, port = 0, symbols = ['BTC', 'ETH'] } = options;
  const markets = openMarkets({ seed, symbols, nowMs });
  const faults = createFaultList();
  const closing = new AbortController();
  const requests: { path: string; atMs: number }[] = [];
  const lastReplies = new Map<string, Reply>();

  const replyTo = (path: string, fault: Fault | undefined): Reply => {
    const known = fault?.kind === 'stale' ? lastReplies.get(path) : undefined;
    const reply = known ?? answer(new URL(path, 'http://localhost'), markets, nowMs());
    const kept = lastReplies.has(path) || lastReplies.size < BODIES_MAX;
    if (kept && reply.status === 200) lastReplies.set(path, reply);
    return reply;
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '/';
    requests.push({ path, atMs: nowMs() });
    if (requests.length > REQUESTS_MAX) requests.shift();
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([closing.signal, gone.signal]);
    const fault = faults.take(path);
    await send(response, replyTo(path, fault), { fault, signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  };
  const server = createServer((request, response) => void serve(request, response));
  const boundPort = await listenOnLoopback(server, port);
  const stream = openStream(server, { markets, nowMs });

  const market = (symbol: string): PracticeMarket => {
    const known = practiceSymbol(symbol);
    const found = known === undefined ? undefined : markets.get(known);
    if (found === undefined) throw new Error(`the practice exchange does not simulate ${symbol}`);
    return found;
  };
  return {
    url: `http://127.0.0.1:${boundPort}`,
    spotUsd: (symbol) => market(symbol).spot.usd(),
    zeroGammaUsd: (symbol) => market(symbol).zeroGammaUsd(),
    trueDealerPositions: (symbol) => market(symbol).trueDealerPositions(),
    trueNetGamma: (symbol) => market(symbol).trueNetGamma(),
    jumpTo: (symbol, usd) => market(symbol).spot.jumpTo(usd),
    hold: (symbol, usd) => market(symbol).spot.hold(usd),
    replay: (symbol, bookSummary) => market(symbol).replay(bookSummary),
    stream,
    fault: faults.add,
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
