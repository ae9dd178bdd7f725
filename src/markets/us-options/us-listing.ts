import type { HedgeContract } from '../../core/exposure/hedge-contract.ts';
import type { BookName, Listing } from '../market.ts';
import { usTerms } from './settlement.ts';
import { isUsIndex } from './underlying.ts';

type Known = { readonly book: BookName | null; readonly hedge: HedgeContract | null };

const ES: HedgeContract = { name: 'ES', usdPerPoint: 50 };
const NQ: HedgeContract = { name: 'NQ', usdPerPoint: 20 };
const RTY: HedgeContract = { name: 'RTY', usdPerPoint: 50 };

/** Underlyings with a future of their own or a place in a book; any other US symbol stands alone in shares. */
const KNOWN: Readonly<Record<string, Known>> = {
  SPX: { book: 'S&P', hedge: ES },
  SPY: { book: 'S&P', hedge: null },
  XSP: { book: 'S&P', hedge: null },
  NDX: { book: 'Nasdaq', hedge: NQ },
  QQQ: { book: 'Nasdaq', hedge: null },
  RUT: { book: null, hedge: RTY },
  IBIT: { book: 'bitcoin', hedge: null },
  ETHA: { book: 'ether', hedge: null },
};

/** Symbols offered wherever US options are. */
export const knownUsSymbols: readonly string[] = Object.keys(KNOWN);

/** The future that readers of a US underlying hedge in; null without one. */
export function usHedge(symbol: string): HedgeContract | null {
  return KNOWN[symbol]?.hedge ?? null;
}

/** What is the same for every listing of one source of US options. */
export type Source = Pick<Listing, 'venue' | 'venueName' | 'statedDelayMs' | 'termsOfUse'>;

/** A US underlying as one source offers it; units are index units or shares. */
export function usListing(symbol: string, source: Source): Listing {
  const known = KNOWN[symbol];
  return {
    ...source,
    symbol,
    unit: isUsIndex(symbol) ? 'index units' : 'shares',
    hours: 'new-york',
    hedge: usHedge(symbol),
    settlement: usTerms(symbol),
    book: known?.book ?? null,
  };
}
