import type { Crossing } from '../alerts/crossing.ts';
import type { ConfirmedSide } from '../alerts/rule.ts';
import { agreementOf } from '../exposure/agreement.ts';
import { answerButtons, helpButton } from './buttons.ts';
import { historyWords } from './change-lines.ts';
import { flipCrossSentence } from './flip-cross-sentence.ts';
import { rangeOf } from './flip-lines.ts';
import { heldFor } from './held-for.ts';
import { assumptionWords, sourceWords } from './lines.ts';
import type { Message } from './message.ts';
import { ifItGoesOnLine } from './move-lines.ts';
import { fromSpot, level, levelChange, percent, signedDollars } from './numbers.ts';
import { profilePicture } from './pictures.ts';
import { spotDistance } from './standing.ts';
import { duration, marketTime, readerTime } from './times.ts';
import type { MarketView } from './view.ts';

function titleOf(symbol: string, side: ConfirmedSide): string {
  return `${symbol} ${side === 'short' ? 'below' : 'above'} its gamma flip`;
}

function aside(change: string): string {
  return change === 'unchanged' ? '' : ` (${change})`;
}

function movedWords(crossing: Crossing, { symbol, levels }: MarketView): string {
  const price = levelChange(symbol, crossing.spotChange, crossing.spot);
  const flip = levelChange(symbol, crossing.flipChange, crossing.flip);
  const since = `since ${readerTime(crossing.changeSinceMs, 't')}`;
  if (levels.flip.status !== 'found')
    return `The price moved (${price} ${since}); the flip is the last one seen, none lies within ±10% now`;
  switch (crossing.moved) {
    case 'price':
      return `The price moved (${price} ${since}), the flip did not${aside(flip)}`;
    case 'level':
      return `The flip moved (${flip} ${since}), the price did not${aside(price)}`;
    case 'both':
      return `Both moved ${since}: price ${price}, flip ${flip}`;
  }
}

function evidenceWords(crossing: Crossing, limit: string): string {
  const { confirmedBy, firstMs, dataTimeMs } = crossing;
  const first = `first ${readerTime(firstMs, 't')}`;
  switch (confirmedBy.kind) {
    case 'chains':
      return `two readings ${limit}, ${first}`;
    case 'prices': {
      const options = `options of ${readerTime(confirmedBy.chainMs, 't')}`;
      return `prices ${limit} for ${duration(dataTimeMs - firstMs)}, ${first}, against the ${options}`;
    }
  }
}

function crossedLine(crossing: Crossing, view: MarketView): string {
  const beyond = crossing.to === 'short' ? 'below' : 'above';
  const limit = `${beyond} ${level(view.symbol, crossing.threshold)}`;
  return `**Crossed** ${evidenceWords(crossing, limit)}. ${movedWords(crossing, view)}`;
}

function nextLine(crossing: Crossing, view: MarketView): string {
  const { levels, symbol, morning } = view;
  const isDown = crossing.to === 'short';
  const { putWall, callWall } = morning ?? levels;
  const wall = isDown ? putWall : callWall;
  const isAhead = wall !== null && (isDown ? wall <= levels.spot : wall >= levels.spot);
  const wallWords = !isAhead
    ? []
    : [
        `${isDown ? 'put' : 'call'} wall ${level(symbol, wall)} (${fromSpot(wall / levels.spot - 1)})`,
      ];
  const allClear = `all-clear after two readings ${isDown ? 'above' : 'below'} ${level(symbol, crossing.allClearAt)}`;
  return `**Next** ${[...wallWords, allClear].join(' · ')}`;
}

function agreementLine(crossing: Crossing, { levels, hours }: MarketView): string {
  const held = heldFor(hours, crossing.oldSideSinceMs, crossing.firstMs);
  const before = `it was ${crossing.from === 'short' ? 'below' : 'above'} for ${held}`;
  const { agreeing, withFlip, readings } = agreementOf(levels.flip, crossing.spot, crossing.to);
  if (readings < 2) return `**Before** ${before}`;
  const side = crossing.to === 'short' ? 'below' : 'above';
  const range = rangeOf(levels);
  const where = range === null ? '' : ` (${range})`;
  const without = readings - withFlip;
  const others = without === 0 ? '' : `, ${without} ${without === 1 ? 'has' : 'have'} none`;
  const count = `${agreeing} of ${withFlip} readings have spot ${side} their flip${where}${others}`;
  return `**Agreement** ${count} · ${before}`;
}

/** The day's move against the straddle of its morning, or where that is unknown how far spot is from the flip. */
function scaleLine(crossing: Crossing, view: MarketView): string {
  const { levels, morning } = view;
  const gamma = `net gamma ${signedDollars(levels.gexUsd)} per 1%${historyWords(view)}`;
  if (morning === null || morning.straddleUsd === null)
    return `**Scale** spot ${spotDistance(view, crossing.flip)} · ${gamma}`;
  const move = crossing.spot / morning.spot - 1;
  const day = Math.abs(move) < 5e-5 ? 'unchanged' : `${move < 0 ? '−' : '+'}${percent(move)}`;
  const priced = `±${(100 * (morning.straddleUsd / morning.spot)).toFixed(2)}%`;
  return `**Scale** day ${day} against ${priced} priced · ${gamma}`;
}

/**
 * The alert for a confirmed crossing. The footer ends with `alert` and its id, by which delivery finds a message whose
 * fate is unknown; times in sentence and footer are on the market's clock, because Discord renders no timestamps there.
 */
export function flipCrossMessage(
  crossing: Crossing,
  view: MarketView,
  options: { readonly alertId: string; readonly sentAtMs: number },
): Message {
  const { symbol, hours, levels } = view;
  const times = `data ${marketTime(hours, crossing.dataTimeMs)}, sent ${marketTime(hours, options.sentAtMs)}`;
  return {
    content: flipCrossSentence(crossing, view),
    embed: {
      title: titleOf(symbol, crossing.to),
      lines: [
        crossedLine(crossing, view),
        ifItGoesOnLine(view),
        agreementLine(crossing, view),
        nextLine(crossing, view),
        scaleLine(crossing, view),
      ],
      footer: `${sourceWords(view, ' ')} · ${times} · grade ${levels.grade.letter} · ${assumptionWords(levels)} · not advice · alert ${options.alertId}`,
      tone: crossing.to,
    },
    chart: profilePicture(view),
    buttons: [...answerButtons(symbol, ['flip', 'flow', 'levels']), helpButton(symbol)],
  };
}
