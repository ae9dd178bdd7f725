import type { Levels } from '../exposure/levels.ts';
import { answerButtons, shareButton } from './buttons.ts';
import { ASSUMPTION_FOOTER, dataLine, flipLine, staleLines, wallsLine } from './lines.ts';
import type { Message } from './message.ts';
import { level, plainLevel } from './numbers.ts';
import { profilePicture } from './pictures.ts';
import { fittedSentence } from './sentence-length.ts';
import { opening, sideOf, toneOf } from './standing.ts';
import type { MarketView } from './view.ts';

type NamedLevel = { readonly name: string; readonly price: number };

/** The levels that exist, in the order in which they are listed and copied. */
function namedLevels(levels: Levels): readonly NamedLevel[] {
  const { flip, putWall, callWall } = levels;
  return [
    ...(flip.status === 'found' ? [{ name: 'Flip', price: flip.spot }] : []),
    ...(putWall === null ? [] : [{ name: 'Put wall', price: putWall }]),
    ...(callWall === null ? [] : [{ name: 'Call wall', price: callWall }]),
  ];
}

function copyLines(levels: Levels): readonly string[] {
  const named = namedLevels(levels);
  if (named.length === 0) {
    return [];
  }
  const { symbol } = levels;
  const cells = named.map(({ name, price }) => `${name}, ${plainLevel(symbol, price)}`);
  return [['```', `${symbol}: ${cells.join(', ')}`, '```'].join('\n')];
}

function levelsSentence(view: MarketView): string {
  const { levels, symbol, venueName } = view;
  const named = namedLevels(levels);
  const side = sideOf(levels);
  const sideWords =
    side === 'withheld'
      ? 'flip withheld'
      : side === 'at the flip'
        ? 'spot is at the flip'
        : `${venueName} dealers ${side}`;
  if (named.length === 0) {
    return fittedSentence(
      [opening(view)],
      [`: no walls near spot, ${side === 'withheld' ? '' : 'no flip within ±10%, '}${sideWords}.`],
    );
  }
  const [first, ...others] = named.map(
    ({ name, price }) => `${name.toLowerCase()} ${level(symbol, price)}`,
  );
  const rest = others.map((words) => `, ${words}`).join('');
  return fittedSentence(
    [`${opening(view)}: ${first}`],
    [`${rest} (${sideWords}).`, `${rest}.`, '.'],
  );
}

/** Answer to `/levels`: flip and walls, and a line that charting tools can read. */
export function levelsAnswer(view: MarketView): Message {
  const { levels, symbol } = view;
  return {
    content: levelsSentence(view),
    embed: {
      title: `${symbol} · levels`,
      lines: [
        ...staleLines(view),
        flipLine(view),
        wallsLine(levels),
        ...copyLines(levels),
        '**Walls** strikes of the largest net gamma above and below spot, expiries within 45 days',
        dataLine(view),
      ],
      footer: ASSUMPTION_FOOTER,
      tone: toneOf(levels),
    },
    chart: profilePicture(view),
    buttons: [...answerButtons(symbol, ['flow', 'gex', 'flip']), shareButton(symbol, 'levels')],
  };
}
