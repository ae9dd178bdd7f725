import type { Listing, Market } from './market.ts';

/** Which market serves which symbol. */
export interface MarketRegistry {
  readonly listings: readonly Listing[];
  /** The market and listing for a symbol as users type it (any case), or undefined. */
  find(symbol: string): { readonly market: Market; readonly listing: Listing } | undefined;
}

/** Builds the registry for the symbols that are switched on; throws a sentence for one that no market lists. */
export function createMarketRegistry(
  markets: readonly Market[],
  symbols: readonly string[],
): MarketRegistry {
  const served = new Map<string, { market: Market; listing: Listing }>();
  for (const symbol of symbols) {
    const market = markets.find((candidate) =>
      candidate.listings.some((listing) => listing.symbol === symbol),
    );
    const listing = market?.listings.find((candidate) => candidate.symbol === symbol);
    if (market === undefined || listing === undefined) {
      const known = markets
        .flatMap((candidate) => candidate.listings.map((each) => each.symbol))
        .join(', ');
      throw new Error(
        `MARKETS names "${symbol}", which no market here lists. Known symbols: ${known}.`,
      );
    }
    served.set(symbol, { market, listing });
  }
  return {
    listings: [...served.values()].map((entry) => entry.listing),
    find: (symbol) => served.get(symbol.trim().toUpperCase()),
  };
}
