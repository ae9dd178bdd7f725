import type { Levels } from '../exposure/levels.ts';
import type { Tone } from './message.ts';
import { level, levelDistance, percent, roundLevel, sigmas } from './numbers.ts';
import { age } from './times.ts';
import type { MarketView } from './view.ts';

/** Dealers' side as readers are told it; there is no neutral one. */
export type Side = 'long gamma' | 'short gamma' | 'at the flip' | 'withheld';

/** Side by the sign of net gamma at spot; at the flip where spot lies in its range or prints the same level. */
export function sideOf(levels: Levels): Side {
  const { flip, spot, symbol, gexUsd } = levels;
  if (flip.status === 'withheld') {
    return 'withheld';
  }
  if (flip.status === 'found') {
    const inRange = spot >= flip.range.low && spot <= flip.range.high;
    if (inRange || roundLevel(symbol, spot) === roundLevel(symbol, flip.spot)) {
      return 'at the flip';
    }
  }
  if (gexUsd === 0) {
    return 'withheld';
  }
  return gexUsd > 0 ? 'long gamma' : 'short gamma';
}

/** Bar colour of a side. */
export function toneOf(levels: Levels): Tone {
  const side = sideOf(levels);
  if (side === 'long gamma') {
    return 'long';
  }
  return side === 'short gamma' ? 'short' : 'none';
}

/** What a sentence begins with: `BTC 71,240`, and before the price that the data are old where they are. */
export function opening(view: MarketView): string {
  const spot = level(view.symbol, view.levels.spot);
  return view.isStale
    ? `${view.symbol} (stale, ${age(view.ageMs)} old) ${spot}`
    : `${view.symbol} ${spot}`;
}

/** Where spot stands beside another price, as printed: `940 below`. */
export function besideLevel(levels: Levels, price: number): string {
  const where = levels.spot < price ? 'below' : 'above';
  return `${levelDistance(levels.symbol, levels.spot, price)} ${where}`;
}

/** How far spot is from a price, in percent of spot and, where daily σ is known, in σ: `1.3% below = 0.50 σ`. */
export function spotDistance(view: MarketView, price: number): string {
  const fraction = price / view.levels.spot - 1;
  const where = fraction > 0 ? 'below' : 'above';
  const inSigmas = view.dailySigma === null ? '' : ` = ${sigmas(fraction, view.dailySigma)}`;
  return `${percent(fraction)} ${where}${inSigmas}`;
}
