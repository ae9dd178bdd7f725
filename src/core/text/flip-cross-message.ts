import type { Crossing } from '../alerts/crossing.ts';
import type { ConfirmedSide } from '../alerts/rule.ts';
import { answerButtons, helpButton } from './buttons.ts';
import { hedgingEffectBeyond } from './directions.ts';
import { dataLine, ifItMovesLine } from './lines.ts';
import type { Message } from './message.ts';
import { fromSpot, level, levelChange, signedDollars } from './numbers.ts';
import { profilePicture } from './pictures.ts';
import { fittedSentence } from './sentence-length.ts';
import { spotDistance } from './standing.ts';
import { duration, readerTime, utcTime } from './times.ts';
import type { MarketView } from './view.ts';

function titleOf(symbol: string, side: ConfirmedSide): string {
  return `${symbol} ${side === 'short' ? 'below' : 'above'} its gamma flip`;
}

function levelMovedSentence(crossing: Crossing, view: MarketView): string {
  const { symbol, venueName } = view;
  const { flip, flipChange, spot, to } = crossing;
  const verb = to === 'short' ? 'rose above' : 'fell below';
  const numbers = `${level(symbol, flip)} (${levelChange(symbol, flipChange, flip)}) vs ${level(symbol, spot)}`;
  const effect = hedgingEffectBeyond(view.levels.ladder, to);
  return fittedSentence(
    [
      `${symbol}'s gamma flip ${verb} the price: ${numbers}`,
      `${symbol}'s flip ${verb} spot: ${numbers}`,
    ],
    [
      ...(effect === null
        ? []
        : [
            `. The level moved, not the price: ${venueName} dealer hedging ${effect}.`,
            `. The level moved, not the price: hedging ${effect}.`,
            `. The level moved: hedging ${effect}.`,
          ]),
      '. The level moved, not the price.',
    ],
  );
}

function crossedSentence(crossing: Crossing, view: MarketView): string {
  const { symbol, venueName } = view;
  const { flip, spot, to } = crossing;
  const verb = to === 'short' ? 'fell' : 'rose';
  const numbers = `${level(symbol, spot)} vs ${level(symbol, flip)}`;
  const at = ` at ${utcTime(crossing.dataTimeMs)}.`;
  const effect = hedgingEffectBeyond(view.levels.ladder, to);
  return fittedSentence(
    [`${symbol} ${verb} through its gamma flip: ${numbers}`],
    effect === null
      ? [at]
      : [`${at} ${venueName} dealer hedging now ${effect}.`, `${at} Hedging now ${effect}.`],
  );
}

function aside(change: string): string {
  return change === 'unchanged' ? '' : ` (${change})`;
}

function movedWords(crossing: Crossing, symbol: string): string {
  const price = levelChange(symbol, crossing.spotChange, crossing.spot);
  const flip = levelChange(symbol, crossing.flipChange, crossing.flip);
  const since = `since ${readerTime(crossing.changeSinceMs, 't')}`;
  switch (crossing.moved) {
    case 'price':
      return `The price moved (${price} ${since}), the flip did not${aside(flip)}`;
    case 'level':
      return `The flip moved (${flip} ${since}), the price did not${aside(price)}`;
    case 'both':
      return `Both moved ${since}: price ${price}, flip ${flip}`;
  }
}

function crossedLine(crossing: Crossing, symbol: string): string {
  const beyond = crossing.to === 'short' ? 'below' : 'above';
  const readings = `two readings ${beyond} ${level(symbol, crossing.threshold)}, first ${readerTime(crossing.firstMs, 't')}`;
  return `**Crossed** ${readings}. ${movedWords(crossing, symbol)}`;
}

function nextLine(crossing: Crossing, view: MarketView): string {
  const { levels, symbol } = view;
  const isDown = crossing.to === 'short';
  const wall = isDown ? levels.putWall : levels.callWall;
  const wallWords =
    wall === null
      ? []
      : [
          `${isDown ? 'put' : 'call'} wall ${level(symbol, wall)} (${fromSpot(wall / levels.spot - 1)})`,
        ];
  const allClear = `all-clear after two readings ${isDown ? 'above' : 'below'} ${level(symbol, crossing.allClearAt)}`;
  return `**Next** ${[...wallWords, allClear].join(' · ')}`;
}

/**
 * The alert for a confirmed crossing. The footer ends with `alert` and its id, by which delivery finds a message whose
 * fate is unknown; times in sentence and footer are UTC, because Discord renders no timestamps there.
 */
export function flipCrossMessage(
  crossing: Crossing,
  view: MarketView,
  options: { readonly alertId: string; readonly sentAtMs: number },
): Message {
  const { levels, symbol, venueName } = view;
  const side = crossing.from === 'short' ? 'below' : 'above';
  const held = duration(crossing.firstMs - crossing.oldSideSinceMs);
  const times = `data ${utcTime(crossing.dataTimeMs)}, sent ${utcTime(options.sentAtMs)}`;
  return {
    content:
      crossing.moved === 'level'
        ? levelMovedSentence(crossing, view)
        : crossedSentence(crossing, view),
    embed: {
      title: titleOf(symbol, crossing.to),
      lines: [
        crossedLine(crossing, symbol),
        ifItMovesLine(view, 'If it goes on'),
        `**Before** ${side} its flip for ${held}`,
        nextLine(crossing, view),
        `**Scale** spot ${spotDistance(view, crossing.flip)} · net gamma ${signedDollars(levels.gexUsd)} per 1%`,
        dataLine(view),
      ],
      footer: `${venueName} · ${times} · assumes dealers long calls, short puts, all hedged · not advice · alert ${options.alertId}`,
      tone: crossing.to,
    },
    chart: profilePicture(view),
    buttons: [...answerButtons(symbol, ['flip', 'flow', 'levels']), helpButton(symbol)],
  };
}
