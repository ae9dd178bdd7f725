import type { Flip } from './flip.ts';

/** Dealers' side by the sign of net gamma at spot; at the flip where spot lies inside the flip's range. */
export type Side = 'long' | 'short' | 'at the flip';

/** The side of a book with net gamma `gex` at spot; null where there is no net gamma to take a sign from. */
export function sideOf(book: {
  readonly spot: number;
  readonly gex: number;
  readonly flip: Flip;
}): Side | null {
  const { spot, gex, flip } = book;
  const isInRange = flip.status === 'found' && spot >= flip.range.low && spot <= flip.range.high;
  if (isInRange) return 'at the flip';
  if (gex === 0) return null;
  return gex > 0 ? 'long' : 'short';
}
