import type { VenueMetrics } from '../../src/markets/market.ts';

/** Metrics of a market that was never asked anything. */
export function noMetrics(): VenueMetrics {
  return {
    requests: 0,
    notModified: 0,
    failures: {},
    latencyMs: null,
    breaker: 'closed',
    tokens: { available: 1, capacity: 1 },
  };
}
