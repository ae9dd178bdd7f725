import type { Coverage } from '../chain/chain.ts';
import { USABLE_SHARE_MIN } from '../chain/chain.ts';
import type { Levels } from '../exposure/levels.ts';
import { rungAt, rungTrade, trade, turns } from './directions.ts';
import { fromSpot, level, levelChange, signedDollars } from './numbers.ts';
import { sideOf, spotDistance } from './standing.ts';
import { age, readerTime } from './times.ts';
import type { MarketView } from './view.ts';

/** The assumption that every number rests on, for the naive sign model. */
export const ASSUMPTION_FOOTER =
  'Assumes dealers are long calls, short puts and hedge all open interest: a ceiling, not a forecast. Dollars are the same for inverse and USD hedges. Not advice.';

/** The first line of an answer from old data; nothing while they are fresh. */
export function staleLines(view: MarketView): readonly string[] {
  return view.isStale
    ? [
        `**Stale** the newest ${view.venueName} data are ${age(view.ageMs)} old, more than three polls; \`/status\` says why`,
      ]
    : [];
}

function coverageWords(coverage: Coverage): string {
  const { contractsOpen, contractsUsed, openInterestShare } = coverage;
  if (openInterestShare === null) {
    return 'no contract has open interest';
  }
  if (contractsUsed === contractsOpen) {
    return `all ${contractsOpen} contracts with open interest usable`;
  }
  // Rounded down: a gap, however small, never prints as 100 %.
  const usable = (Math.floor(1_000 * openInterestShare) / 10).toFixed(1);
  const partial = openInterestShare < USABLE_SHARE_MIN ? 'partial: ' : '';
  return `${partial}${contractsUsed} of ${contractsOpen} contracts usable, ${usable}% of open interest`;
}

/** Source, data time, age and coverage. */
export function dataLine(view: MarketView): string {
  const { dataTimeMs, coverage } = view.levels;
  return `${view.venueName}, ${readerTime(dataTimeMs, 't')}, ${age(view.ageMs)} old · ${coverageWords(coverage)}`;
}

/** What dealers trade on ±1 %, each word by the sign of its own number. */
export function ifItMovesLine(view: MarketView, title: string): string {
  const { ladder } = view.levels;
  const fall = rungAt(ladder, -0.01);
  const rise = rungAt(ladder, 0.01);
  const parts = [
    ...(fall === null ? [] : [`−1%: ${rungTrade(fall, view.unit)}`]),
    ...(rise === null ? [] : [`+1%: ${rungTrade(rise, view.unit)}`]),
    ...turns(view.levels),
  ];
  return `**${title}** ${parts.length === 0 ? 'withheld: no re-priced trades' : parts.join(' · ')}`;
}

/** The ±1 % trades in dollars alone, for answers about something else. */
export function meansLine(levels: Levels): string {
  const fall = rungAt(levels.ladder, -0.01);
  const rise = rungAt(levels.ladder, 0.01);
  const parts = [
    ...(fall === null ? [] : [`−1%: dealers ${trade(fall.usd)}`]),
    ...(rise === null ? [] : [`+1%: ${trade(rise.usd)}`]),
    ...turns(levels),
  ];
  return `**Means** ${parts.join(' · ')}`;
}

/** Flip with its distance, or why there is none. */
export function flipLine(view: MarketView): string {
  const { flip, symbol } = view.levels;
  switch (flip.status) {
    case 'found': {
      const isAt = sideOf(view.levels) === 'at the flip';
      const where = isAt ? 'is there' : spotDistance(view, flip.spot);
      return `**Flip** ${level(symbol, flip.spot)} · spot ${where}`;
    }
    case 'none_long':
      return '**Flip** none within ±10%: dealers long gamma throughout';
    case 'none_short':
      return '**Flip** none within ±10%: dealers short gamma throughout';
    case 'inverted_only':
      return '**Flip** none within ±10%: gamma only turns from long to short as spot rises';
    case 'withheld':
      return `**Flip** withheld: ${flip.reason}`;
  }
}

/** The other levels where gamma is zero, and which way it turns there as spot rises; nothing where there is no flip. */
export function otherRootsWords(levels: Levels): string {
  const { flip, symbol } = levels;
  if (flip.status === 'withheld') {
    return '';
  }
  const others = flip.roots.filter((root) => flip.status !== 'found' || root.spot !== flip.spot);
  if (others.length === 0) {
    return flip.status === 'found' ? ' · no other crossing within ±10%' : '';
  }
  const words = others
    .map(
      (root) =>
        `turns ${root.slopeSign === 1 ? 'long' : 'short'} above ${level(symbol, root.spot)}`,
    )
    .join(', ');
  return ` · ${words}`;
}

/** The walls with their distance from spot; a missing one is named with its reason. */
export function wallsLine(levels: Levels): string {
  const { symbol, spot, putWall, callWall } = levels;
  const put =
    putWall === null
      ? 'no put wall at or below spot'
      : `put wall ${level(symbol, putWall)} (${fromSpot(putWall / spot - 1)})`;
  const call =
    callWall === null
      ? 'no call wall at or above spot'
      : `call wall ${level(symbol, callWall)} (${fromSpot(callWall / spot - 1)})`;
  return `**Levels** ${put} · ${call}`;
}

/** What changed against the levels of about a day ago; nothing where none are stored. */
export function sinceYesterdayLines(view: MarketView): readonly string[] {
  const { dayAgo, levels, symbol } = view;
  if (dayAgo === null) {
    return [];
  }
  const from = dayAgo.flip;
  const to = levels.flip;
  const flip =
    from.status === 'found' && to.status === 'found'
      ? [`flip ${levelChange(symbol, to.spot - from.spot, to.spot)}`]
      : [];
  const gamma = `net gamma ${signedDollars(dayAgo.gexUsd)} → ${signedDollars(levels.gexUsd)} per 1%`;
  return [`**Since yesterday** ${[...flip, gamma].join(' · ')}`];
}
