import type { FlipRoot } from '../exposure/flip.ts';
import { answerButtons, shareButton } from './buttons.ts';
import { sinceYesterdayLines } from './change-lines.ts';
import { crossingsLine, rangeOf, readingsLines } from './flip-lines.ts';
import { ASSUMPTION_FOOTER, dataLine, staleLines } from './lines.ts';
import type { Message } from './message.ts';
import { level, sigmas } from './numbers.ts';
import { profilePicture } from './pictures.ts';
import { fittedSentence } from './sentence-length.ts';
import { besideLevel, opening, standingOf, subject, toneOf } from './standing.ts';
import { duration, readerTime } from './times.ts';
import type { MarketView } from './view.ts';

function foundSentence(view: MarketView, flipSpot: number): string {
  const { levels, symbol, venueName, dailySigma } = view;
  const flip = level(symbol, flipSpot);
  const standing = standingOf(levels);
  if (standing === 'at the flip') {
    const range = rangeOf(levels);
    return fittedSentence(
      [`${opening(view)} is at its gamma flip ${flip}`],
      range === null ? [': no side.'] : [` (range ${range}): no side.`],
    );
  }
  const [distance, where] = besideLevel(levels, flipSpot).split(' ');
  const inSigmas =
    dailySigma === null ? '' : ` (${sigmas(flipSpot / levels.spot - 1, dailySigma)})`;
  return fittedSentence(
    [
      `${opening(view)} is ${distance}${inSigmas} ${where} its gamma flip ${flip}`,
      `${opening(view)} is ${distance} ${where} its gamma flip ${flip}`,
      `${opening(view)}, ${distance} ${where} its flip ${flip}`,
      `${opening(view)}, flip ${flip}`,
    ],
    [`: ${venueName} dealers ${standing}.`],
  );
}

function invertedSentence(view: MarketView, root: FlipRoot | undefined): string {
  const { levels, symbol, venueName } = view;
  const tail = [`: no flip within ±10%, ${venueName} dealers ${standingOf(levels)} here.`];
  if (root === undefined) {
    return fittedSentence([opening(view)], tail);
  }
  const turn = root.spot < levels.spot ? 'long below' : 'short above';
  return fittedSentence(
    [`${opening(view)}, gamma turns ${turn} ${level(symbol, root.spot)}`],
    tail,
  );
}

function flipSentence(view: MarketView): string {
  const { flip } = view.levels;
  switch (flip.status) {
    case 'found':
      return foundSentence(view, flip.spot);
    case 'none_long':
    case 'none_short':
      return fittedSentence(
        [`${opening(view)} has no gamma flip within ±10%`],
        [
          `: ${view.venueName} dealers ${flip.status === 'none_long' ? 'long' : 'short'} gamma throughout.`,
        ],
      );
    case 'inverted_only':
      return invertedSentence(view, flip.roots[0]);
    case 'withheld':
      return fittedSentence([`${subject(view)} flip withheld`], [`: ${flip.reason}.`]);
  }
}

function sideLines(view: MarketView): readonly string[] {
  const { confirmedSide } = view;
  if (confirmedSide === null) {
    return [];
  }
  const { side, sinceMs } = confirmedSide;
  const lasted = duration(view.levels.dataTimeMs - sinceMs);
  const where = side === 'long' ? 'above' : 'below';
  return [`**Side** ${where} since ${readerTime(sinceMs, 'f')}, for ${lasted}`];
}

/** Answer to `/flip`: where spot stands beside the level at which dealer gamma turns. */
export function flipAnswer(view: MarketView): Message {
  const { levels, symbol } = view;
  return {
    content: flipSentence(view),
    embed: {
      title: `${symbol} · ${standingOf(levels)}`,
      lines: [
        ...staleLines(view),
        crossingsLine(view),
        ...readingsLines(view),
        ...sideLines(view),
        ...sinceYesterdayLines(view),
        dataLine(view),
      ],
      footer: ASSUMPTION_FOOTER,
      tone: toneOf(levels),
    },
    chart: profilePicture(view),
    buttons: [...answerButtons(symbol, ['flow', 'gex', 'levels']), shareButton(symbol, 'flip')],
  };
}
