import { refineRoot } from '../math/root.ts';
import { type GammaBook, gammaBalance } from './gamma-book.ts';
import { type Lobe, lobesOf, mergedLobes, type Sample } from './lobes.ts';
import { BELL_REACH, bellProfile, type LogGrid, type Profile } from './profile.ts';
import { type LogRange, searchGrids } from './search-grids.ts';

/** Share of the largest |gamma| in the range that a lobe must reach on both sides of a root (`material`). */
const MATERIAL_SHARE = 1e-6;
/** A level where re-priced gamma changes sign, with the two stretches of one sign beside it. */
export type GammaRoot = {
  readonly spot: number;
  /** +1 where gamma goes from negative to positive as spot rises. */
  readonly slopeSign: 1 | -1;
  /** Smaller of the two neighbouring peaks of net gamma, each as a share of gross gamma where it peaks, 0..1. */
  readonly prominence: number;
};

/** A book with its gamma on grids so fine that no lobe falls between two points, ascending. */
export type SampledBook = { readonly book: GammaBook; readonly samples: readonly Sample[] };
/** Where a root lies, not yet refined: between two samples of opposite sign, as ln(S / spot). */
export type Crossing = Omit<GammaRoot, 'spot'> & { readonly low: number; readonly high: number };

/** Every material root of the re-priced book in a range of ln(S / spot), ascending, refined on the direct sum. */
export function findRoots(book: GammaBook, range: LogRange): readonly GammaRoot[] {
  return refineCrossings(book, findCrossings(sampleBook(book, range)));
}

/** Prepares the search for a book's roots in a range of ln(S / spot). */
export function sampleBook(book: GammaBook, range: LogRange): SampledBook {
  const samples = searchGrids(book, range).flatMap((grid) => {
    const { net, gross } = bellProfile(book, grid);
    return samplesOf(grid, { net, gross });
  });
  return { book, samples: samples.toSorted((a, b) => a.x - b.x) };
}

/** A profile as samples. */
export function samplesOf(
  grid: LogGrid,
  { net, gross }: Pick<Profile, 'net' | 'gross'>,
): readonly Sample[] {
  return Array.from(net, (value, j) => ({
    x: grid.low + j * grid.step,
    net: value,
    gross: gross[j] ?? 0,
  }));
}

/** Every material sign change of a sampled book, ascending. */
export function findCrossings(sampled: SampledBook): readonly Crossing[] {
  return crossingsBetween(materialLobes(sampled)).filter(({ prominence }) => prominence > 0);
}

/** Sign changes of a sampled book, and those of them that small lobes beside them disqualify. */
export type SortedCrossings = {
  /** Between lobes that reach the share when smaller ones are merged into what lies beside them, ascending. */
  readonly counted: readonly Crossing[];
  /** The other material ones, ascending. */
  readonly minor: readonly Crossing[];
};

/** Sorts sign changes by whether both stretches beside them reach a share of gross gamma. */
export function sortCrossings(sampled: SampledBook, shareMin: number): SortedCrossings {
  const lobes = materialLobes(sampled);
  const counted = crossingsBetween(mergedLobes(lobes, shareMin));
  const lows = new Set(counted.map(({ low }) => low));
  return {
    counted,
    minor: crossingsBetween(lobes).filter(
      ({ low, prominence }) => prominence > 0 && !lows.has(low),
    ),
  };
}

/** Lobes of a sampled book; one that is not material has no share. */
function materialLobes({ book, samples }: SampledBook): readonly Lobe[] {
  const lobes = lobesOf(samples, cutOff(book));
  const largest = lobes.reduce((most, { peak }) => Math.max(most, Math.abs(peak.net)), 0);
  return lobes.map((lobe) =>
    Math.abs(lobe.peak.net) < MATERIAL_SHARE * largest ? { ...lobe, share: 0 } : lobe,
  );
}

function crossingsBetween(lobes: readonly Lobe[]): readonly Crossing[] {
  return lobes.flatMap((right, index) => {
    const left = lobes[index - 1];
    if (left === undefined) return [];
    return [
      {
        low: left.last.x,
        high: right.first.x,
        slopeSign: right.peak.net > 0 ? (1 as const) : (-1 as const),
        prominence: Math.min(left.share, right.share),
      },
    ];
  });
}

/** The roots of these crossings; one whose sign change the direct sum does not show was rounding and is left out. */
export function refineCrossings(
  book: GammaBook,
  crossings: readonly Crossing[],
): readonly GammaRoot[] {
  return crossings.flatMap(({ low, high, slopeSign, prominence }) => {
    const x = rootBetween(book, low, high);
    return x === null ? [] : [{ spot: book.spot * Math.exp(x), slopeSign, prominence }];
  });
}

/** What a profile may lack because every bell ends at its reach, dollars per +1 % at spot. */
function cutOff(book: GammaBook): number {
  return book.spot * book.amplitudeSum * Math.exp(-0.5 * BELL_REACH * BELL_REACH);
}

/** The sign change between two samples, or null where the direct sum has none: then it was rounding. */
function rootBetween(book: GammaBook, low: number, high: number): number | null {
  const balance = (x: number) => gammaBalance(book, x);
  const [left, right] = [balance(low), balance(high)];
  if (Math.sign(left) === Math.sign(right)) return null;
  return refineRoot(balance, { x: low, value: left }, { x: high, value: right });
}
