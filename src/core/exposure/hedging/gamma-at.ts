import type { BookAt } from './book-at.ts';
import { dealerDeltasAt } from './dealer-delta-at.ts';

/** Relative width over which gamma is measured. */
const BUMP = 1e-4;

/** Change of dealers' delta per dollar of price where spot has moved by a fraction, vols held; units of the underlying. */
export function gammaAt(book: BookAt, spotMove: number): number {
  const [below, above] = dealerDeltasAt(book, [spotMove - BUMP, spotMove + BUMP], 0);
  return ((above?.whole ?? 0) - (below?.whole ?? 0)) / (2 * BUMP * book.spot);
}
