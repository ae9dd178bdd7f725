import { answerButtons, moveButtons, shareButton } from './buttons.ts';
import { dealers } from './dealers.ts';
import { madeTrade, rungAt, turns, turnsWithin } from './directions.ts';
import { withheldLines } from './flip-lines.ts';
import { heldReactLine, inUnitsLines, timeAndVolLines, whereFromLines } from './flow-lines.ts';
import { ladderBlock } from './ladder-block.ts';
import { dataLine, staleLines } from './lines.ts';
import { marketSentence } from './market-sentence.ts';
import type { Message } from './message.ts';
import { ladderPicture } from './pictures.ts';
import { opening, standingOf, toneOf } from './standing.ts';
import type { MarketView } from './view.ts';

const FLOW_FOOTER =
  'If every open contract is with a dealer who re-hedges fully; dealers choose when. A ceiling, not a forecast. Not advice.';

/** The move that the sentence speaks of, as a fraction of spot. */
const RUNG_OF_SENTENCE = 0.01;

function flowSentence(view: MarketView): string {
  const { levels } = view;
  const who = dealers(view);
  const fall = rungAt(levels.ladder, -0.01);
  const rise = rungAt(levels.ladder, 0.01);
  if (fall === null || rise === null) {
    return marketSentence(view, [opening(view)], [': dealer trades withheld, no re-priced rungs.']);
  }
  // Each stands by the move that gets there: what dealers do further on is part of that trade alone.
  const { below, above } = turnsWithin(levels, RUNG_OF_SENTENCE);
  const [onFall, onRise] = [below, above].map((turn) => (turn === null ? '' : ` (${turn})`));
  const fallTrade = madeTrade(fall.usd);
  const riseTrade = madeTrade(rise.usd);
  return marketSentence(
    view,
    [opening(view)],
    [
      `: a 1% fall would make ${who} ${fallTrade}${onFall}, a 1% rise ${riseTrade}${onRise}.`,
      `: a 1% fall makes ${who} ${fallTrade}${onFall}, a rise ${riseTrade}${onRise}.`,
      `: a 1% fall makes ${who} ${fallTrade}, a 1% rise ${riseTrade}.`,
      `: −1% makes ${who} ${fallTrade}, +1% ${riseTrade}.`,
    ],
  );
}

/** Answer to `/flow`: what dealers would have to trade on each rung of spot. */
export function flowAnswer(view: MarketView): Message {
  const { levels, symbol } = view;
  const content = flowSentence(view);
  // A sentence that became too long leaves its turns to the lines below.
  const unsaid = turns(levels).filter((turn) => !content.includes(turn));
  return {
    content,
    embed: {
      title: `${symbol} · ${standingOf(levels)}`,
      lines: [
        ...staleLines(view),
        ...(levels.ladder.length === 0 ? [] : [ladderBlock(view)]),
        ...unsaid.map((turn) => `**Turns** ${turn}`),
        ...inUnitsLines(view),
        heldReactLine(levels),
        ...timeAndVolLines(view),
        ...whereFromLines(levels),
        ...withheldLines(levels),
        dataLine(view),
      ],
      footer: FLOW_FOOTER,
      tone: toneOf(levels),
    },
    chart: ladderPicture(view),
    buttons: [
      ...moveButtons(symbol),
      ...answerButtons(symbol, ['by-hour', 'flip', 'gex', 'levels']),
      shareButton(symbol, 'flow'),
    ],
  };
}
