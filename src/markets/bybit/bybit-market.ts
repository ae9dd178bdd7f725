import { fail, ok } from '../../core/result.ts';
import type { HttpLimits } from '../http/limits.ts';
import { createVenueHttp } from '../http/venue-http.ts';
import { venueWords } from '../http/venue-words.ts';
import type { BookName, FetchFailure, Listing, Market } from '../market.ts';
import { parseTickers } from './parse.ts';
import { envelope } from './schema.ts';

type BybitOptions = {
  /** Prefix before `/v5/market/`. */
  readonly baseUrl: string;
  readonly nowMs: () => number;
  readonly limits?: Partial<HttpLimits>;
};

const BOOKS: Readonly<Record<string, BookName>> = { BTC: 'bitcoin', ETH: 'ether' };

/** A hundredth of the documented 600 requests in 5 s: one call is a whole chain. */
const RATES = { capacity: 10, refillPerSecond: 1 };

const TOO_MANY_VISITS = 10_006;
const FORBIDDEN = 403;
/** Who asked far too often must stay away for ten minutes, by the venue's documentation. */
const FORBIDDEN_PAUSE_MS = 600_000;

/** Refusals come with status 200; 403 is the whole address, for its haste or for its country. */
function refusalOf(body: unknown, status: number): FetchFailure | null {
  if (status === FORBIDDEN) {
    const isHaste = typeof body === 'string' && /too frequent/i.test(body);
    return isHaste
      ? { kind: 'rate-limited', retryAfterMs: FORBIDDEN_PAUSE_MS }
      : { kind: 'blocked' };
  }
  const answer = envelope.safeParse(body);
  if (!answer.success || answer.data.retCode === 0) return null;
  const { retCode: code, retMsg } = answer.data;
  return code === TOO_MANY_VISITS
    ? { kind: 'rate-limited', retryAfterMs: null }
    : { kind: 'venue-error', code, detail: venueWords(retMsg) };
}

function listingOf(base: string): Listing {
  return {
    symbol: `${base}.BYBIT`,
    venue: 'bybit',
    venueName: 'Bybit',
    unit: base,
    hours: 'always',
    statedDelayMs: 0,
    hedge: null,
    // On the average of the index over the last half hour, in stablecoins.
    settlement: { daily: 'utc-0800', price: 'half-hour-average', delivery: 'cash' },
    book: BOOKS[base] ?? null,
    termsOfUse: 'Bybit publishes its market data without a key; its terms of service apply.',
  };
}

/** Bybit's stablecoin-settled BTC and ETH options, one call a chain. */
export function createBybitMarket({ baseUrl, nowMs, limits }: BybitOptions): Market {
  const http = createVenueHttp({
    ...{ baseUrl, nowMs, refusalOf, rates: RATES },
    ...(limits && { limits }),
  });
  const bases = new Map(Object.keys(BOOKS).map((base) => [`${base}.BYBIT`, base]));
  return {
    listings: [...bases.values()].map(listingOf),
    unsuitable: new Map(),
    metrics: http.metrics,
    async fetchChain(symbol, signal) {
      const base = bases.get(symbol);
      if (base === undefined) return fail({ kind: 'unknown-symbol' });
      const query = { category: 'option', baseCoin: base };
      const answer = await http.get({ path: '/v5/market/tickers', query, cost: 1 }, signal);
      if (!answer.ok) return answer;
      const chain = parseTickers(answer.value, base);
      return chain.ok ? ok(chain.value) : fail({ kind: 'bad-payload', detail: chain.failure });
    },
  };
}
