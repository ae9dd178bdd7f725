import { previousTradingDay } from '../chain/calendar.ts';
import type { Coverage } from '../chain/chain.ts';
import { USABLE_SHARE_MIN } from '../chain/chain.ts';
import type { Grade } from '../exposure/companions.ts';
import type { Levels } from '../exposure/levels.ts';
import { marketDaysBetween } from '../schedule/market-day.ts';
import { closedSinceMs } from '../schedule/market-hours.ts';
import { percent } from './numbers.ts';
import { cut } from './sentence-length.ts';
import { age, dateWords, marketWeekTime, readerTime } from './times.ts';
import type { MarketView } from './view.ts';

/** The assumption that every number rests on, for the naive sign model. */
const ASSUMPTION =
  'Assumes dealers are long calls, short puts and hedge all open interest: a ceiling, not a forecast.';

/** The same where trades have shown a part of the signs. */
const REST_ASSUMPTION =
  'Where signs are assumed: dealers long calls, short puts, hedging all of it.';

/** The assumption as a footer; only inverse contracts are hedged in two currencies. */
export function assumptionFooter({
  isInverse,
  levels,
}: Pick<MarketView, 'isInverse' | 'levels'>): string {
  const assumption = levels.signModel === 'observed' ? REST_ASSUMPTION : ASSUMPTION;
  const inverse = isInverse ? ' Dollars are the same for inverse and USD hedges.' : '';
  return `${assumption}${inverse} Not advice.`;
}

/** The assumption within a footer that says more. */
export function assumptionWords({ signModel }: Levels): string {
  const rest = signModel === 'observed' ? 'where signs were not seen, ' : '';
  return `${rest}assumes dealers long calls, short puts, all hedged`;
}

/** Reasons beyond this would push the levels off a phone's screen. */
const REASONS_LENGTH_MAX = 200;

/** The first line of an answer from old data; nothing while they are fresh. */
export function staleLines(view: MarketView): readonly string[] {
  return view.isStale
    ? [
        `**Stale** the newest ${view.venueName} data are ${age(view.ageMs)} old, more than three polls; \`/status\` says why`,
      ]
    : [];
}

/** Rounded down: a gap, however small, never prints as 100 %. */
function usablePercent(share: number): string {
  return `${(Math.floor(1_000 * share) / 10).toFixed(1)}%`;
}

/** How much of the open book could be used. */
export function coverageWords(coverage: Coverage): string {
  const { contractsOpen, contractsUsed, openInterestShare } = coverage;
  if (openInterestShare === null) {
    return 'no contract has open interest';
  }
  if (contractsUsed === contractsOpen) {
    return `all ${contractsOpen} contracts with open interest usable`;
  }
  const partial = openInterestShare < USABLE_SHARE_MIN ? 'partial: ' : '';
  return `${partial}${contractsUsed} of ${contractsOpen} contracts usable, ${usablePercent(openInterestShare)} of open interest`;
}

function gradeWords({ letter, reasons }: Grade): string {
  const why = reasons.length === 0 ? '' : `: ${cut(reasons.join(', '), REASONS_LENGTH_MAX)}`;
  return `grade ${letter}${why}`;
}

function shortCoverageWords({ contractsOpen, contractsUsed, openInterestShare }: Coverage): string {
  if (openInterestShare === null) return 'no contract has open interest';
  if (contractsUsed === contractsOpen) return 'all open interest usable';
  const partial = openInterestShare < USABLE_SHARE_MIN ? 'partial: ' : '';
  return `${partial}${usablePercent(openInterestShare)} usable`;
}

/** How the source names itself and its delay: `Cboe, 15 min delayed`. */
export function sourceWords(
  { venueName, statedDelayMs }: Pick<MarketView, 'venueName' | 'statedDelayMs'>,
  between = ', ',
): string {
  const delayMinutes = Math.round(statedDelayMs / 60_000);
  return statedDelayMs === 0 ? venueName : `${venueName}${between}${delayMinutes} min delayed`;
}

/** Since when a market has been closed, where its data are those of its last session. */
function closedWords({ hours, nowMs, levels }: MarketView): readonly string[] {
  const sinceMs = closedSinceMs(hours, nowMs);
  const isOfSession = sinceMs !== null && levels.dataTimeMs <= sinceMs;
  return isOfSession ? [`closed since ${marketWeekTime(hours, sinceMs)}`] : [];
}

/** What only the data of markets with sessions have to say, after source and time. */
function sessionWords(view: MarketView): readonly string[] {
  const { spotFrom, openInterestSession, coverage } = view.levels;
  return [
    ...(view.isStale ? [] : closedWords(view)),
    ...(spotFrom === null ? [] : [`spot from ${spotFrom}`]),
    ...(openInterestSession === null
      ? []
      : [`open interest of ${dateWords(previousTradingDay(openInterestSession))}`]),
    shortCoverageWords(coverage),
  ];
}

/** How well another price bears out the index. */
function spotCheckWords({ spotCheck }: Levels): readonly string[] {
  return spotCheck === null ? [] : [`index and ${spotCheck.other} ${percent(spotCheck.gap)} apart`];
}

/** Source, data time, age or session, coverage and grade. */
export function dataLine(view: MarketView): string {
  const { levels, hours, ageMs, nowMs } = view;
  const { dataTimeMs, coverage, grade } = levels;
  const isOfToday = marketDaysBetween(hours, dataTimeMs, nowMs) === 0;
  const words =
    hours === 'always'
      ? [
          `${sourceWords(view)}, ${readerTime(dataTimeMs, 't')}, ${age(ageMs)} old`,
          ...spotCheckWords(levels),
          coverageWords(coverage),
        ]
      : [
          `${sourceWords(view)}, ${readerTime(dataTimeMs, isOfToday ? 't' : 'f')}`,
          ...sessionWords(view),
        ];
  return [...words, gradeWords(grade)].join(' · ');
}
