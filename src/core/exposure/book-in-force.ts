import type { Chain } from '../chain/chain.ts';
import { type DealerBook, dealerBook } from './dealer-book.ts';
import { contractExposures } from './exposure.ts';
import { type ObservedPositions, observedGammaShare, observedSigns } from './observed-signs.ts';
import { SIGN_MODELS } from './sign-model.ts';
import { OBSERVED_SHARE_MIN } from './signs-in-force.ts';

/** The book that `signsInForce` would rest on, where neither its flip nor its readings are asked for. */
export function bookInForce(chain: Chain, positions: ObservedPositions | null): DealerBook {
  const assumed = dealerBook(chain, SIGN_MODELS.naive);
  if (positions === null) return assumed;
  const seen = observedGammaShare(positions, chain, contractExposures(assumed)) ?? 0;
  return seen < OBSERVED_SHARE_MIN ? assumed : dealerBook(chain, observedSigns(positions));
}
