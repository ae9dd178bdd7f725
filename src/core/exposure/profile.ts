import { type GammaBook, gammaAt } from './gamma-book.ts';

/** Levels spot·e^(low + i·step), i = 0 … count − 1. */
export type LogGrid = { readonly low: number; readonly step: number; readonly count: number };

/** Gamma re-priced at each level; dollars of delta per +1 % of that level. */
export type Profile = {
  readonly spots: Float64Array;
  readonly net: Float64Array;
  readonly gross: Float64Array;
};

/** Deviations from its centre where a bell is left out: e^(−10²/2) is 2e-22 of its peak. */
export const BELL_REACH = 10;
/** A profile whose largest gross is below this share of all peaks together lies in the tails that bells leave out. */
const TAIL_SHARE = 1e-4;
/** Points after which the recurrence starts afresh from an exponential: its error grows with the square of the distance. */
const RUN_MAX = 256;
/** Below this support an exponential at each point costs less than setting up the recurrence. */
const DIRECT_MAX = 12;

/** A grid with both ends included. */
export function logGrid(low: number, high: number, count: number): LogGrid {
  return { low, step: (high - low) / (count - 1), count };
}

/** The gamma profile of a book on a log-uniform grid, vols fixed per strike and time frozen. */
export function gammaProfile(book: GammaBook, grid: LogGrid): Profile {
  const profile = bellProfile(book, grid);
  const { spots, net, gross } = profile;
  const isTail = gross.every((value) => value < TAIL_SHARE * book.spot * book.amplitudeSum);
  if (!isTail) return profile;
  for (let j = 0; j < grid.count; j++) {
    const direct = gammaAt(book, grid.low + j * grid.step);
    net[j] = direct.net;
    gross[j] = direct.gross;
  }
  return { spots, net, gross };
}

/** The same from bells that end at their reach: exact to 2e-22 of the sum of all peaks, whatever the level. */
export function bellProfile(book: GammaBook, grid: LogGrid): Profile {
  const long = addBells(book, { from: 0, to: book.longCount }, grid);
  const short = addBells(book, { from: book.longCount, to: book.size }, grid);
  const spots = new Float64Array(grid.count);
  const net = new Float64Array(grid.count);
  const gross = new Float64Array(grid.count);
  for (let j = 0; j < grid.count; j++) {
    const level = book.spot * Math.exp(grid.low + j * grid.step);
    const [up, down] = [long[j] ?? 0, short[j] ?? 0];
    spots[j] = level;
    net[j] = level * (up - down);
    gross[j] = level * (up + down);
  }
  return { spots, net, gross };
}

/** Sum of the bells of some rows at each grid point, without the factor S. */
function addBells(
  book: GammaBook,
  rows: { readonly from: number; readonly to: number },
  grid: LogGrid,
): Float64Array {
  const { count } = grid;
  const rising = new Float64Array(count);
  // The other way round, so that both halves of a bell run forwards through their array.
  const falling = new Float64Array(count);
  const run: Run = { first: 0, last: 0, amplitude: 0, d: 0, step: 0, decay: 0, decay16: 0 };
  for (let row = rows.from; row < rows.to; row++) {
    const inverse = book.inverseDeviation[row] ?? 0;
    const step = grid.step * inverse;
    const dLow = (book.d1[row] ?? 0) + grid.low * inverse;
    const peak = -dLow / step;
    const reach = BELL_REACH / step;
    const first = Math.max(0, Math.ceil(peak - reach));
    const last = Math.min(count - 1, Math.floor(peak + reach));
    if (first > last) continue;
    const start = Math.min(last, Math.max(first, Math.round(peak)));
    run.amplitude = book.amplitude[row] ?? 0;
    run.step = step;
    run.decay = Math.exp(-step * step);
    // Compounded along the run, so it is not built from rounded factors.
    run.decay16 = Math.exp(-16 * step * step);
    run.first = start;
    run.last = last;
    run.d = dLow + start * step;
    addRun(rising, run);
    run.first = count - start;
    run.last = count - 1 - first;
    run.d = step - run.d;
    addRun(falling, run);
  }
  for (let j = 0; j < count; j++) rising[j] = (rising[j] ?? 0) + (falling[count - 1 - j] ?? 0);
  return rising;
}

/** Grid points on one side of a bell's peak: e^(−d²/2) with d growing by `step` from `first` to `last`. */
type Run = {
  first: number;
  last: number;
  amplitude: number;
  d: number;
  step: number;
  /** e^(−step²). */
  decay: number;
  /** e^(−16·step²). */
  decay16: number;
};

/**
 * Adds a run of a bell, on which e_(j+1) = e_j·ρ_j and ρ_(j+1) = ρ_j·e^(−δ²), δ the step in deviations: two products
 * instead of an exponential. As a run leads away from the peak every ratio is at most 1 and nothing can overflow.
 * Four neighbouring points advance together, which hides the latency of the products.
 */
function addRun(target: Float64Array, run: Run): void {
  const { first, last, amplitude, d, step, decay, decay16 } = run;
  if (last - first < DIRECT_MAX) {
    for (let j = first; j <= last; j++) {
      const at = d + (j - first) * step;
      target[j] = (target[j] ?? 0) + amplitude * Math.exp(-0.5 * at * at);
    }
    return;
  }
  const square = step * step;
  const decay4 = decay * decay * decay * decay;
  for (let from = first; from <= last; from += RUN_MAX) {
    const at = d + (from - first) * step;
    const ratio = Math.exp(-at * step - 0.5 * square);
    const to = Math.min(last, from + RUN_MAX - 1);
    let e0 = amplitude * Math.exp(-0.5 * at * at);
    let e1 = e0 * ratio;
    let e2 = e1 * ratio * decay;
    let e3 = e2 * ratio * decay * decay;
    let r0 = ratio * ratio * ratio * ratio * decay4 * decay * decay;
    let r1 = r0 * decay4;
    let r2 = r1 * decay4;
    let r3 = r2 * decay4;
    let j = from;
    for (; j <= to - 3; j += 4) {
      target[j] = (target[j] ?? 0) + e0;
      target[j + 1] = (target[j + 1] ?? 0) + e1;
      target[j + 2] = (target[j + 2] ?? 0) + e2;
      target[j + 3] = (target[j + 3] ?? 0) + e3;
      e0 *= r0;
      e1 *= r1;
      e2 *= r2;
      e3 *= r3;
      r0 *= decay16;
      r1 *= decay16;
      r2 *= decay16;
      r3 *= decay16;
    }
    // Up to three points are left; the lanes already hold their values.
    if (j <= to) target[j] = (target[j] ?? 0) + e0;
    if (j + 1 <= to) target[j + 1] = (target[j + 1] ?? 0) + e1;
    if (j + 2 <= to) target[j + 2] = (target[j + 2] ?? 0) + e2;
  }
}
