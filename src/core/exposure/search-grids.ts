import type { GammaBook } from './gamma-book.ts';
import { BELL_REACH, type LogGrid, logGrid } from './profile.ts';

/** A stretch of ln(S / spot). */
export type LogRange = { readonly low: number; readonly high: number };

/** Steps of the grid over the whole range. */
const COARSE_STEPS = 512;
/** Points of the finer grids together; a book that asks for more gets them wider. */
const FINE_POINTS_MAX = 20_000;
/** Finest halving: below it neighbouring doubles of a price are further apart than the grid. */
const HALVINGS_MAX = 40;

/**
 * Grids that together step by at most half a deviation (σ√T) wherever a contract has gamma, so that no lobe of the
 * profile falls between two points. One grid covers the range. Contracts too close to expiry for it get grids of
 * their own around their strikes, halved as often as they need: the cost follows the contracts, not the shortest time.
 */
export function searchGrids(book: GammaBook, range: LogRange): readonly LogGrid[] {
  const coarse = logGrid(range.low, range.high, COARSE_STEPS + 1);
  const windows = new Map<number, LogRange[]>();
  for (let row = 0; row < book.size; row++) {
    const deviation = 1 / (book.inverseDeviation[row] ?? 0);
    if (deviation >= 2 * coarse.step) continue;
    const halvings = Math.min(HALVINGS_MAX, Math.ceil(Math.log2((2 * coarse.step) / deviation)));
    const centre = -(book.d1[row] ?? 0) * deviation;
    const low = Math.max(range.low, centre - BELL_REACH * deviation);
    const high = Math.min(range.high, centre + BELL_REACH * deviation);
    if (low >= high) continue;
    const level = windows.get(halvings) ?? [];
    level.push({ low, high });
    windows.set(halvings, level);
  }
  const fine = [...windows].flatMap(([halvings, ranges]) =>
    mergeRanges(ranges).map((merged) => ({ ...merged, step: coarse.step / 2 ** halvings })),
  );
  const points = fine.reduce((sum, { low, high, step }) => sum + (high - low) / step, 0);
  const widening = Math.max(1, points / FINE_POINTS_MAX);
  const grids = fine.map(({ low, high, step }) =>
    logGrid(low, high, Math.max(2, Math.ceil((high - low) / (step * widening)) + 1)),
  );
  return [coarse, ...grids];
}

function mergeRanges(ranges: readonly LogRange[]): readonly LogRange[] {
  const merged: { low: number; high: number }[] = [];
  for (const range of ranges.toSorted((a, b) => a.low - b.low)) {
    const open = merged.at(-1);
    if (open !== undefined && range.low <= open.high) open.high = Math.max(open.high, range.high);
    else merged.push({ ...range });
  }
  return merged;
}
