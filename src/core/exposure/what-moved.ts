/** From this share of the change on, one of price and level is said to have moved alone. */
const MOVED_ALONE_SHARE = 0.7;

/** Which of the two made spot change its side of the flip. */
export type Moved = 'price' | 'level' | 'both';

/** What moved, by the changes of spot and of the flip since the other side was last seen. */
export function whatMoved(spotChange: number, flipChange: number): Moved {
  const total = spotChange - flipChange;
  if (spotChange / total >= MOVED_ALONE_SHARE) return 'price';
  return -flipChange / total >= MOVED_ALONE_SHARE ? 'level' : 'both';
}
