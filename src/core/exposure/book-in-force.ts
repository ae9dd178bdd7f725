import type { Chain } from '../chain/chain.ts';
import { type DealerBook, dealerBook } from './dealer-book.ts';
import { contractExposures } from './exposure.ts';
import { type ObservedPositions, observedGammaShare, observedSigns } from './observed-signs.ts';
import { SIGN_MODELS } from './sign-model.ts';
import { OBSERVED_SHARE_MIN, type SignsInForce } from './signs-in-force.ts';

/** A book, and the sign model that gave it its signs. */
export type BookInForce = Pick<SignsInForce, 'id' | 'book'>;

/** The book that `signsInForce` would rest on, where neither its flip nor its readings are asked for. */
export function bookInForce(chain: Chain, positions: ObservedPositions | null): BookInForce {
  const assumed: DealerBook = dealerBook(chain, SIGN_MODELS.naive);
  const seen =
    positions === null
      ? 0
      : (observedGammaShare(positions, chain, contractExposures(assumed)) ?? 0);
  return positions === null || seen < OBSERVED_SHARE_MIN
    ? { id: 'naive', book: assumed }
    : { id: 'observed', book: dealerBook(chain, observedSigns(positions)) };
}
