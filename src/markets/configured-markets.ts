import { fail, type Result } from '../core/result.ts';
import { symbolMeant } from '../core/symbol-meant.ts';
import type { Secret } from '../secret.ts';
import { createBybitMarket } from './bybit/index.ts';
import { createCboeMarket } from './cboe/index.ts';
import { createDeribitMarket } from './deribit/index.ts';
import type { Market } from './market.ts';
import { createMarketRegistry, type MarketRegistry } from './registry.ts';
import { createTradierMarket } from './tradier/index.ts';
import { knownUsSymbols, unsuitableUs } from './us-options/index.ts';

/** What the operator has set: where venues are, and which symbols are switched on. */
export type VenueSettings = {
  readonly symbols: readonly string[];
  readonly deribitUrl: string;
  /** Null until the operator has accepted Cboe's terms. */
  readonly cboeUrl: string | null;
  /** Null without a token. */
  readonly tradier: { readonly url: string; readonly token: Secret } | null;
  readonly bybitUrl: string;
};

/** What a US underlying may be called. */
const TICKER = /^[A-Z]{1,6}$/;

/** The markets of this installation, the one that serves a symbol first; the failure is a sentence for the operator. */
export function configuredMarkets(
  { symbols: asWritten, deribitUrl, cboeUrl, tradier, bybitUrl }: VenueSettings,
  nowMs: () => number,
): Result<MarketRegistry, string> {
  const symbols = [...new Set(asWritten.map(symbolMeant))];
  const deribit = createDeribitMarket({ baseUrl: deribitUrl, nowMs, symbols });
  const others = symbols.filter((symbol) => !isListed([deribit], symbol));
  const markets = [
    deribit,
    // The operator's own key comes before what anybody may read: fresher, and licensed.
    ...(tradier === null
      ? []
      : [
          createTradierMarket({
            baseUrl: tradier.url,
            token: tradier.token,
            nowMs,
            symbols: others,
          }),
        ]),
    ...(cboeUrl === null ? [] : [createCboeMarket({ baseUrl: cboeUrl, nowMs, symbols: others })]),
    createBybitMarket({ baseUrl: bybitUrl, nowMs }),
  ];
  const ticker = others.find((symbol) => TICKER.test(symbol) && !isListed(markets, symbol));
  const isRefused = others.some((symbol) => unsuitableUs.has(symbol));
  if (!isRefused && cboeUrl === null && tradier === null && ticker !== undefined)
    return fail(usOptionsAreOff(ticker));
  return createMarketRegistry(markets, symbols, unsuitableUs);
}

function isListed(markets: readonly Market[], symbol: string): boolean {
  return markets.some(({ listings }) => listings.some((listing) => listing.symbol === symbol));
}

function usOptionsAreOff(symbol: string): string {
  const isKnown = knownUsSymbols.includes(symbol);
  const guess = isKnown ? 'It is a US underlying' : 'It may be a US ticker';
  return `"${symbol}" cannot be served: no market that is switched on lists it. ${guess}: for those read the terms of use of Cboe's delayed quotes and set CBOE_TERMS=accepted, or set TRADIER_TOKEN.`;
}
