import { type GammaBook, gammaAt } from './gamma-book.ts';
import {
  type Crossing,
  findCrossings,
  type GammaRoot,
  refineCrossings,
  type SampledBook,
  sampleBook,
} from './roots.ts';

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

/** ln(S / spot) that is searched: wider than where a flip counts, so that the outermost lobe is seen whole. */
export const FLIP_SEARCH = { low: Math.log(0.75), high: Math.log(1.25) };
/** Share of spot within which a root counts for the flip. */
const DISTANCE_MAX = 0.1;
/** Share of gross gamma that both lobes must reach; anything smaller comes and goes with one trade. */
const PROMINENCE_MIN = 0.02;

/** The flip: the nearest root within ±10 % of spot, prominent enough, where gamma turns positive as spot rises. */
export function findFlip(book: GammaBook): Flip {
  return flipOf(sampleBook(book, FLIP_SEARCH));
}

/** The same for a book that has been sampled over `FLIP_SEARCH`, with its other roots near spot. */
export function flipOf({ book, samples }: SampledBook): Flip {
  if (book.size === 0) return withheld('no contract has both open interest and a usable vol');
  const roots = refineCrossings(book, crossingsThatCount({ book, samples })).filter((root) =>
    isNear(root, book.spot),
  );
  const spot = nearestRising(roots, book.spot);
  if (spot !== null) {
    const readings: readonly FlipReading[] = [{ name: 'all expiries', spot }];
    return { status: 'found', spot, range: { low: spot, high: spot }, readings, roots };
  }
  if (roots.length > 0) return { status: 'inverted_only', roots };
  const { net } = gammaAt(book, 0);
  if (net === 0) return withheld('the book has no net gamma at spot');
  return { status: net > 0 ? 'none_long' : 'none_short', roots };
}

/** The flip by the same rule, or null without one, where nothing else about the book is asked. */
export function flipSpotOf({ book, samples }: SampledBook): number | null {
  const rising = crossingsThatCount({ book, samples })
    .filter(({ slopeSign }) => slopeSign === 1)
    .toSorted((a, b) => leastDistance(a) - leastDistance(b));
  let found: readonly GammaRoot[] = [];
  for (const crossing of rising) {
    const best = nearestRising(found, book.spot);
    // Brackets are disjoint, so that hardly ever more than one root is refined.
    if (best !== null && Math.abs(Math.log(best / book.spot)) <= leastDistance(crossing)) break;
    const roots = refineCrossings(book, [crossing]).filter((root) => isNear(root, book.spot));
    found = [...found, ...roots];
  }
  return nearestRising(found, book.spot);
}

function crossingsThatCount(sampled: SampledBook): readonly Crossing[] {
  return findCrossings(sampled).filter(
    ({ low, high, prominence }) =>
      prominence >= PROMINENCE_MIN &&
      high >= Math.log1p(-DISTANCE_MAX) &&
      low <= Math.log1p(DISTANCE_MAX),
  );
}

function isNear(root: GammaRoot, spot: number): boolean {
  return Math.abs(root.spot / spot - 1) <= DISTANCE_MAX;
}

/** No root of the crossing is nearer to spot than this, in ln(S / spot). */
function leastDistance({ low, high }: Crossing): number {
  return low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high));
}

function nearestRising(roots: readonly GammaRoot[], spot: number): number | null {
  const distance = (root: GammaRoot) => Math.abs(Math.log(root.spot / spot));
  const [nearest] = roots
    .filter((root) => root.slopeSign === 1)
    .toSorted((a, b) => distance(a) - distance(b));
  return nearest?.spot ?? null;
}

function withheld(reason: string): Flip {
  return { status: 'withheld', reason, roots: [] };
}
