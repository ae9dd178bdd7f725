import { FLIP_SEARCH } from './flip.ts';
import type { GammaBook } from './gamma-book.ts';
import { bellProfile, type LogGrid, type Profile } from './profile.ts';
import { type SampledBook, samplesOf } from './roots.ts';
import { searchGrids } from './search-grids.ts';

/** Disjoint parts of one book with the profile of each: any union of them is searched without another pass. */
export type BookParts = {
  readonly parts: readonly GammaBook[];
  readonly grids: readonly LogGrid[];
  /** By grid, then by part. */
  readonly profiles: readonly (readonly Pick<Profile, 'net' | 'gross'>[])[];
};

/** One pass over parts that share a spot. */
export function bookParts(parts: readonly GammaBook[]): BookParts {
  const grids = searchGrids(joined(parts), FLIP_SEARCH);
  const profiles = grids.map((grid) => parts.map((part) => bellProfile(part, grid)));
  return { parts, grids, profiles };
}

/** The union of the parts that are wanted, sampled as the sum of their profiles. */
export function unionOf(
  { parts, grids, profiles }: BookParts,
  isWanted: (part: number) => boolean,
): SampledBook {
  const wanted = <Value>(values: readonly Value[]) => values.filter((_, part) => isWanted(part));
  const samples = grids.flatMap((grid, index) => {
    const ofParts = wanted(profiles[index] ?? []);
    const net = new Float64Array(grid.count);
    const gross = new Float64Array(grid.count);
    for (const profile of ofParts) {
      for (let j = 0; j < grid.count; j++) {
        net[j] = (net[j] ?? 0) + (profile.net[j] ?? 0);
        gross[j] = (gross[j] ?? 0) + (profile.gross[j] ?? 0);
      }
    }
    return samplesOf(grid, { net, gross });
  });
  return { book: joined(wanted(parts)), samples: samples.toSorted((a, b) => a.x - b.x) };
}

/** Books of one spot as one, long rows first. */
function joined(books: readonly GammaBook[]): GammaBook {
  const size = books.reduce((sum, book) => sum + book.size, 0);
  const column = (of: (book: GammaBook) => Float64Array) => {
    const all = new Float64Array(size);
    let at = 0;
    for (const book of books) {
      all.set(of(book).subarray(0, book.longCount), at);
      at += book.longCount;
    }
    for (const book of books) {
      all.set(of(book).subarray(book.longCount), at);
      at += book.size - book.longCount;
    }
    return all;
  };
  return {
    spot: books[0]?.spot ?? Number.NaN,
    size,
    longCount: books.reduce((sum, book) => sum + book.longCount, 0),
    d1: column((book) => book.d1),
    inverseDeviation: column((book) => book.inverseDeviation),
    amplitude: column((book) => book.amplitude),
    amplitudeSum: books.reduce((sum, book) => sum + book.amplitudeSum, 0),
  };
}
