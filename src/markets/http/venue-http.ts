import type { VenueMetrics } from '../market.ts';
import type { Attempts } from './attempt.ts';
import { HTTP_LIMITS, type HttpLimits } from './limits.ts';
import { createMeter } from './meter.ts';
import { createTokenBucket, type TokenRates } from './token-bucket.ts';
import { createWay, type Way } from './way.ts';

export type VenueHttpOptions = Attempts & {
  readonly rates: TokenRates;
  readonly limits?: Partial<HttpLimits>;
};

/** Asks one venue, politely. */
export interface VenueHttp {
  readonly get: Way['get'];
  /** What happened so far on every way, read at this moment; the breaker is the worst of them. */
  metrics(): VenueMetrics;
}

interface WithAside extends VenueHttp {
  /**
   * A way for questions that a chain can do without, under limits of their own: their outages never close the way to
   * a chain, but they spend the same tokens, keep the same pauses and are counted with the rest.
   */
  aside(limits: Partial<HttpLimits>): Pick<Way, 'get'>;
}

/** The one HTTP client of every venue: token bucket, deadlines, size cap, retries and breakers. */
export function createVenueHttp(options: VenueHttpOptions): WithAside {
  const limits = { ...HTTP_LIMITS, ...options.limits };
  const meter = createMeter();
  // A pause lasts as long as the venue asked for, whatever is done to the wall clock meanwhile.
  const bucket = createTokenBucket(options.rates, () => performance.now());
  const ways: Way[] = [];

  function wayWithin(its: HttpLimits): Way {
    const way = createWay(options, its, { bucket, meter });
    ways.push(way);
    return way;
  }

  function worstBreaker(): VenueMetrics['breaker'] {
    const states = ways.map((way) => way.breaker());
    return (['open', 'half-open'] as const).find((state) => states.includes(state)) ?? 'closed';
  }

  return {
    get: wayWithin(limits).get,
    aside: (its) => wayWithin({ ...limits, ...its }),
    metrics: () => ({
      ...meter.read(),
      breaker: worstBreaker(),
      tokens: { available: bucket.available(), capacity: options.rates.capacity },
    }),
  };
}
