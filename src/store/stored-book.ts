import { cleanChain } from '../core/chain/clean.ts';
import { withoutOpeningSeries } from '../core/chain/opening-series.ts';
import { type BookInForce, bookInForce } from '../core/exposure/book-in-force.ts';
import type { MarketLabel, MarketTraits } from '../core/text/view.ts';
import { observedPositions } from '../core/trades/positions.ts';
import type { Store } from './store.ts';

type Listing = Pick<MarketLabel & MarketTraits, 'symbol' | 'hours'>;

/** The book of a stored chain with the signs in force; null where the chain is kept no longer. */
export async function storedBook(
  store: Store,
  { symbol, hours }: Listing,
  snapshotId: number,
): Promise<BookInForce | null> {
  const listed = await store.chain(snapshotId);
  if (listed === null) return null;
  const chain = withoutOpeningSeries(listed, hours);
  const seen = await store.positions(symbol);
  const positions = seen === null ? null : observedPositions(seen, chain);
  return bookInForce(cleanChain(chain), positions);
}
