import type { PooledBook } from '../exposure/companions.ts';
import type { Side } from '../exposure/side.ts';
import { level } from './numbers.ts';
import { standingOf } from './standing.ts';
import type { MarketView } from './view.ts';

type Member = PooledBook['members'][number];

/** Dealers' side in one book beside their side in another: the hedge is one market. */
function sideWords(side: Side | null, here: Side | null): string {
  if (side === null) return 'no side';
  if (here === 'long' || here === 'short') return side === here ? 'same side' : 'other side';
  return side === 'at the flip' ? side : `${side} gamma`;
}

function memberWords(
  { symbol, flipSpot, flipSpotHere, side }: Member,
  here: { readonly symbol: string; readonly side: Side | null },
): string {
  const flip =
    flipSpot === null || flipSpotHere === null
      ? 'without a flip'
      : `${level(symbol, flipSpot)} = ${here.symbol} ${level(here.symbol, flipSpotHere)}`;
  return `${symbol} alone ${flip}, ${sideWords(side, here.side)}`;
}

/**
 * The flip of all listings of a market in dollars, and of each other one alone: they can stand on opposite sides on the
 * same day. Nothing where the book stands alone or its own levels are withheld.
 */
export function pooledLines({ levels, symbol }: MarketView): readonly string[] {
  const { pooled } = levels;
  const standing = standingOf(levels);
  if (pooled === null || standing === 'withheld') return [];
  const side = standing === 'at the flip' ? standing : standing === 'long gamma' ? 'long' : 'short';
  const names = pooled.members.map((member) => member.symbol).join(' + ');
  const flip =
    pooled.flipSpot === null ? 'have no flip within ±10%' : level(symbol, pooled.flipSpot);
  const others = pooled.members.filter((member) => member.symbol !== symbol);
  return [
    [
      `**${together(pooled.name)}** ${names} in dollars ${flip}`,
      ...others.map((member) => memberWords(member, { symbol, side })),
    ].join(' · '),
  ];
}

/** `S&P together`, `Bitcoin together`. */
function together(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} together`;
}
