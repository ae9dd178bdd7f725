import type { Crossing } from '../alerts/crossing.ts';
import { agreementOf, isUnanimous } from '../exposure/agreement.ts';
import { isOpeningReading } from '../schedule/market-hours.ts';
import { dealer, dealerHedging } from './dealers.ts';
import { hedgingEffectBeyond } from './directions.ts';
import { delayAside } from './market-sentence.ts';
import { level, levelChange } from './numbers.ts';
import { fittedSentence } from './sentence-length.ts';
import { marketTime } from './times.ts';
import type { MarketView } from './view.ts';

/** Where only some readings saw the crossing: ` on 5 of 7 readings`; null where all of them did. */
function dissent(crossing: Crossing, { levels }: MarketView): string | null {
  const agreement = agreementOf(levels.flip, crossing.spot, crossing.to);
  return isUnanimous(agreement)
    ? null
    : ` on ${agreement.agreeing} of ${agreement.withFlip} readings`;
}

function levelMovedSentence(crossing: Crossing, view: MarketView): string {
  const { symbol } = view;
  const { flip, flipChange, spot, to } = crossing;
  const verb = to === 'short' ? 'rose above' : 'fell below';
  const numbers = `${level(symbol, flip)} (${levelChange(symbol, flipChange, flip)}) vs ${level(symbol, spot)}`;
  const delayed = delayAside(view);
  const someReadings = dissent(crossing, view);
  if (someReadings !== null)
    return fittedSentence(
      [`${symbol}'s flip ${verb} spot${someReadings}: ${numbers}`],
      [
        `${delayed}. The level moved, not the price. Not all agree.`,
        `${delayed}. Not all readings agree.`,
      ],
    );
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
            `${delayed}. The level moved, not the price: ${dealer(view)} hedging ${effect}.`,
            `${delayed}. The level moved, not the price: hedging ${effect}.`,
            `${delayed}. The level moved: hedging ${effect}.`,
          ]),
      `${delayed}. The level moved, not the price.`,
      `${delayed}. The level moved.`,
    ],
  );
}

/** `fell through`, or `opened below` where the first readings of a session stand on the other side. */
function crossedVerb({ to, firstMs, changeSinceMs }: Crossing, { hours }: MarketView): string {
  const isDown = to === 'short';
  if (isOpeningReading(hours, { atMs: firstMs, previousMs: changeSinceMs }))
    return isDown ? 'opened below' : 'opened above';
  return isDown ? 'fell through' : 'rose through';
}

function crossedSentence(crossing: Crossing, view: MarketView): string {
  const { symbol, hours } = view;
  const { flip, spot, to } = crossing;
  const verb = crossedVerb(crossing, view);
  const numbers = `${level(symbol, spot)} vs ${level(symbol, flip)}`;
  const at = ` at ${marketTime(hours, crossing.dataTimeMs)}${delayAside(view)}.`;
  const someReadings = dissent(crossing, view);
  if (someReadings !== null)
    return fittedSentence(
      [`${symbol} ${verb} its gamma flip${someReadings}: ${numbers}`],
      [`${at} Not all readings agree.`, `${at} Not all agree.`],
    );
  const effect = hedgingEffectBeyond(view.levels.ladder, to);
  return fittedSentence(
    [`${symbol} ${verb} its gamma flip: ${numbers}`],
    effect === null
      ? [at]
      : [`${at} ${dealerHedging(view)} now ${effect}.`, `${at} Hedging now ${effect}.`],
  );
}

/** The sentence of an alert: which way, both prices at data time, and what hedging does on the move that goes on. */
export function flipCrossSentence(crossing: Crossing, view: MarketView): string {
  return crossing.moved === 'level'
    ? levelMovedSentence(crossing, view)
    : crossedSentence(crossing, view);
}
