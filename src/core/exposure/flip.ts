import { type GammaBook, gammaAt } from './gamma-book.ts';
import { findRoots } from './roots.ts';

/** A level where the re-priced book has zero gamma. */
export type FlipRoot = {
  readonly spot: number;
  /** +1 where gamma goes from negative to positive as spot rises. */
  readonly slopeSign: 1 | -1;
  /** Smaller of the two lobes beside it, as a share of gross gamma there, 0..1. */
  readonly prominence: number;
};

/** The ways of counting that the range is made of (`observed signs` where trades are read). */
export type ReadingName =
  | 'all expiries'
  | 'next 30 days'
  | 'without the nearest expiry'
  | 'out of the money'
  | 'vols +2'
  | 'vols −2'
  | 'observed signs';

/** The flip under one way of counting; null where that book has none. */
export type FlipReading = { readonly name: ReadingName; readonly spot: number | null };

/** The gamma flip of one book, or the reason why there is none (`design.md`, one word one meaning). */
export type Flip =
  | {
      readonly status: 'found';
      readonly spot: number;
      readonly range: { readonly low: number; readonly high: number };
      readonly readings: readonly FlipReading[];
      readonly roots: readonly FlipRoot[];
    }
  | {
      readonly status: 'none_long' | 'none_short' | 'inverted_only';
      readonly roots: readonly FlipRoot[];
    }
  | { readonly status: 'withheld'; readonly reason: string; readonly roots: readonly FlipRoot[] };

/** Multiples of spot that are searched: wider than where a flip counts, so that the outermost lobe is seen whole. */
const SEARCH_RANGE = { low: Math.log(0.75), high: Math.log(1.25) };
/** Share of spot within which a root counts for the flip. */
const DISTANCE_MAX = 0.1;
/** Share of gross gamma that both lobes must reach; anything smaller comes and goes with one trade. */
const PROMINENCE_MIN = 0.02;

/** The flip: the nearest root within ±10 % of spot, prominent enough, where gamma turns positive as spot rises. */
export function findFlip(book: GammaBook): Flip {
  if (book.size === 0) return withheld('no contract has both open interest and a usable vol');
  const roots = findRoots(book, SEARCH_RANGE).filter(
    (root) =>
      Math.abs(root.spot / book.spot - 1) <= DISTANCE_MAX && root.prominence >= PROMINENCE_MIN,
  );
  const distance = (root: FlipRoot) => Math.abs(Math.log(root.spot / book.spot));
  const [flip] = roots
    .filter((root) => root.slopeSign === 1)
    .toSorted((a, b) => distance(a) - distance(b));
  if (flip !== undefined) {
    const { spot } = flip;
    const readings: readonly FlipReading[] = [{ name: 'all expiries', spot }];
    return { status: 'found', spot, range: { low: spot, high: spot }, readings, roots };
  }
  if (roots.length > 0) return { status: 'inverted_only', roots };
  const { net } = gammaAt(book, 0);
  if (net === 0) return withheld('the book has no net gamma at spot');
  return { status: net > 0 ? 'none_long' : 'none_short', roots };
}

function withheld(reason: string): Flip {
  return { status: 'withheld', reason, roots: [] };
}
