import type { IncomingHttpHeaders } from 'node:http';
import type { Reply } from '../reply.ts';
import { openSpot, type Spot } from '../spot.ts';
import { walkUsd } from '../spot-path.ts';
import { US_SPECIFICATIONS, type UsSymbol } from './specification.ts';
import { openUsMarket, type UsMarket } from './us-market.ts';

const PATH = /^\/api\/global\/delayed_quotes\/options\/([^/]+)\.json$/;
const REFUSAL =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

export type UsMarkets = ReadonlyMap<UsSymbol, UsMarket>;

/** Opens every simulated US underlying; those that follow the same price share it. */
export function openUsMarkets(seed: number, nowMs: () => number): UsMarkets {
  const followed = new Map<string, Spot>();
  return new Map(
    Object.values(US_SPECIFICATIONS).map((specification) => {
      const { walk, symbol } = specification;
      const spot = followed.get(walk.name) ?? openSpot((atMs) => walkUsd(seed, walk, atMs), nowMs);
      followed.set(walk.name, spot);
      return [symbol, openUsMarket(seed, specification, { followed: spot, nowMs })];
    }),
  );
}

/** Whether a path is one of the delayed-quotes documents. */
export function isUsPath(path: string): boolean {
  return path.startsWith('/api/global/');
}

/** Answers a request for a document; without a User-Agent, or for a symbol it does not know, the venue just refuses. */
export function usAnswer(url: URL, headers: IncomingHttpHeaders, markets: UsMarkets): Reply {
  const refused = { status: 403, body: REFUSAL, type: 'application/xml' } as const;
  const [, address] = PATH.exec(url.pathname) ?? [];
  const agent = headers['user-agent'];
  if (agent === undefined || agent === '') return refused;
  for (const [symbol, market] of markets) {
    if (US_SPECIFICATIONS[symbol].address !== address) continue;
    const body = JSON.stringify(market.document());
    return { status: 200, body, type: 'application/json', isCompressed: true };
  }
  return refused;
}
