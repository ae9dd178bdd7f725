import type { Levels } from '../exposure/levels.ts';
import { answerButtons, shareButton } from './buttons.ts';
import { flipLine } from './flip-lines.ts';
import { onFuture } from './hedge-words.ts';
import { levelsLines, straddleBand } from './levels-line.ts';
import { assumptionFooter, dataLine, staleLines } from './lines.ts';
import { marketSentence } from './market-sentence.ts';
import type { Message } from './message.ts';
import { level, plainLevel } from './numbers.ts';
import { profilePicture } from './pictures.ts';
import { fittedSentence } from './sentence-length.ts';
import { sideWords } from './side-words.ts';
import { SIGNS_DISAGREE } from './signs-lines.ts';
import { isInRange, opening, standingOf, subject, toneOf } from './standing.ts';
import type { MarketView } from './view.ts';

/** Levels that fit a sentence; the rest stand below it. */
const SPOKEN: readonly string[] = ['Flip', 'Put wall', 'Call wall'];

type NamedLevel = { readonly name: string; readonly price: number };

function flipLevels({ flip }: Levels): readonly NamedLevel[] {
  if (flip.status !== 'found') return [];
  const { low, high } = flip.range;
  const edges = [
    { name: 'Flip low', price: low },
    { name: 'Flip high', price: high },
  ];
  return [{ name: 'Flip', price: flip.spot }, ...(low === high ? [] : edges)];
}

/** The levels that exist, in the order in which they are listed and copied; none where they are withheld. */
function namedLevels(levels: Levels): readonly NamedLevel[] {
  const { flip, putWall, callWall } = levels;
  const band = straddleBand(levels);
  if (flip.status === 'withheld') return [];
  return [
    ...flipLevels(levels),
    ...(putWall === null ? [] : [{ name: 'Put wall', price: putWall }]),
    ...(callWall === null ? [] : [{ name: 'Call wall', price: callWall }]),
    ...(band === null
      ? []
      : [
          { name: 'EM low', price: band.low },
          { name: 'EM high', price: band.high },
        ]),
  ];
}

function copyLine(name: string, named: readonly NamedLevel[], symbol: string): string {
  const cells = named.map((each) => `${each.name}, ${plainLevel(symbol, each.price)}`);
  return `${name}: ${cells.join(', ')}`;
}

/** One line for the market, and one for its future where the basis is known. */
function copyLines(view: MarketView): readonly string[] {
  const { levels, symbol } = view;
  const named = namedLevels(levels);
  if (named.length === 0) return [];
  const onIt = named.flatMap(({ name, price }) => {
    const there = onFuture(view, price);
    return there === null ? [] : [{ name, price: there }];
  });
  const future =
    levels.futureBasis === null ? [] : [copyLine(levels.futureBasis.name, onIt, symbol)];
  return [['```', copyLine(symbol, named, symbol), ...future, '```'].join('\n')];
}

function levelsSentence(view: MarketView): string {
  const { levels, symbol } = view;
  const { flip } = levels;
  if (flip.status === 'withheld')
    return fittedSentence([`${subject(view)} levels withheld`], [`: ${flip.reason}.`]);
  const standing = standingOf(levels);
  const words = isInRange(levels)
    ? ['spot is at the flip']
    : standing === 'at the flip'
      ? [SIGNS_DISAGREE]
      : sideWords(view);
  const [first, ...others] = namedLevels(levels)
    .filter(({ name }) => SPOKEN.includes(name))
    .map(({ name, price }) => `${name.toLowerCase()} ${level(symbol, price)}`);
  if (first === undefined)
    return marketSentence(
      view,
      [opening(view)],
      words.map((side) => `: no walls near spot, no flip within ±10%, ${side}.`),
    );
  const rest = others.map((each) => `, ${each}`).join('');
  return marketSentence(
    view,
    [`${opening(view)}: ${first}`],
    [...words.map((side) => `${rest} (${side}).`), `${rest}.`, '.'],
  );
}

/** What others call walls, under its own name: neither has dealers' sign in it. */
function markLines({ symbol, flip, marks }: Levels): readonly string[] {
  if (flip.status === 'withheld') return [];
  const { call, put } = marks.openInterestWalls;
  const most = [
    ...(call === null ? [] : [`calls ${level(symbol, call)}`]),
    ...(put === null ? [] : [`puts ${level(symbol, put)}`]),
  ];
  const { absoluteGammaStrike: strike } = marks;
  const parts = [
    ...(most.length === 0 ? [] : [`open-interest walls (most contracts): ${most.join(', ')}`]),
    ...(strike === null ? [] : [`absolute gamma (calls plus puts): ${level(symbol, strike)}`]),
  ];
  return parts.length === 0 ? [] : [`**Without a sign** ${parts.join(' · ')}`];
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
        ...levelsLines(view),
        ...copyLines(view),
        '**Walls** strikes of the largest net gamma above and below spot, expiries within 45 days',
        ...markLines(levels),
        dataLine(view),
      ],
      footer: assumptionFooter(view),
      tone: toneOf(levels),
    },
    chart: profilePicture(view),
    buttons: [...answerButtons(symbol, ['flow', 'gex', 'flip']), shareButton(symbol, 'levels')],
  };
}
