import type { Flip } from '../exposure/flip.ts';
import type { Levels } from '../exposure/levels.ts';
import { marketDaysBetween } from '../schedule/market-day.ts';
import { level, roundLevel } from './numbers.ts';
import { gammaThroughout, nearerTurn } from './side-words.ts';
import { SIGNS_DISAGREE } from './signs-lines.ts';
import { hasOtherSide, isInRange, spotDistance } from './standing.ts';
import { marketWeekTime } from './times.ts';
import type { MarketView } from './view.ts';

type FoundFlip = Extract<Flip, { readonly status: 'found' }>;

/** How far from spot a crossing is looked for (`design.md`: ±10 %). */
const SEARCHED_SHARE = 0.1;
/** Half a daily σ: a reading farther than this from the first one is a different level to a trader. */
const NOTABLE_SIGMA = 0.5;
/** Odds are printed to the nearest twentieth: the straddle knows no better. */
const ODDS_STEP = 0.05;

/** Smallest and largest flip over the readings: `71,650–73,050`; null where both print alike. */
export function rangeOf({ symbol, flip }: Levels): string | null {
  if (flip.status !== 'found') return null;
  const { low, high } = flip.range;
  return roundLevel(symbol, low) === roundLevel(symbol, high)
    ? null
    : `${level(symbol, low)}–${level(symbol, high)}`;
}

/** How many of the readings have a flip, where not all of them do: ` over 5 of 6 readings`. */
function missingReadings({ readings }: FoundFlip): string {
  const found = readings.filter(({ spot }) => spot !== null).length;
  return found === readings.length ? '' : ` over ${found} of ${readings.length} readings`;
}

function rangeWords(levels: Levels, { readings }: FoundFlip): string {
  if (readings.length < 2) return '';
  const found = readings.filter(({ spot }) => spot !== null).length;
  const count = found === readings.length ? `${found}` : `${found} of ${readings.length}`;
  const range = rangeOf(levels);
  return range === null
    ? `, the same on ${count} readings`
    : `, range ${range} over ${count} readings`;
}

function oddsWords({ levels, hours, nowMs }: MarketView): string {
  const { touchOdds, straddle } = levels;
  if (touchOdds === null || straddle === null) return '';
  const percent = Math.round(100 * ODDS_STEP * Math.round(touchOdds / ODDS_STEP));
  const odds = touchOdds < ODDS_STEP ? 'under 5%' : percent > 95 ? 'over 95%' : `about ${percent}%`;
  const { settlesMs } = straddle;
  const isToday = hours === 'new-york' && marketDaysBetween(hours, nowMs, settlesMs) === 0;
  return ` · odds of a touch ${isToday ? 'today' : `by ${marketWeekTime(hours, settlesMs)}`} ${odds}`;
}

function noFlipWords(levels: Levels, flip: Exclude<Flip, FoundFlip>): string {
  switch (flip.status) {
    case 'none_long':
    case 'none_short':
      return `none within ±10%: dealers ${gammaThroughout(levels)}`;
    case 'inverted_only':
      return 'none within ±10%: gamma only turns from long to short as spot rises';
    case 'withheld':
      return `withheld: ${flip.reason}`;
  }
}

/** Flip with its range, distance and odds of a touch, or why there is none. */
export function flipLine(view: MarketView): string {
  const { levels, symbol } = view;
  const { flip } = levels;
  if (flip.status !== 'found') return `**Flip** ${noFlipWords(levels, flip)}`;
  const head = `**Flip** ${level(symbol, flip.spot)}${rangeWords(levels, flip)}`;
  if (isInRange(levels))
    return `${head} · spot ${rangeOf(levels) === null ? 'is there' : 'is inside the range'}`;
  const rest = hasOtherSide(levels) ? ` · ${SIGNS_DISAGREE}` : oddsWords(view);
  const turn = nearerTurn(levels);
  const between = turn === null ? '' : ` · ${turn}`;
  return `${head}${between} · spot ${spotDistance(view, flip.spot)}${rest}`;
}

/** Flip with its range and the other levels where gamma is zero, and which way it turns there as spot rises. */
export function crossingsLine({ levels, symbol }: MarketView): string {
  const { flip, spot } = levels;
  if (flip.status === 'withheld') return `**Flip** ${noFlipWords(levels, flip)}`;
  const range = rangeOf(levels);
  const head =
    flip.status === 'found'
      ? `${level(symbol, flip.spot)}${range === null ? '' : `, range ${range}`}${missingReadings(flip)}`
      : noFlipWords(levels, flip);
  const others = flip.roots.filter((root) => flip.status !== 'found' || root.spot !== flip.spot);
  const words = others.map(
    (root) => `turns ${root.slopeSign === 1 ? 'long' : 'short'} above ${level(symbol, root.spot)}`,
  );
  const [low, high] = [
    level(symbol, spot * (1 - SEARCHED_SHARE)),
    level(symbol, spot * (1 + SEARCHED_SHARE)),
  ];
  const counted = flip.minorRoots.length === 0 ? '' : ', small ones apart,';
  const none =
    flip.status === 'found' ? [`no other crossing${counted} between ${low} and ${high}`] : [];
  return `**Flip** ${[head, ...(words.length === 0 ? none : words)].join(' · ')}`;
}

/** The flip under each way of counting, those more than ½ σ from the first in bold; nothing for a single one. */
export function readingsLines({ levels, symbol, dailySigma }: MarketView): readonly string[] {
  const { flip } = levels;
  if (flip.status !== 'found' || flip.readings.length < 2) return [];
  const words = flip.readings.map(({ name, spot }) => {
    const shortName = name === 'all expiries' ? 'all' : name;
    if (spot === null) return `${shortName} none`;
    const isFar =
      dailySigma !== null && Math.abs(spot / flip.spot - 1) > NOTABLE_SIGMA * dailySigma;
    const reading = `${shortName} ${level(symbol, spot)}`;
    return isFar ? `**${reading}**` : reading;
  });
  return [`**Readings** ${words.join(' · ')}`];
}

/** Why there are no levels, for answers about something else. */
export function withheldLines(levels: Levels): readonly string[] {
  const { flip } = levels;
  return flip.status === 'withheld' ? [`**Levels** ${noFlipWords(levels, flip)}`] : [];
}
