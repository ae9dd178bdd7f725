import type { Levels, Rung } from '../exposure/levels.ts';
import { madeTrade, rungAt, rungTrade, trade, tradeWord, turns, turnsOf } from './directions.ts';
import { dollars, level, signedPercent } from './numbers.ts';
import type { MarketView } from './view.ts';

/** One rung with vols held and, where known, with vols reacting. */
type RungPair = { readonly move: number; readonly held: Rung; readonly react: Rung | null };

function rungPairs({ ladder, reacting }: Levels): readonly RungPair[] {
  return [-0.01, 0.01].flatMap((move) => {
    const held = rungAt(ladder, move);
    const react = reacting === null ? null : rungAt(reacting.ladder, move);
    return held === null ? [] : [{ move, held, react }];
  });
}

/** The trade with vols reacting beside the one with vols held; the word is repeated where the sign is another. */
function reactWords({ held, react }: RungPair, isFirst: boolean): string {
  if (react === null) return '';
  const isSameWord = tradeWord(react.usd) === tradeWord(held.usd);
  if (isSameWord && react.usd === 0) return '';
  const words = isSameWord ? dollars(react.usd) : trade(react.usd);
  return `, ${words}${isFirst || !isSameWord ? ' if vols react' : ''}`;
}

/** What dealers trade on ±1 %, vols held and reacting, each word by the sign of its own number. */
export function ifItMovesLine(view: MarketView): string {
  const { levels } = view;
  const parts = rungPairs(levels).map(
    (pair, index) =>
      `${signedPercent(pair.move)}: ${rungTrade(pair.held, view)}${reactWords(pair, index === 0)}`,
  );
  const words = [...parts, ...turns(levels)];
  return `**If it moves** ${words.length === 0 ? 'withheld: no re-priced trades' : words.join(' · ')}`;
}

/** The same after a crossing: where a trade turns stands with the move that gets there. */
export function ifItGoesOnLine(view: MarketView): string {
  const { levels } = view;
  const pairs = rungPairs(levels);
  const { below, above } = turnsOf(levels);
  const held = pairs.map((pair) => {
    const turn = pair.move < 0 ? below : above;
    const where = turn === null ? '' : `, ${turn}`;
    return `${signedPercent(pair.move)}: ${rungTrade(pair.held, view)}${where}`;
  });
  const react = pairs.flatMap(({ move, react }) =>
    react === null ? [] : [`${signedPercent(move)} ${trade(react.usd)}`],
  );
  const reacting = react.length === 0 ? [] : [`vols reacting: ${react.join(', ')}`];
  const words = [...held, ...reacting];
  return `**If it goes on** ${words.length === 0 ? 'withheld: no re-priced trades' : words.join(' · ')}`;
}

function flipWords({ symbol, flip }: Levels): string {
  switch (flip.status) {
    case 'found':
      return `flip ${level(symbol, flip.spot)}`;
    case 'none_long':
    case 'none_short':
    case 'inverted_only':
      return 'no flip within ±10%';
    case 'withheld':
      return `flip withheld: ${flip.reason}`;
  }
}

/** The ±1 % trades in dollars alone and the flip, or the turns that lie inside them: a gamma number is not a trade. */
export function meansLine(levels: Levels): string {
  const parts = rungPairs(levels).map(
    ({ move, held }, index) =>
      `${signedPercent(move)}: ${index === 0 ? `dealers ${madeTrade(held.usd)}` : trade(held.usd)}`,
  );
  const near = turns(levels);
  return `**Means** ${[...parts, ...(near.length === 0 ? [flipWords(levels)] : near)].join(' · ')}`;
}
