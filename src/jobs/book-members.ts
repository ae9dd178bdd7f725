import { isWithheld } from '../core/exposure/grade.ts';
import type { BookMember } from '../core/exposure/pooled-book.ts';
import type { Listing } from '../markets/market.ts';
import type { MarketRegistry } from '../markets/registry.ts';
import { storedBook } from '../store/market-view.ts';
import type { Store } from '../store/store.ts';

/** Data times further apart are of different markets: one side may have traded on while the other stood still. */
const APART_MS_MAX = 2 * 3_600_000;

/**
 * The newest stored books of the other listings of a listing's market that are switched on, as far as they are of about
 * the same time and good enough to be shown themselves.
 */
export async function bookMembers(
  { store, markets }: { readonly store: Store; readonly markets: MarketRegistry },
  listing: Listing,
  dataTimeMs: number,
): Promise<readonly BookMember[]> {
  if (listing.book === null) return [];
  const members: BookMember[] = [];
  for (const { symbol, book, hours } of markets.listings) {
    if (book !== listing.book || symbol === listing.symbol) continue;
    const stored = await store.latestLevels(symbol);
    if (stored === null || isWithheld(stored.levels.grade)) continue;
    if (Math.abs(stored.levels.dataTimeMs - dataTimeMs) > APART_MS_MAX) continue;
    const inForce = await storedBook(store, { symbol, hours }, stored.snapshotId);
    if (inForce !== null) members.push({ symbol, book: inForce.book });
  }
  return members;
}
