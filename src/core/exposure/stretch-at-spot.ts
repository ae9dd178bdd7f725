import type { Flip, FlipRoot } from './flip.ts';

/** The stretch of one sign that spot is in. */
export type StretchAtSpot =
  /** One that counts; `turn` is where it ends at a root nearer than the flip, null where nothing is. */
  | { readonly kind: 'counted'; readonly turn: FlipRoot | null }
  /** One too small to count, of the other sign; null where it reaches beyond ±10 %. */
  | { readonly kind: 'minor'; readonly low: number | null; readonly high: number | null };

/** Where spot stands among the roots of its book: the sign of gamma at spot may belong to a stretch that is not the flip's. */
export function stretchAtSpot(book: {
  readonly spot: number;
  readonly gexUsd: number;
  readonly flip: Flip;
}): StretchAtSpot {
  const { spot, gexUsd, flip } = book;
  if (flip.status === 'withheld') return { kind: 'counted', turn: null };
  const [below, above] = besideSpot(flip.roots, spot);
  if (gexUsd * signBetween(flip.status, below, above) < 0) {
    const [low, high] = besideSpot(flip.minorRoots, spot);
    return { kind: 'minor', low: low?.spot ?? null, high: high?.spot ?? null };
  }
  if (flip.status !== 'found') return { kind: 'counted', turn: null };
  const distance = (price: number) => Math.abs(Math.log(price / spot));
  const [turn] = [below, above]
    .filter((root) => root !== null)
    .filter((root) => root.slopeSign === -1 && distance(root.spot) < distance(flip.spot));
  return { kind: 'counted', turn: turn ?? null };
}

/** The sign of gamma between two roots that count, at most one of which is beyond reach unless neither exists. */
function signBetween(
  status: Exclude<Flip['status'], 'withheld'>,
  below: FlipRoot | null,
  above: FlipRoot | null,
): number {
  if (below !== null) return below.slopeSign;
  if (above !== null) return -above.slopeSign;
  return status === 'none_short' ? -1 : 1;
}

function besideSpot(
  roots: readonly FlipRoot[],
  spot: number,
): readonly [below: FlipRoot | null, above: FlipRoot | null] {
  return [
    roots.findLast((root) => root.spot < spot) ?? null,
    roots.find((root) => root.spot >= spot) ?? null,
  ];
}
