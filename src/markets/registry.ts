import { fail, ok, type Result } from '../core/result.ts';
import { symbolMeant } from '../core/symbol-meant.ts';
import type { Listing, Market } from './market.ts';
import { underlyingOf } from './us-options/index.ts';

type Entry = { readonly market: Market; readonly listing: Listing };

/** Which market serves which symbol. */
export interface MarketRegistry {
  readonly listings: readonly Listing[];
  /** The market and listing for a symbol as users type it: in any case, as a venue writes it, or the root of a series. */
  find(symbol: string): Entry | undefined;
  /** Why a symbol cannot be served by any market, as a sentence; undefined where it is merely not listed. */
  unsuitable(symbol: string): string | undefined;
}

/**
 * The registry of the symbols that are switched on. Where two markets list one symbol the earlier market serves it.
 * `refused` are symbols that no market could serve, switched on or not, with the reason. The failure is a sentence
 * about the symbol that no market lists.
 */
export function createMarketRegistry(
  markets: readonly Market[],
  symbols: readonly string[],
  refused: ReadonlyMap<string, string> = new Map(),
): Result<MarketRegistry, string> {
  const offered = markets.flatMap((market) =>
    market.listings.map((listing) => ({ market, listing })),
  );
  const unsuitable = new Map([...refused, ...markets.flatMap((market) => [...market.unsuitable])]);
  const served = new Map<string, Entry>();
  const known = offered.map(({ listing }) => listing.symbol).join(', ');
  const vain = symbols.find((symbol) => unsuitable.has(symbol));
  if (vain !== undefined)
    return fail(`"${vain}" cannot be served: ${unsuitable.get(vain)}. Known symbols: ${known}.`);
  for (const symbol of symbols) {
    const entry = offered.find(({ listing }) => listing.symbol === symbol);
    if (entry === undefined)
      return fail(
        `"${symbol}" cannot be served: no market here lists it. Known symbols: ${known}.`,
      );
    served.set(symbol, entry);
  }
  const listed = [...served.values()].map(({ listing }) => listing);
  for (const [symbol, { market, listing }] of served)
    served.set(symbol, { market, listing: withAlsoRead(listing, listed) });
  return ok({
    listings: [...served.values()].map(({ listing }) => listing),
    find: (symbol) => entryOf(symbolMeant(symbol), served),
    unsuitable: (symbol) => unsuitable.get(symbolMeant(symbol)),
  });
}

/** What serves a symbol, or the underlying of a root, or a coin whose USDC options alone are switched on. */
function entryOf(symbol: string, served: ReadonlyMap<string, Entry>): Entry | undefined {
  return served.get(symbol) ?? served.get(underlyingOf(symbol)) ?? served.get(`${symbol}_USDC`);
}

/** A listing that knows which others of its book are switched on. */
function withAlsoRead(listing: Listing, listed: readonly Listing[]): Listing {
  const { symbol, book } = listing;
  const others = listed.filter(
    (other) => book !== null && other.book === book && other.symbol !== symbol,
  );
  const alsoRead = others.flatMap((other) => [other.venueName, other.symbol]);
  return alsoRead.length === 0 ? listing : { ...listing, alsoRead };
}
