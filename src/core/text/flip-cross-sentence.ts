import { agreementOf, isUnanimous } from '../alerts/agreement.ts';
import type { Crossing } from '../alerts/crossing.ts';
import { hedgingEffectBeyond } from './directions.ts';
import { level, levelChange } from './numbers.ts';
import { fittedSentence } from './sentence-length.ts';
import { utcTime } from './times.ts';
import type { MarketView } from './view.ts';

/** Where only some readings saw the crossing: ` on 5 of 7 readings`; null where all of them did. */
function dissent(crossing: Crossing, { levels }: MarketView): string | null {
  const agreement = agreementOf(levels.flip, crossing.spot, crossing.to);
  return isUnanimous(agreement)
    ? null
    : ` on ${agreement.agreeing} of ${agreement.withFlip} readings`;
}

function levelMovedSentence(crossing: Crossing, view: MarketView): string {
  const { symbol, venueName } = view;
  const { flip, flipChange, spot, to } = crossing;
  const verb = to === 'short' ? 'rose above' : 'fell below';
  const numbers = `${level(symbol, flip)} (${levelChange(symbol, flipChange, flip)}) vs ${level(symbol, spot)}`;
  const someReadings = dissent(crossing, view);
  if (someReadings !== null)
    return fittedSentence(
      [`${symbol}'s flip ${verb} spot${someReadings}: ${numbers}`],
      ['. The level moved, not the price. Not all agree.', '. Not all readings agree.'],
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
  const someReadings = dissent(crossing, view);
  if (someReadings !== null)
    return fittedSentence(
      [`${symbol} ${verb} through its gamma flip${someReadings}: ${numbers}`],
      [`${at} Not all readings agree.`],
    );
  const effect = hedgingEffectBeyond(view.levels.ladder, to);
  return fittedSentence(
    [`${symbol} ${verb} through its gamma flip: ${numbers}`],
    effect === null
      ? [at]
      : [`${at} ${venueName} dealer hedging now ${effect}.`, `${at} Hedging now ${effect}.`],
  );
}

/** The sentence of an alert: which way, both prices at data time, and what hedging does on the move that goes on. */
export function flipCrossSentence(crossing: Crossing, view: MarketView): string {
  return crossing.moved === 'level'
    ? levelMovedSentence(crossing, view)
    : crossedSentence(crossing, view);
}
