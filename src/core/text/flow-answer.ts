import type { Rung } from '../exposure/levels.ts';
import { answerButtons, shareButton } from './buttons.ts';
import { rungAt, trade, tradeWord, turns } from './directions.ts';
import { dataLine, flipLine, staleLines } from './lines.ts';
import type { Message } from './message.ts';
import { amountUnit, column, level, signedPercent } from './numbers.ts';
import { ladderPicture } from './pictures.ts';
import { fittedSentence } from './sentence-length.ts';
import { opening, sideOf, toneOf } from './standing.ts';
import type { MarketView } from './view.ts';

const FLOW_FOOTER =
  'If every open contract is with a dealer who re-hedges fully; dealers choose when. A ceiling, not a forecast. Not advice.';

/** More units of the underlying than this are printed in thousands or millions, to keep the column narrow. */
const UNITS_IN_FULL_MAX = 99_999;

function flowSentence(view: MarketView): string {
  const { levels, venueName } = view;
  const fall = rungAt(levels.ladder, -0.01);
  const rise = rungAt(levels.ladder, 0.01);
  if (fall === null || rise === null) {
    return fittedSentence([opening(view)], [': dealer trades withheld, no re-priced rungs.']);
  }
  const [turn] = turns(levels);
  const bracket = turn === undefined ? '' : ` (${turn})`;
  const fallTrade = trade(fall.usd);
  const riseTrade = trade(rise.usd);
  return fittedSentence(
    [opening(view)],
    [
      `: a 1% fall would make ${venueName} dealers ${fallTrade}, a 1% rise ${riseTrade}${bracket}.`,
      `: a 1% fall makes ${venueName} dealers ${fallTrade}, a rise ${riseTrade}${bracket}.`,
      `: a 1% fall makes ${venueName} dealers ${fallTrade}, a 1% rise ${riseTrade}.`,
      `: −1% makes ${venueName} dealers ${fallTrade}, +1% ${riseTrade}.`,
    ],
  );
}

function asciiMove(move: number): string {
  return signedPercent(move).replace('−', '-');
}

/** The rungs as a code block of at most 34 columns, so that a phone does not wrap them. */
function ladderBlock(view: MarketView): string {
  const { levels, symbol, unit } = view;
  const { ladder } = levels;
  const dollarScale = amountUnit(Math.max(...ladder.map((rung) => Math.abs(rung.usd))));
  const usd = column(
    ladder.map((rung) => rung.usd),
    dollarScale.size,
    1,
  );
  const largest = Math.max(...ladder.map((rung) => Math.abs(rung.units)));
  const unitScale = largest >= UNITS_IN_FULL_MAX ? amountUnit(largest) : { size: 1, name: '' };
  const inUnits = column(
    ladder.map((rung) => rung.units),
    unitScale.size,
    largest / unitScale.size >= 99.95 ? 0 : 2,
  );
  const row = (cells: readonly [string, string, string, string, string]): string => {
    const [move, price, word, dollarCell, unitCell] = cells;
    return `${move.padEnd(5)} ${price.padStart(7)} ${word.padEnd(4)} ${dollarCell.padStart(5)} ${unitCell.padStart(7)}`;
  };
  const rungRow = (rung: Rung, index: number): string =>
    row([
      asciiMove(rung.move),
      level(symbol, rung.spot),
      tradeWord(rung.usd),
      usd[index] ?? '',
      inUnits[index] ?? '',
    ]);
  const header = row([
    'move',
    'price',
    '',
    `$${dollarScale.name}`,
    `${unitScale.name} ${unit}`.trim(),
  ]);
  return ['```', header, ...ladder.map(rungRow), '```'].join('\n');
}

/** Answer to `/flow`: what dealers would have to trade on each rung of spot. */
export function flowAnswer(view: MarketView): Message {
  const { levels, symbol } = view;
  return {
    content: flowSentence(view),
    embed: {
      title: `${symbol} · ${sideOf(levels)}`,
      lines: [
        ...staleLines(view),
        ...(levels.ladder.length === 0 ? [] : [ladderBlock(view)]),
        ...turns(levels).map((turn) => `**Turns** ${turn}`),
        '**Counted** from here to each rung, book re-priced in full, each strike keeps its vol',
        flipLine(view),
        dataLine(view),
      ],
      footer: FLOW_FOOTER,
      tone: toneOf(levels),
    },
    chart: ladderPicture(view),
    buttons: [...answerButtons(symbol, ['flip', 'gex', 'levels']), shareButton(symbol, 'flow')],
  };
}
