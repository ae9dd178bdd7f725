import type { Result } from '../core/result.ts';
import { createDeribitMarket } from './deribit/index.ts';
import { createMarketRegistry, type MarketRegistry } from './registry.ts';

/** What the operator has set: where venues are, and which symbols are switched on. */
export type VenueSettings = {
  readonly symbols: readonly string[];
  readonly deribitUrl: string;
};

/** The markets of this installation, the one that serves a symbol first; the failure is a sentence for the operator. */
export function configuredMarkets(
  { symbols, deribitUrl }: VenueSettings,
  nowMs: () => number,
): Result<MarketRegistry, string> {
  return createMarketRegistry([createDeribitMarket({ baseUrl: deribitUrl, nowMs })], symbols);
}
