import type { Levels, StrikeLevels } from '../exposure/levels.ts';
import { answerButtons, shareButton } from './buttons.ts';
import { historyWords, sinceYesterdayLines } from './change-lines.ts';
import { dealer } from './dealers.ts';
import { byExpiryLines } from './expiries.ts';
import { isIndex, perStep, tradeSize } from './hedge-words.ts';
import { assumptionFooter, dataLine, staleLines } from './lines.ts';
import { marketSentence } from './market-sentence.ts';
import type { Message } from './message.ts';
import { meansLine } from './move-lines.ts';
import { dollars, level, share, signedDollars, signOf, units } from './numbers.ts';
import { strikesPicture } from './pictures.ts';
import { ifAssumedLines, observedWords } from './signs-lines.ts';
import { opening, standingOf, toneOf } from './standing.ts';
import type { MarketView } from './view.ts';
import { volLines } from './vol-lines.ts';

/** A sign alone at the end of a line says nothing. */
const NO_BREAK_SPACE = '\u00a0';

/** Strikes named of each sign: the bars in words, for those who cannot see the chart. */
const STRIKES_NAMED = 2;

/** Net gamma in dollars per point of spot rather than per 1 %. */
function perPointUsd(levels: Levels): number {
  return levels.gexUsd / (0.01 * levels.spot);
}

/** The number in the other units that readers know, all of them and the one that fits a short line. */
function otherUnits(view: MarketView): readonly [string, string] {
  const { levels, unit } = view;
  const { gexUsd, spot } = levels;
  const perMove = `${signedDollars(perPointUsd(levels))} ${perStep(view)}`;
  if (isIndex(view)) return [perMove, perMove];
  const inUnits = `${signOf(gexUsd)}${units(gexUsd / spot, unit)}`;
  return [`${inUnits}, ${perMove}`, inUnits];
}

function gexSentence(view: MarketView): string {
  const { levels, symbol } = view;
  const { flip, gexUsd, grossGexUsd } = levels;
  if (grossGexUsd === 0) {
    const why =
      levels.coverage.contractsUsed === 0
        ? 'gamma withheld, no contract with open interest could be used'
        : 'gamma is nothing here, no contract in use has any at this price';
    return marketSentence(view, [opening(view)], [`: ${dealer(view)} ${why}.`]);
  }
  const flipWords =
    flip.status === 'found'
      ? `flip ${level(symbol, flip.spot)}`
      : flip.status === 'withheld'
        ? 'flip withheld'
        : 'no flip within ±10%';
  const perPercent = `: ${dealer(view)} gamma ${signedDollars(gexUsd)} per 1%`;
  const [history, observed] = [historyWords(view), observedWords(view)];
  const [both, short] = otherUnits(view);
  return marketSentence(
    view,
    [`${opening(view)}, ${flipWords}`],
    [...new Set([history + observed, observed, history, ''])].flatMap((more) => [
      `${perPercent} (${both})${more}.`,
      `${perPercent} (${short})${more}.`,
      `${perPercent}${more}.`,
    ]),
  );
}

function callsAndPutsLine(levels: Levels): string {
  const { callGexUsd, putGexUsd, matchedShare } = levels;
  const sides = `${signedDollars(callGexUsd)} and ${signedDollars(putGexUsd)} per 1%`;
  const matched =
    matchedShare === null
      ? ''
      : ` · ${share(matchedShare)} of open interest is calls and puts of one strike and expiry that cancel`;
  return `**Calls and puts** ${sides}${matched}`;
}

function largestStrikes(levels: Levels, sign: 1 | -1): string {
  return levels.strikes
    .filter((row) => row.netGexUsd * sign > 0)
    .sort((a: StrikeLevels, b: StrikeLevels) => sign * (b.netGexUsd - a.netGexUsd))
    .slice(0, STRIKES_NAMED)
    .map((row) => `${level(levels.symbol, row.strike)} (${dollars(row.netGexUsd)})`)
    .join(', ');
}

function strikesLines(levels: Levels): readonly string[] {
  const positive = largestStrikes(levels, 1);
  const negative = largestStrikes(levels, -1);
  const parts = [
    ...(positive === '' ? [] : [`+${NO_BREAK_SPACE}${positive}`]),
    ...(negative === '' ? [] : [`−${NO_BREAK_SPACE}${negative}`]),
  ];
  return parts.length === 0 ? [] : [`**Strikes** ${parts.join(' · ')}, net within 45 days`];
}

/** Answer to `/gex`: net dealer gamma per 1 % and per point, by type, expiry and strike. */
export function gexAnswer(view: MarketView): Message {
  const { levels, symbol } = view;
  const { gexUsd, spot } = levels;
  const size = tradeSize({ usd: gexUsd, units: gexUsd / spot, spot }, view);
  const content = gexSentence(view);
  // Units that the sentence has are not repeated.
  const sameIn = [
    ...(size === null ? [] : [`${size} per 1%`]),
    `${dollars(perPointUsd(levels))} ${perStep(view)}`,
  ].filter((words) => !content.includes(words.replace(' per 1%', '')));
  return {
    content,
    embed: {
      title: `${symbol} · ${standingOf(levels)}`,
      lines: [
        ...staleLines(view),
        meansLine(levels),
        callsAndPutsLine(levels),
        ...ifAssumedLines(view),
        ...byExpiryLines(view),
        ...strikesLines(levels),
        ...(sameIn.length === 0 ? [] : [`**Same in** ${sameIn.join(' · ')}`]),
        ...volLines(levels),
        ...sinceYesterdayLines(view),
        dataLine(view),
      ],
      footer: assumptionFooter(view),
      tone: toneOf(levels),
    },
    chart: strikesPicture(view),
    buttons: [
      ...answerButtons(symbol, ['flow', 'flip', 'why-differs']),
      shareButton(symbol, 'gex'),
    ],
  };
}
