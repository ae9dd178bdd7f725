import { type DealerBook, shiftBook } from './dealer-book.ts';
import { type Flip, type FlipReading, findFlip } from './flip.ts';
import { gammaBook } from './gamma-book.ts';

const DAY_MS = 86_400_000;
const NEAR_DAYS = 30;
/** Two points of vol on every contract, in fractions per year. */
const VOL_SHIFT = 0.02;

/** The same positions in some rows only. */
function keepRows(book: DealerBook, isKept: (row: number) => boolean): DealerBook {
  return { ...book, units: book.units.map((held, row) => (isKept(row) ? held : 0)) };
}

function nearestExpiryMs({ chain, units }: DealerBook): number {
  return chain.expiryMs.reduce(
    (nearest, expiryMs, row) => (units[row] === 0 ? nearest : Math.min(nearest, expiryMs)),
    Number.POSITIVE_INFINITY,
  );
}

/** Calls at or above spot, puts at or below; classed at today's spot, for re-classing while spot moves invents roots. */
function isOutOfTheMoney({ chain }: DealerBook, row: number): boolean {
  const strike = chain.strike[row] ?? 0;
  return chain.isCall[row] === 1 ? strike >= chain.spot : strike <= chain.spot;
}

function flipOf(book: DealerBook): number | null {
  const flip = findFlip(gammaBook(book));
  return flip.status === 'found' ? flip.spot : null;
}

function otherReadings(book: DealerBook): readonly FlipReading[] {
  const { expiryMs, asOfMs } = book.chain;
  const nearest = nearestExpiryMs(book);
  const nearMs = asOfMs + NEAR_DAYS * DAY_MS;
  return [
    {
      name: 'next 30 days',
      spot: flipOf(keepRows(book, (row) => (expiryMs[row] ?? 0) <= nearMs)),
    },
    {
      name: 'without the nearest expiry',
      spot: flipOf(keepRows(book, (row) => expiryMs[row] !== nearest)),
    },
    {
      name: 'out of the money',
      spot: flipOf(keepRows(book, (row) => isOutOfTheMoney(book, row))),
    },
    { name: 'vols +2', spot: flipOf(shiftBook(book, { days: 0, vol: VOL_SHIFT })) },
    { name: 'vols −2', spot: flipOf(shiftBook(book, { days: 0, vol: -VOL_SHIFT })) },
  ];
}

/**
 * A book's flip with the other ways of counting it and the range over those that have one. The range is a sensitivity,
 * not a probability; it always contains the flip. A book without a flip of its own has no readings.
 */
export function withReadings(flip: Flip, book: DealerBook): Flip {
  if (flip.status !== 'found') return flip;
  const readings = [...flip.readings, ...otherReadings(book)];
  const found = readings.flatMap(({ spot }) => (spot === null ? [] : [spot]));
  return { ...flip, readings, range: { low: Math.min(...found), high: Math.max(...found) } };
}
