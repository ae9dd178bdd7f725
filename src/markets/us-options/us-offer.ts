import type { Listing, Market } from '../market.ts';
import { rootsOfOthers, underlyingOf, unsuitableReason } from './underlying.ts';
import { knownUsSymbols, type Source, usListing } from './us-listing.ts';

/** A root as the exchanges write it. Share classes and adjusted contracts have others. */
const TICKER = /^[A-Z]{1,6}$/;

/** Symbols that users ask for although no source can serve them. */
const ASKED_FOR_IN_VAIN = ['VIX'];

/** Symbols of US options that no source can serve, and why. */
export const unsuitableUs: ReadonlyMap<string, string> = new Map(
  [...ASKED_FOR_IN_VAIN, ...rootsOfOthers].map((symbol) => [symbol, vainReason(symbol)]),
);

function vainReason(symbol: string): string {
  const underlying = underlyingOf(symbol);
  return (
    unsuitableReason(underlying) ??
    `${symbol} options are options on ${underlying}, and counted with them under that symbol`
  );
}

/**
 * What one source of US options offers: the underlyings that are known here, and every other ticker that the operator
 * has switched on.
 */
export function usOffer(
  configured: readonly string[],
  source: Source,
): Pick<Market, 'listings' | 'unsuitable'> {
  const tickers = configured.filter((symbol) => TICKER.test(symbol));
  const symbols = [...new Set([...knownUsSymbols, ...tickers])];
  const listings = symbols
    .filter((symbol) => !unsuitableUs.has(symbol))
    .map((symbol): Listing => usListing(symbol, source));
  return { listings, unsuitable: unsuitableUs };
}
