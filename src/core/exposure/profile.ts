import type { GammaBook } from './gamma-book.ts';

/** Levels spot·e^(low + i·step), i = 0 … count − 1. */
export type LogGrid = { readonly low: number; readonly step: number; readonly count: number };

/** Gamma re-priced at each level; dollars of delta per +1 % of that level. */
export type Profile = {
  readonly spots: Float64Array;
  readonly net: Float64Array;
  readonly gross: Float64Array;
};

/** Deviations from its centre where a bell is left out: e^(−9.5²/2) is 3e-20 of its peak, below any tolerance on any level. */
export const BELL_REACH = 9.5;
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
  const long = new Float64Array(grid.count);
  const short = new Float64Array(grid.count);
  for (let row = 0; row < book.longCount; row++) addBell(long, { book, row, grid });
  for (let row = book.longCount; row < book.size; row++) addBell(short, { book, row, grid });
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

type Bell = { readonly book: GammaBook; readonly row: number; readonly grid: LogGrid };

/**
 * Adds one contract's bell to every grid point within its reach. On a uniform grid e_(j+1) = e_j·ρ_j and
 * ρ_(j+1) = ρ_j·e^(−δ²), δ the step in deviations: two products instead of an exponential. It starts at the point
 * nearest the peak and goes outwards, so that every ratio is at most 1 and nothing can overflow; four neighbouring
 * points advance together, which hides the latency of the products.
 */
function addBell(target: Float64Array, bell: Bell): void {
  const { book, row, grid } = bell;
  const inverse = book.inverseDeviation[row] ?? 0;
  const amplitude = book.amplitude[row] ?? 0;
  const step = grid.step * inverse;
  const dLow = (book.d1[row] ?? 0) + grid.low * inverse;
  const peak = -dLow / step;
  const reach = BELL_REACH / step;
  const first = Math.max(0, Math.ceil(peak - reach));
  const last = Math.min(grid.count - 1, Math.floor(peak + reach));
  if (!(first <= last)) return;
  if (last - first < DIRECT_MAX) {
    for (let j = first; j <= last; j++) {
      const d = dLow + j * step;
      target[j] = (target[j] ?? 0) + amplitude * Math.exp(-0.5 * d * d);
    }
    return;
  }
  const start = Math.min(last, Math.max(first, Math.round(peak)));
  const decay = Math.exp(-step * step);
  const decay4 = decay * decay * decay * decay;
  // Applied once per four points and compounded along the run, so it is not built from rounded factors.
  const decay16 = Math.exp(-16 * step * step);
  for (let direction = 1; direction >= -1; direction -= 2) {
    const end = direction > 0 ? last : first;
    let j = direction > 0 ? start : start - 1;
    while ((end - j) * direction >= 0) {
      const d = dLow + j * step;
      const stop = direction > 0 ? Math.min(end, j + RUN_MAX - 1) : Math.max(end, j - RUN_MAX + 1);
      const ratio = Math.exp(-direction * d * step - 0.5 * step * step);
      const [ratio1, ratio2, ratio3] = [
        ratio * decay,
        ratio * decay * decay,
        ratio * decay * decay * decay,
      ];
      let e0 = amplitude * Math.exp(-0.5 * d * d);
      let e1 = e0 * ratio;
      let e2 = e1 * ratio1;
      let e3 = e2 * ratio2;
      let r0 = ratio * ratio1 * ratio2 * ratio3;
      let r1 = r0 * decay4;
      let r2 = r1 * decay4;
      let r3 = r2 * decay4;
      const whole = j + direction * 4 * Math.floor(((stop - j) * direction + 1) / 4);
      for (; j !== whole; j += 4 * direction) {
        target[j] = (target[j] ?? 0) + e0;
        target[j + direction] = (target[j + direction] ?? 0) + e1;
        target[j + 2 * direction] = (target[j + 2 * direction] ?? 0) + e2;
        target[j + 3 * direction] = (target[j + 3 * direction] ?? 0) + e3;
        e0 *= r0;
        e1 *= r1;
        e2 *= r2;
        e3 *= r3;
        r0 *= decay16;
        r1 *= decay16;
        r2 *= decay16;
        r3 *= decay16;
      }
      const rest = [e0, e1, e2];
      for (let k = 0; j !== stop + direction; j += direction, k++) {
        target[j] = (target[j] ?? 0) + (rest[k] ?? 0);
      }
    }
  }
}
