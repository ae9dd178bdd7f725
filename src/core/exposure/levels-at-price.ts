import type { Chain, QuotedChain, SpotReading } from '../chain/chain.ts';
import { chainAtPrice } from '../chain/chain-at-price.ts';
import { cleanChain } from '../chain/clean.ts';
import type { Levels } from './levels.ts';
import { levelsOf } from './levels-of.ts';
import type { ObservedPositions } from './observed-signs.ts';

type Known = {
  /** Levels of the same chain at its own price. */
  readonly levels: Levels;
  readonly positions: ObservedPositions | null;
};

type ListingTerms = Parameters<typeof levelsOf>[1];

/**
 * The levels of a chain re-priced at a later price of its underlying, and the moved chain. The grade is that of the
 * chain's own data; what is measured against other days and books stays as it was.
 */
export function levelsAtPrice(
  quoted: QuotedChain,
  price: SpotReading,
  { listing, known }: { readonly listing: ListingTerms; readonly known: Known },
): { readonly chain: Chain; readonly levels: Levels } {
  const { levels: earlier, positions } = known;
  const { grade, attribution, pooled, realisedVol } = earlier;
  const chain = cleanChain(chainAtPrice(quoted, price));
  const levels = levelsOf(chain, listing, { earlier, dayAgo: null, positions });
  return { chain, levels: { ...levels, grade, attribution, pooled, realisedVol } };
}
