import { bookParts, unionOf } from './book-parts.ts';
import { type DealerBook, shiftVols } from './dealer-book.ts';
import { FLIP_SEARCH, type Flip, type FlipReading, flipOf, flipSpotOf } from './flip.ts';
import { gammaBook } from './gamma-book.ts';
import { isOutOfTheMoney } from './out-of-the-money.ts';
import { sampleBook } from './roots.ts';

const DAY_MS = 86_400_000;
const NEAR_DAYS = 30;
/** Two points of vol on every contract, in fractions per year. */
const VOL_SHIFT = 0.02;

/** A reading that counts some of the contracts, as they are. */
type Subset = Pick<FlipReading, 'name'> & { readonly counts: (row: number) => boolean };

function subsetsOf(book: DealerBook): readonly Subset[] {
  const { expiryMs, asOfMs } = book.chain;
  const nearest = nearestExpiryMs(book);
  const nearMs = asOfMs + NEAR_DAYS * DAY_MS;
  return [
    { name: 'next 30 days', counts: (row) => (expiryMs[row] ?? 0) <= nearMs },
    { name: 'without the nearest expiry', counts: (row) => expiryMs[row] !== nearest },
    { name: 'out of the money', counts: (row) => isOutOfTheMoney(book.chain, row) },
  ];
}

function nearestExpiryMs({ chain, units }: DealerBook): number {
  return chain.expiryMs.reduce(
    (nearest, expiryMs, row) => (units[row] === 0 ? nearest : Math.min(nearest, expiryMs)),
    Number.POSITIVE_INFINITY,
  );
}

/**
 * The flip with the other ways of counting it and the range over those that have one. The range is a sensitivity, not
 * a probability; it always contains the flip. A book without a flip of its own has no readings. Contracts that belong
 * to the same readings are re-priced together, so that one pass serves every reading but those that shift vols.
 */
export function flipWithReadings(book: DealerBook): Flip {
  const subsets = subsetsOf(book);
  const memberships = book.units.map((_, row) =>
    subsets.reduce((bits, { counts }, index) => (counts(row) ? bits | (1 << index) : bits), 0),
  );
  const kinds = [...new Set(memberships)];
  const parts = bookParts(kinds.map((kind) => gammaBook(rowsOfKind(book, memberships, kind))));
  const flip = flipOf(unionOf(parts, () => true));
  if (flip.status !== 'found') return flip;
  const readings = [
    ...flip.readings,
    ...subsets.map(({ name }, index) => {
      const union = unionOf(parts, (part) => ((kinds[part] ?? 0) & (1 << index)) !== 0);
      return { name, spot: flipSpotOf(union) };
    }),
    { name: 'vols +2' as const, spot: flipWithVols(book, VOL_SHIFT) },
    { name: 'vols −2' as const, spot: flipWithVols(book, -VOL_SHIFT) },
  ];
  const found = readings.flatMap(({ spot }) => (spot === null ? [] : [spot]));
  return { ...flip, readings, range: { low: Math.min(...found), high: Math.max(...found) } };
}

function rowsOfKind(book: DealerBook, kinds: Float64Array, kind: number): DealerBook {
  return { ...book, units: book.units.map((held, row) => (kinds[row] === kind ? held : 0)) };
}

function flipWithVols(book: DealerBook, shift: number): number | null {
  return flipSpotOf(sampleBook(gammaBook(shiftVols(book, shift)), FLIP_SEARCH));
}
