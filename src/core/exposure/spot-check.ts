import type { QuotedChain } from '../chain/chain.ts';
import { SPOT_SOURCE_NAMES } from '../chain/robust-spot.ts';
import type { SpotCheck } from './companions.ts';

/**
 * How far the perpetual, or where there is none the furthest other price, is from the spot that is used; null where
 * spot has no second source.
 */
export function spotCheckOf({ spot, spotQuotes = [] }: QuotedChain): SpotCheck | null {
  const others = spotQuotes
    .filter(({ source, usd }) => source !== 'index' && usd > 0 && Number.isFinite(usd / spot))
    .map(({ source, usd }) => ({ source, gap: Math.abs(usd / spot - 1) }))
    .sort((a, b) => b.gap - a.gap);
  const shown = others.find(({ source }) => source === 'perpetual') ?? others[0];
  return shown === undefined ? null : { other: SPOT_SOURCE_NAMES[shown.source], gap: shown.gap };
}
