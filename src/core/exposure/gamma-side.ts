import type { Levels } from './levels.ts';

/**
 * Dealers' side by the sign of gamma at a price: of the book itself at its own spot, elsewhere on the line between the
 * neighbouring levels of its profile. Null beyond them, and where gamma is zero.
 */
export function gammaSideAt(
  { spot, gexUsd, profile }: Pick<Levels, 'spot' | 'gexUsd' | 'profile'>,
  price: number,
): 'long' | 'short' | null {
  const gamma = price === spot ? gexUsd : gammaOnProfile(profile, price);
  if (gamma === null || gamma === 0) return null;
  return gamma > 0 ? 'long' : 'short';
}

function gammaOnProfile({ spots, gexUsd }: Levels['profile'], price: number): number | null {
  const right = spots.findIndex((level) => level >= price);
  const [from, to] = [spots[right - 1], spots[right]];
  const [low, high] = [gexUsd[right - 1], gexUsd[right]];
  if (from === undefined || to === undefined || low === undefined || high === undefined)
    return null;
  return low + ((high - low) * (price - from)) / (to - from);
}
