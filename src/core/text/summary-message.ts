import { answerButtons, helpButton } from './buttons.ts';
import { calendarLines, settlesAtOpenLines } from './calendar-line.ts';
import { sinceYesterdayLines } from './change-lines.ts';
import { dealer } from './dealers.ts';
import { hedgingEffect } from './directions.ts';
import { expiryLines } from './expiries.ts';
import { flipLine } from './flip-lines.ts';
import { morningTimeAndVolLines } from './flow-lines.ts';
import { levelsLines } from './levels-line.ts';
import { assumptionFooter, dataLine, staleLines } from './lines.ts';
import { marketSentence } from './market-sentence.ts';
import type { Message } from './message.ts';
import { ifItMovesLine } from './move-lines.ts';
import { notInHereLines } from './not-in-here.ts';
import { level } from './numbers.ts';
import { profilePicture } from './pictures.ts';
import { sideWords } from './side-words.ts';
import { signsLines } from './signs-lines.ts';
import {
  distanceTo,
  isInRange,
  opening,
  sideOfPrice,
  standingOf,
  subject,
  toneOf,
} from './standing.ts';
import { calendarDay } from './times.ts';
import type { MarketView } from './view.ts';

function summaryHeads(view: MarketView): readonly string[] {
  const { levels, symbol } = view;
  const { flip } = levels;
  switch (flip.status) {
    case 'found': {
      const at = level(symbol, flip.spot);
      if (isInRange(levels)) {
        return [`${opening(view)}, at its gamma flip ${at}`];
      }
      const beside = `${distanceTo(view, flip.spot)} ${sideOfPrice(levels, flip.spot)}`;
      return [
        `${opening(view)}, ${beside} its gamma flip ${at}`,
        `${opening(view)}, ${beside} its flip ${at}`,
        `${opening(view)}, flip ${at}`,
      ];
    }
    case 'none_long':
    case 'none_short':
    case 'inverted_only':
      return [`${opening(view)}, no gamma flip within ±10%`, `${opening(view)}, no gamma flip`];
    case 'withheld':
      return [`${subject(view)} levels withheld`];
  }
}

function summaryTails(view: MarketView): readonly string[] {
  const { levels, hours } = view;
  const { flip } = levels;
  if (flip.status === 'withheld') return [`: ${flip.reason}.`];
  const standing = standingOf(levels);
  const effect = hedgingEffect(levels.ladder) ?? 'trades nothing within 1%';
  const hasSide = hours === 'always' && (standing === 'long gamma' || standing === 'short gamma');
  return [
    ...(hasSide ? sideWords(view).map((side) => `: ${side}, hedging ${effect}.`) : []),
    `: ${dealer(view)} hedging ${effect}.`,
    `: hedging ${effect}.`,
  ];
}

/** The morning summary of one market; its date stands in the channel's IANA zone, and a late one says so. */
export function summaryMessage(
  view: MarketView,
  options: { readonly late: boolean; readonly zone: string },
): Message {
  const { levels, symbol } = view;
  const late = options.late ? ' · late' : '';
  return {
    content: marketSentence(view, summaryHeads(view), summaryTails(view)),
    embed: {
      title: `${symbol} · ${calendarDay(view.nowMs, options.zone)} · ${standingOf(levels)}${late}`,
      lines: [
        ...staleLines(view),
        flipLine(view),
        ifItMovesLine(view),
        ...levelsLines(view),
        ...sinceYesterdayLines(view),
        ...(view.hours === 'always'
          ? expiryLines(view)
          : [...morningTimeAndVolLines(view), ...settlesAtOpenLines(view), ...calendarLines(view)]),
        ...signsLines(view),
        ...notInHereLines(view),
        dataLine(view),
      ],
      footer: assumptionFooter(view),
      tone: toneOf(levels),
    },
    chart: profilePicture(view),
    buttons: [...answerButtons(symbol, ['flow', 'gex', 'levels']), helpButton(symbol)],
  };
}
