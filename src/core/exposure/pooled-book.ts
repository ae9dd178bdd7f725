import { bookParts, unionOf } from './book-parts.ts';
import type { PooledBook } from './companions.ts';
import type { DealerBook } from './dealer-book.ts';
import { type Flip, flipOf } from './flip.ts';
import { type GammaBook, gammaAt, gammaBook } from './gamma-book.ts';
import { sideOf } from './side.ts';

/** One listing of a market that has several. */
export type BookMember = { readonly symbol: string; readonly book: DealerBook };

/**
 * Several listings of one market as one book, seen from the first: dollar gamma added at equal returns, x = ln(S/S₀)
 * with each listing's own spot S₀. Contracts keep their own spot, forward and clock; nothing is converted but the
 * price at which the sum is read. The members are in the order given, the first is the one seen from.
 */
export function pooledBook(
  name: string,
  here: BookMember,
  others: readonly BookMember[],
): PooledBook {
  const { spot } = here.book.chain;
  const members = [here, ...others];
  const parts = bookParts(members.map(({ book }) => readAt(gammaBook(book), spot)));
  const whole = unionOf(parts, () => true);
  return {
    name,
    ...standingOf(whole.book, flipOf(whole)),
    members: members.map(({ symbol, book: { chain } }, index) => {
      const own = unionOf(parts, (part) => part === index);
      const { gexUsd, flipSpot, side } = standingOf(own.book, flipOf(own));
      return {
        symbol,
        dataTimeMs: chain.asOfMs,
        gexUsd,
        flipSpot: flipSpot === null ? null : flipSpot * (chain.spot / spot),
        flipSpotHere: flipSpot,
        side,
      };
    }),
  };
}

/** The same dollars of gamma at the same returns, with prices counted from another spot. */
function readAt(book: GammaBook, spot: number): GammaBook {
  const scale = book.spot / spot;
  return {
    ...book,
    spot,
    amplitude: book.amplitude.map((amplitude) => amplitude * scale),
    amplitudeSum: book.amplitudeSum * scale,
  };
}

function standingOf(book: GammaBook, flip: Flip): Pick<PooledBook, 'gexUsd' | 'flipSpot' | 'side'> {
  const { net } = gammaAt(book, 0);
  return {
    gexUsd: net,
    flipSpot: flip.status === 'found' ? flip.spot : null,
    side: sideOf({ spot: book.spot, gex: net, flip }),
  };
}
