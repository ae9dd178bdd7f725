import type { FlipRoot } from '../exposure/flip.ts';
import type { Levels } from '../exposure/levels.ts';
import type { LadderChart, ProfileChart, StrikesChart } from './chart.ts';
import { rungAt, trade } from './directions.ts';
import { rangeOf } from './flip-lines.ts';
import { level } from './numbers.ts';
import { BUT_FOR_SMALL } from './side-words.ts';
import { isInRange, standingOf } from './standing.ts';
import { marketDay, marketTime } from './times.ts';
import type { MarketView } from './view.ts';

/** Strikes farther from spot than this are left out of the picture; of a book with many within it, half of the way. */
const STRIKES_DISTANCE_MAX = 0.08;
/** More bars than this are hairlines on a phone. */
const STRIKES_SHOWN_MAX = 60;

function note(view: MarketView, unit: string): string {
  const { dataTimeMs } = view.levels;
  return `${view.venueName} · ${unit} · ${marketDay(view.hours, dataTimeMs)} ${marketTime(view.hours, dataTimeMs)}`;
}

function flipSpot(levels: Levels): number | null {
  return levels.flip.status === 'found' ? levels.flip.spot : null;
}

function turnsInWords(levels: Levels): string {
  const { flip, gexUsd } = levels;
  const [only, ...others] = flip.roots;
  if (flip.status === 'withheld')
    return `${gexUsd < 0 ? 'negative' : 'positive'} at spot, flip withheld`;
  const apart = flip.minorRoots.length === 0 ? '' : ` ${BUT_FOR_SMALL}`;
  if (only === undefined)
    return `${flip.status === 'none_short' ? 'negative' : 'positive'} ${apart === '' ? 'throughout' : BUT_FOR_SMALL}`;
  const at = (root: FlipRoot) => level(levels.symbol, root.spot);
  if (others.length === 0) {
    const [below, above] =
      only.slopeSign === 1 ? ['negative', 'positive'] : ['positive', 'negative'];
    return `${below} below ${at(only)}, ${above} above${apart}`;
  }
  return [...flip.roots]
    .sort((a, b) => a.spot - b.spot)
    .map((root) => `${root.slopeSign === 1 ? 'positive' : 'negative'} from ${at(root)} up`)
    .join(', ')
    .concat(apart);
}

function besideFlip(levels: Levels): string {
  const { flip, spot } = levels;
  if (flip.status !== 'found') return '';
  if (isInRange(levels)) return ' at the flip';
  return spot < flip.spot ? ' below' : ' above';
}

function profileUnit(levels: Levels): string {
  if (standingOf(levels) === 'withheld') return '$ per 1%, levels withheld';
  return rangeOf(levels) === null ? '$ per 1% move' : '$ per 1%, band: flip range';
}

/** Net dealer gamma by price, with spot, flip and its range. */
export function profilePicture(view: MarketView): ProfileChart {
  const { levels, symbol } = view;
  const { flip, profile, spot } = levels;
  const range = rangeOf(levels);
  return {
    kind: 'gamma-profile',
    symbol,
    title: `${symbol} dealer gamma by price`,
    note: note(view, profileUnit(levels)),
    alt: `${symbol} dealer gamma by price: ${turnsInWords(levels)}, spot ${level(symbol, spot)}${besideFlip(levels)}.${range === null ? '' : ` Flip range ${range}.`}`,
    spots: profile.spots,
    gexUsd: profile.gexUsd,
    spot,
    flip: flip.status === 'found' ? { spot: flip.spot, ...flip.range } : null,
    isWithheld: standingOf(levels) === 'withheld',
  };
}

/** Dealers' trade by rung. */
export function ladderPicture(view: MarketView): LadderChart {
  const { levels, symbol } = view;
  const fall = rungAt(levels.ladder, -0.01);
  const rise = rungAt(levels.ladder, 0.01);
  const flip = flipSpot(levels);
  return {
    kind: 'hedge-ladder',
    symbol,
    title: `${symbol} dealer trades if spot moves`,
    note: note(view, '$, vols held'),
    alt: [
      `${symbol} dealer trades by move from ${level(symbol, levels.spot)}`,
      ...(fall === null ? [] : [`1% down ${trade(fall.usd)}`]),
      ...(rise === null ? [] : [`1% up ${trade(rise.usd)}`]),
      ...(flip === null ? [] : [`flip ${level(symbol, flip)}`]),
    ]
      .join(', ')
      .concat('.'),
    rungs: levels.ladder.map(({ move, spot, usd }) => ({ move, spot, usd })),
    spot: levels.spot,
    flipSpot: flip,
  };
}

function strikesNear({ strikes, spot }: Levels): Levels['strikes'] {
  const within = (distanceMax: number) =>
    strikes.filter((row) => Math.abs(row.strike / spot - 1) <= distanceMax);
  const near = within(STRIKES_DISTANCE_MAX);
  return near.length <= STRIKES_SHOWN_MAX ? near : within(STRIKES_DISTANCE_MAX / 2);
}

/** Gamma by strike within ±8 % of spot, ±4 % where strikes are dense. */
export function strikesPicture(view: MarketView): StrikesChart {
  const { levels, symbol } = view;
  const near = strikesNear(levels);
  const byNet = [...near].sort((a, b) => a.netGexUsd - b.netGexUsd);
  const lowest = byNet.find((row) => row.netGexUsd < 0);
  const highest = byNet.findLast((row) => row.netGexUsd > 0);
  return {
    kind: 'gamma-strikes',
    symbol,
    title: `${symbol} dealer gamma by strike`,
    note: note(view, '$ per 1% move, 45 days'),
    alt: [
      `${symbol} dealer gamma by strike, calls positive, puts negative, spot ${level(symbol, levels.spot)}`,
      ...(lowest === undefined ? [] : [`most negative net at ${level(symbol, lowest.strike)}`]),
      ...(highest === undefined ? [] : [`most positive net at ${level(symbol, highest.strike)}`]),
    ]
      .join(', ')
      .concat('.'),
    strikes: near,
    spot: levels.spot,
    flipSpot: flipSpot(levels),
  };
}
