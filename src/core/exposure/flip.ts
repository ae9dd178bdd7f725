import { type GammaBook, gammaAt } from './gamma-book.ts';
import type { Sample } from './lobes.ts';
import {
  type Crossing,
  type GammaRoot,
  refineCrossings,
  type SampledBook,
  sampleBook,
  sortCrossings,
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
      readonly minorRoots: readonly FlipRoot[];
    }
  | {
      /** `none_…`: the sign of gamma within reach, stretches too small to count apart. */
      readonly status: 'none_long' | 'none_short' | 'inverted_only';
      /** Every root that counts, ascending. */
      readonly roots: readonly FlipRoot[];
      /** The nearest root on each side of spot that is within reach and too small to count; ascending. */
      readonly minorRoots: readonly FlipRoot[];
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
  const { counted, minor } = sortCrossings({ book, samples }, PROMINENCE_MIN);
  const roots = rootsNear(book, counted.filter(isInReach));
  const minorRoots = nearestMinor(book, minor.filter(isInReach));
  const spot = nearestRising(roots, book.spot);
  if (spot !== null) {
    const readings: readonly FlipReading[] = [{ name: 'all expiries', spot }];
    return { status: 'found', spot, range: { low: spot, high: spot }, readings, roots, minorRoots };
  }
  if (roots.length > 0) return { status: 'inverted_only', roots, minorRoots };
  const { net } = gammaAt(book, 0);
  if (net === 0) return withheld('the book has no net gamma at spot');
  const sign = minorRoots.length === 0 ? net : gammaWithinReach(samples);
  return { status: sign > 0 ? 'none_long' : 'none_short', roots, minorRoots };
}

/** The flip by the same rule, or null without one, where nothing else about the book is asked. */
export function flipSpotOf({ book, samples }: SampledBook): number | null {
  const rising = sortCrossings({ book, samples }, PROMINENCE_MIN)
    .counted.filter((crossing) => crossing.slopeSign === 1 && isInReach(crossing))
    .toSorted((a, b) => leastDistance(a) - leastDistance(b));
  let found: readonly GammaRoot[] = [];
  for (const crossing of rising) {
    const best = nearestRising(found, book.spot);
    // Brackets are disjoint, so that hardly ever more than one root is refined.
    if (best !== null && Math.abs(Math.log(best / book.spot)) <= leastDistance(crossing)) break;
    found = [...found, ...rootsNear(book, [crossing])];
  }
  return nearestRising(found, book.spot);
}

/** Whether the root of a crossing may lie within reach. */
function isInReach({ low, high }: Crossing): boolean {
  return high >= Math.log1p(-DISTANCE_MAX) && low <= Math.log1p(DISTANCE_MAX);
}

/** The roots of these crossings that are within reach. */
function rootsNear(book: GammaBook, crossings: readonly Crossing[]): readonly GammaRoot[] {
  return refineCrossings(book, crossings).filter(
    (root) => Math.abs(root.spot / book.spot - 1) <= DISTANCE_MAX,
  );
}

/** On each side of spot the nearest root of these crossings, ascending; only those next to spot are refined. */
function nearestMinor(book: GammaBook, minor: readonly Crossing[]): readonly FlipRoot[] {
  const below = minor.findLastIndex(({ high }) => high < 0);
  const above = minor.findIndex(({ low }) => low > 0);
  const next = minor.slice(Math.max(0, below), above === -1 ? undefined : above + 1);
  const roots = rootsNear(book, next);
  return [
    roots.findLast(({ spot }) => spot < book.spot),
    roots.find(({ spot }) => spot >= book.spot),
  ].filter((root) => root !== undefined);
}

/** Gamma added up over what is within reach: which sign it has but for stretches too small to count. */
function gammaWithinReach(samples: readonly Sample[]): number {
  const near = samples.filter(({ x }) => Math.abs(Math.expm1(x)) <= DISTANCE_MAX);
  return near.reduce((sum, { x, net }, index) => {
    const before = near[index - 1];
    return before === undefined ? sum : sum + 0.5 * (net + before.net) * (x - before.x);
  }, 0);
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
