import { closedSinceMs } from '../schedule/market-hours.ts';
import { fittedSentence } from './sentence-length.ts';
import type { MarketView } from './view.ts';

/** ` (15-min delayed)`, or nothing where the venue states no delay. */
export function delayAside(view: Pick<MarketView, 'statedDelayMs'>): string {
  const words = delayWords(view);
  return words === '' ? '' : ` (${words})`;
}

function delayWords({ statedDelayMs }: Pick<MarketView, 'statedDelayMs'>): string {
  return statedDelayMs === 0 ? '' : `${Math.round(statedDelayMs / 60_000)}-min delayed`;
}

/** A sentence that names the delay at its end, within the brackets with which it ends. */
function delayed(sentence: string, words: string): string {
  return sentence.endsWith(').')
    ? sentence.replace(/\)\.$/, `; ${words}).`)
    : sentence.replace(/\.$/, ` (${words}).`);
}

/**
 * A sentence about a market as it stands, in the fullest wordings that fit. While the market is open it names the
 * delay of delayed data, for it must be true alone; a closed market's prices stand still, and of stale data the subject
 * gives the age.
 */
export function marketSentence(
  view: MarketView,
  heads: readonly string[],
  tails: readonly string[],
): string {
  const words = delayWords(view);
  if (words === '' || view.isStale || closedSinceMs(view.hours, view.nowMs) !== null)
    return fittedSentence(heads, tails);
  return fittedSentence(heads, [...tails.map((tail) => delayed(tail, words)), ...tails]);
}
