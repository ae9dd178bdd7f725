import type { FlipRoot } from '../exposure/flip.ts';
import { answerButtons, shareButton } from './buttons.ts';
import { sinceYesterdayLines } from './change-lines.ts';
import { dealers } from './dealers.ts';
import { crossingsLine, rangeOf, readingsLines } from './flip-lines.ts';
import { onFuture } from './hedge-words.ts';
import { heldFor } from './held-for.ts';
import { assumptionFooter, dataLine, staleLines } from './lines.ts';
import { marketSentence } from './market-sentence.ts';
import type { Message } from './message.ts';
import { level, sigmas } from './numbers.ts';
import { profilePicture } from './pictures.ts';
import { pooledLines } from './pooled-lines.ts';
import { fittedSentence } from './sentence-length.ts';
import { gammaThroughout, sideWords } from './side-words.ts';
import { SIGNS_DISAGREE } from './signs-lines.ts';
import {
  distanceTo,
  hasOtherSide,
  isInRange,
  opening,
  sideOfPrice,
  standingOf,
  subject,
  toneOf,
} from './standing.ts';
import { readerTime } from './times.ts';
import type { MarketView } from './view.ts';

function foundSentence(view: MarketView, flipSpot: number): string {
  const { levels, symbol, dailySigma } = view;
  const flip = level(symbol, flipSpot);
  const standing = standingOf(levels);
  if (standing === 'at the flip' && isInRange(levels)) {
    const range = rangeOf(levels);
    return marketSentence(
      view,
      [`${opening(view)} is at its gamma flip ${flip}`, `${opening(view)} is at its flip ${flip}`],
      range === null ? [': no side.'] : [` (range ${range}): no side.`],
    );
  }
  const distance = distanceTo(view, flipSpot);
  const where = sideOfPrice(levels, flipSpot);
  const inSigmas =
    dailySigma === null ? '' : ` (${sigmas(flipSpot / levels.spot - 1, dailySigma)})`;
  return marketSentence(
    view,
    [
      `${opening(view)} is ${distance}${inSigmas} ${where} its gamma flip ${flip}`,
      `${opening(view)} is ${distance} ${where} its gamma flip ${flip}`,
      `${opening(view)}, ${distance} ${where} its flip ${flip}`,
      `${opening(view)}, flip ${flip}`,
    ],
    standing === 'at the flip'
      ? [`: ${SIGNS_DISAGREE}.`, ': no side.']
      : sideWords(view).map((side) => `: ${side}.`),
  );
}

function invertedSentence(view: MarketView, root: FlipRoot | undefined): string {
  const { levels, symbol } = view;
  const standing = standingOf(levels);
  const none = ': no flip within ±10%';
  const tail =
    standing === 'at the flip'
      ? [`${none}, ${SIGNS_DISAGREE}.`, `${none}, no side.`]
      : sideWords(view).map((side) => `${none}, ${side}.`);
  if (root === undefined) {
    return marketSentence(view, [opening(view)], tail);
  }
  const turn = root.spot < levels.spot ? 'long below' : 'short above';
  return marketSentence(
    view,
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
      return marketSentence(
        view,
        [`${opening(view)} has no gamma flip within ±10%`],
        hasOtherSide(view.levels)
          ? [`: ${SIGNS_DISAGREE}.`]
          : [`: ${dealers(view)} ${gammaThroughout(view.levels)}.`],
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
  const lasted = heldFor(view.hours, sinceMs, view.levels.dataTimeMs);
  const where = side === 'long' ? 'above' : 'below';
  return [`**Side** ${where} since ${readerTime(sinceMs, 'f')}, for ${lasted}`];
}

/** The flip on the future that half of an index's readers trade. */
function futureLines(view: MarketView): readonly string[] {
  const { flip, futureBasis } = view.levels;
  const price = flip.status === 'found' ? onFuture(view, flip.spot) : null;
  if (price === null || futureBasis === null) return [];
  return [`**${futureBasis.name}** ${level(view.symbol, price)}`];
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
        ...pooledLines(view),
        ...futureLines(view),
        ...sinceYesterdayLines(view),
        dataLine(view),
      ],
      footer: assumptionFooter(view),
      tone: toneOf(levels),
    },
    chart: profilePicture(view),
    buttons: [...answerButtons(symbol, ['flow', 'gex', 'levels']), shareButton(symbol, 'flip')],
  };
}
