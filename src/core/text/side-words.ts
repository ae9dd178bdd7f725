import type { Levels } from '../exposure/levels.ts';
import { type StretchAtSpot, stretchAtSpot } from '../exposure/stretch-at-spot.ts';
import { dealers } from './dealers.ts';
import { level, roundLevel } from './numbers.ts';
import { standingOf } from './standing.ts';
import type { MarketView } from './view.ts';

/** Where gamma has the other sign besides, too little of it to count. */
export const BUT_FOR_SMALL = 'but for small stretches';

type MinorStretch = Extract<StretchAtSpot, { readonly kind: 'minor' }>;

/** Where a stretch lies, by the prices as they are printed: `from 99.9 to 100.1`. */
function placeOf(symbol: string, { low, high }: MinorStretch): string {
  if (low === null && high === null) return 'just here';
  if (low === null) return `below ${level(symbol, high ?? 0)}`;
  if (high === null) return `above ${level(symbol, low)}`;
  return roundLevel(symbol, low) === roundLevel(symbol, high)
    ? 'just here'
    : `from ${level(symbol, low)} to ${level(symbol, high)}`;
}

/**
 * Dealers' side with the place that it holds for, where that ends nearer than the flip or is too small to count; the
 * fullest wording first.
 */
export function sideWords(view: MarketView): readonly string[] {
  const { levels, symbol } = view;
  const side = `${dealers(view)} ${standingOf(levels)}`;
  const stretch = stretchAtSpot(levels);
  if (stretch.kind === 'minor')
    return [`${side} only ${placeOf(symbol, stretch)}`, `${side} only just here`];
  if (stretch.turn === null) return [side];
  const where = stretch.turn.spot < levels.spot ? 'above' : 'below';
  return [`${side} ${where} ${level(symbol, stretch.turn.spot)}`, side];
}

/** What lies between spot and the flip: a nearer turn, or that gamma at spot has the other sign for a small stretch. */
export function nearerTurn(levels: Levels): string | null {
  const { symbol, gexUsd } = levels;
  const stretch = stretchAtSpot(levels);
  if (stretch.kind === 'minor')
    return `${gexUsd > 0 ? 'long' : 'short'} at spot, only ${placeOf(symbol, stretch)}`;
  return stretch.turn === null ? null : `turns short above ${level(symbol, stretch.turn.spot)}`;
}

/** Gamma within ±10 % of spot where it has no root that counts; null where it has. */
export function gammaThroughout(levels: Levels): string | null {
  const { flip, symbol } = levels;
  if (flip.status !== 'none_long' && flip.status !== 'none_short') return null;
  const [side, other] = flip.status === 'none_long' ? ['long', 'short'] : ['short', 'long'];
  const stretch = stretchAtSpot(levels);
  if (stretch.kind === 'minor')
    return `${other} gamma only ${placeOf(symbol, stretch)}, ${side} beyond`;
  return `${side} gamma ${flip.minorRoots.length === 0 ? 'throughout' : BUT_FOR_SMALL}`;
}
