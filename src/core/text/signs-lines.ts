import type { SignsSeen } from '../exposure/companions.ts';
import { level, share, signedDollars } from './numbers.ts';
import { hasOtherSide } from './standing.ts';
import type { MarketView } from './view.ts';

/** What the book would be with every sign assumed; nothing where the levels are withheld. */
function assumedWords({ levels, symbol }: MarketView, { assumed }: SignsSeen): string {
  if (levels.flip.status === 'withheld') return '';
  const flip =
    assumed.flipSpot === null ? 'no flip within ±10%' : `flip ${level(symbol, assumed.flipSpot)}`;
  return `. Assumed for all: ${flip}, ${hasOtherSide(levels) ? 'other' : 'same'} side`;
}

/** Why there is no side although spot stands outside the flip's range. */
export const SIGNS_DISAGREE = 'seen and assumed signs disagree on the side';

/** How much of dealers' signs was seen and how much is guessed; nothing where no trades are read. */
export function signsLines(view: MarketView): readonly string[] {
  const { signs, signModel } = view.levels;
  if (signs === null) return [];
  const seen = share(signs.gammaShare);
  return signModel === 'naive'
    ? [`**Signs** assumed; trades seen so far cover ${seen} of gamma`]
    : [
        `**Signs** seen in trades for ${seen} of gamma, assumed for the rest${assumedWords(view, signs)}`,
      ];
}

/** How much of net gamma rests on observed signs, for a sentence; nothing where all are assumed. */
export function observedWords({ levels }: MarketView): string {
  return levels.signModel === 'observed' && levels.signs !== null
    ? `, observed signs for ${share(levels.signs.gammaShare)}`
    : '';
}

/** Net gamma with every sign assumed, beside the one with observed signs. */
export function ifAssumedLines({ levels }: MarketView): readonly string[] {
  return levels.signModel === 'observed' && levels.signs !== null
    ? [`**If signs were all assumed** ${signedDollars(levels.signs.assumed.gexUsd)} per 1%`]
    : [];
}
