import { answerButtons, helpButton } from './buttons.ts';
import { sinceYesterdayLines } from './change-lines.ts';
import { hedgingEffect } from './directions.ts';
import { expiryLines } from './expiries.ts';
import { flipLine } from './flip-lines.ts';
import { levelsLines } from './levels-line.ts';
import { ASSUMPTION_FOOTER, dataLine, staleLines } from './lines.ts';
import type { Message } from './message.ts';
import { ifItMovesLine } from './move-lines.ts';
import { level } from './numbers.ts';
import { profilePicture } from './pictures.ts';
import { fittedSentence } from './sentence-length.ts';
import { besideLevel, opening, standingOf, subject, toneOf } from './standing.ts';
import { calendarDay } from './times.ts';
import type { MarketView } from './view.ts';

/** Where the same options trade and nothing is read, by symbol. */
const NOT_IN_HERE: Readonly<Record<string, string>> = {
  BTC: 'IBIT and other US-listed options, CME, OKX, Bybit',
  ETH: 'ETHA and other US-listed options, CME, OKX, Bybit',
};

function summaryHeads(view: MarketView): readonly string[] {
  const { levels, symbol } = view;
  const { flip } = levels;
  switch (flip.status) {
    case 'found': {
      const at = level(symbol, flip.spot);
      if (standingOf(levels) === 'at the flip') {
        return [`${opening(view)}, at its gamma flip ${at}`];
      }
      const beside = besideLevel(levels, flip.spot);
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
  const { levels, venueName } = view;
  const { flip } = levels;
  if (flip.status === 'withheld') return [`: ${flip.reason}.`];
  const standing = standingOf(levels);
  const effect = hedgingEffect(levels.ladder) ?? 'trades nothing within 1%';
  const hasSide = standing === 'long gamma' || standing === 'short gamma';
  return [
    ...(hasSide ? [`: ${venueName} dealers ${standing}, hedging ${effect}.`] : []),
    `: ${venueName} dealer hedging ${effect}.`,
    `: hedging ${effect}.`,
  ];
}

function notInHereLines(symbol: string): readonly string[] {
  const missing = NOT_IN_HERE[symbol];
  return missing === undefined ? [] : [`**Not in here** ${missing}`];
}

/** The morning summary of one market; its date stands in the channel's IANA zone, and a late one says so. */
export function summaryMessage(
  view: MarketView,
  options: { readonly late: boolean; readonly zone: string },
): Message {
  const { levels, symbol } = view;
  const late = options.late ? ' · late' : '';
  return {
    content: fittedSentence(summaryHeads(view), summaryTails(view)),
    embed: {
      title: `${symbol} · ${calendarDay(view.nowMs, options.zone)} · ${standingOf(levels)}${late}`,
      lines: [
        ...staleLines(view),
        flipLine(view),
        ifItMovesLine(view),
        ...levelsLines(levels),
        ...sinceYesterdayLines(view),
        ...expiryLines(view),
        ...notInHereLines(symbol),
        dataLine(view),
      ],
      footer: ASSUMPTION_FOOTER,
      tone: toneOf(levels),
    },
    chart: profilePicture(view),
    buttons: [...answerButtons(symbol, ['flow', 'gex', 'levels']), helpButton(symbol)],
  };
}
