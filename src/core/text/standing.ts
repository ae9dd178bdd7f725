import { sessionClose } from '../chain/calendar.ts';
import type { Flip } from '../exposure/flip.ts';
import type { Levels } from '../exposure/levels.ts';
import { sideOf } from '../exposure/side.ts';
import { closedSinceMs, isPreMarket } from '../schedule/market-hours.ts';
import { isIndex } from './hedge-words.ts';
import type { Tone } from './message.ts';
import { level, levelDistance, percent, roundLevel, sigmas } from './numbers.ts';
import { age, weekday } from './times.ts';
import type { MarketView } from './view.ts';

/** Dealers' side as readers are told it; there is no neutral one. */
export type Standing = 'long gamma' | 'short gamma' | 'at the flip' | 'withheld';

function asPrinted(symbol: string, flip: Flip): Flip {
  if (flip.status !== 'found') return flip;
  const { low, high } = flip.range;
  return { ...flip, range: { low: roundLevel(symbol, low), high: roundLevel(symbol, high) } };
}

/** Whether observed and assumed signs put dealers on opposite sides. */
export function hasOtherSide({ signModel, signs, gexUsd }: Levels): boolean {
  return signModel === 'observed' && signs !== null && signs.assumed.gexUsd * gexUsd < 0;
}

/** Whether spot stands inside the flip's range, by the prices as they are printed. */
export function isInRange({ symbol, spot, flip }: Levels): boolean {
  if (flip.status !== 'found') return false;
  const { low, high } = flip.range;
  const printed = roundLevel(symbol, spot);
  return printed >= roundLevel(symbol, low) && printed <= roundLevel(symbol, high);
}

/**
 * The side in words, judged by the prices as they are printed, so that words and numbers never disagree. Where seen and
 * assumed signs do, there is no side, wherever spot is.
 */
export function standingOf(levels: Levels): Standing {
  const { symbol, spot, gexUsd, flip } = levels;
  if (flip.status === 'withheld') return 'withheld';
  if (hasOtherSide(levels)) return 'at the flip';
  const printed = { spot: roundLevel(symbol, spot), gex: gexUsd, flip: asPrinted(symbol, flip) };
  const side = sideOf(printed);
  switch (side) {
    case 'long':
      return 'long gamma';
    case 'short':
      return 'short gamma';
    case 'at the flip':
      return side;
    case null:
      return 'withheld';
  }
}

/** Bar colour of a side. */
export function toneOf(levels: Levels): Tone {
  const standing = standingOf(levels);
  if (standing === 'long gamma') return 'long';
  return standing === 'short gamma' ? 'short' : 'none';
}

/** What every sentence begins with: the symbol, and that the data are old where they are. */
export function subject(view: MarketView): string {
  return view.isStale ? `${view.symbol} (stale, ${age(view.ageMs)} old)` : view.symbol;
}

/** The close at which spot stands, where it is no price of now; null while it is one. */
function closeOfSpot({ hours, levels, nowMs }: MarketView): number | null {
  const { spotCloseOf, dataTimeMs } = levels;
  if (spotCloseOf !== null) return sessionClose(spotCloseOf);
  // On the morning of a session a price without this mark is that morning's own.
  if (isPreMarket(hours, dataTimeMs)) return null;
  const closeMs = closedSinceMs(hours, nowMs);
  return closeMs !== null && dataTimeMs >= closeMs ? closeMs : null;
}

/**
 * What a sentence with a price begins with: `BTC 71,240`, `SPX about 7,435 pre-market` where spot is derived,
 * `SPX 7,435 (Fri close)` where the market has not traded since.
 */
export function opening(view: MarketView): string {
  const { symbol, hours, levels } = view;
  const price = level(symbol, levels.spot);
  // That stale data are no exact price is said already.
  if (view.isStale) return `${subject(view)} ${price}`;
  const closeMs = closeOfSpot(view);
  if (closeMs !== null) return `${symbol} ${price} (${weekday(hours, closeMs)} close)`;
  if (levels.spotFrom === null) return `${symbol} ${price}`;
  const when = isPreMarket(hours, levels.dataTimeMs) ? ' pre-market' : '';
  return `${symbol} about ${price}${when}`;
}

/** How far spot is from another price, as printed: `940`, `83 points` of an index. */
export function distanceTo(view: MarketView, price: number): string {
  const distance = levelDistance(view.symbol, view.levels.spot, price);
  if (!isIndex(view)) return distance;
  return `${distance} ${distance === '1' ? 'point' : 'points'}`;
}

/** On which side of another price spot stands. */
export function sideOfPrice({ spot }: Levels, price: number): 'below' | 'above' {
  return spot < price ? 'below' : 'above';
}

/** How far spot is from a price, in percent of spot and, where daily σ is known, in σ: `1.3% below = 0.5 σ`. */
export function spotDistance(view: MarketView, price: number): string {
  const fraction = price / view.levels.spot - 1;
  const where = fraction > 0 ? 'below' : 'above';
  const inSigmas = view.dailySigma === null ? '' : ` = ${sigmas(fraction, view.dailySigma)}`;
  return `${percent(fraction)} ${where}${inSigmas}`;
}
