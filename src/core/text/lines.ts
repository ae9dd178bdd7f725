import type { Coverage } from '../chain/chain.ts';
import { USABLE_SHARE_MIN } from '../chain/chain.ts';
import type { Grade } from '../exposure/companions.ts';
import { cut } from './sentence-length.ts';
import { age, readerTime } from './times.ts';
import type { MarketView } from './view.ts';

/** The assumption that every number rests on, for the naive sign model. */
export const ASSUMPTION_FOOTER =
  'Assumes dealers are long calls, short puts and hedge all open interest: a ceiling, not a forecast. Dollars are the same for inverse and USD hedges. Not advice.';

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

function gradeWords({ letter, reasons }: Grade): string {
  const why = reasons.length === 0 ? '' : `: ${cut(reasons.join(', '), REASONS_LENGTH_MAX)}`;
  return `grade ${letter}${why}`;
}

/** Source, data time, age, coverage and grade. */
export function dataLine(view: MarketView): string {
  const { dataTimeMs, coverage, grade } = view.levels;
  const source = `${view.venueName}, ${readerTime(dataTimeMs, 't')}, ${age(view.ageMs)} old`;
  return [source, coverageWords(coverage), gradeWords(grade)].join(' · ');
}
