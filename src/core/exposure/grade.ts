import type { Chain } from '../chain/chain.ts';
import type { Finding } from '../chain/finding.ts';
import { percentOf } from '../chain/finding.ts';
import { chainFindings } from '../chain/quality.ts';
import type { Grade } from './companions.ts';
import type { Flip } from './flip.ts';
import { jumpFindings } from './jumps.ts';
import type { Levels } from './levels.ts';

const LETTERS = ['A', 'B', 'C', 'D', 'F'] as const;

/** Levels of worse data than this are withheld from messages: they would be a guess that looks like a measurement. */
const SHOWN_WORST = 'C';
/** Rules are not judged on worse data than this: an alert wakes people (`method.md` §4.3). */
const ALERTING_WORST = 'B';

/** Share of gross gamma that may have settled since the data time: at a quarter the levels are those of another book. */
const SETTLED_SHARE = { C: 0.1, D: 0.25 };
/** Longer than any exchange rests: four days from a Thursday's close pass over a long weekend. */
const AGE_MS_MAX = 4 * 86_400_000;

/** What the age of stored levels is judged by. */
export type Reading = {
  readonly nowMs: number;
  /** Older than three polls plus the venue's stated delay. */
  readonly isStale: boolean;
};

/**
 * The grade of the data themselves, whatever their age: the worst finding decides, and every finding is a reason. `whole`
 * is the last reading of which nothing was missing, the earlier one if left out.
 */
export function gradeOf(chain: Chain, earlier: Levels | null, whole = earlier): Grade {
  return gradeOfFindings([...chainFindings(chain), ...jumpFindings(chain, earlier, whole)]);
}

/**
 * Stored levels as messages and alerts may use them: with the grade of the data lowered by what age has done to them,
 * and with the flip withheld where that leaves less than C. Totals and walls stay.
 */
export function levelsWhenRead(levels: Levels, reading: Reading): Levels {
  const grade = gradeWhenRead(levels, reading);
  const flip = flipByGrade(levels.flip, grade);
  if (flip.status !== 'withheld') return { ...levels, grade };
  return { ...levels, grade, flip, touchOdds: null, attribution: null };
}

function gradeWhenRead(levels: Levels, { nowMs, isStale }: Reading): Grade {
  const settled = levels.expiries
    .filter(({ expiryMs }) => expiryMs <= nowMs)
    .reduce((sum, { grossShare }) => sum + grossShare, 0);
  const isOtherBook = settled > SETTLED_SHARE.D;
  const aged: Finding[] = [
    ...(nowMs - levels.dataTimeMs > AGE_MS_MAX
      ? [{ letter: 'D' as const, reason: 'the data are more than four days old' }]
      : []),
    ...(settled > SETTLED_SHARE.C
      ? [
          {
            letter: isOtherBook ? ('D' as const) : ('C' as const),
            reason: `${percentOf(settled)} of gamma has settled since`,
          },
        ]
      : []),
    ...(isStale ? [{ letter: 'C' as const, reason: 'the data are stale' }] : []),
  ];
  return lowered(levels.grade, aged);
}

/** Whether levels of this grade are kept back from messages, with the reasons as the answer. */
export function isWithheld(grade: Grade): boolean {
  return isWorse(grade.letter, SHOWN_WORST);
}

/** Whether rules may be judged on data of this grade. */
export function mayAlert(grade: Grade): boolean {
  return !isWorse(grade.letter, ALERTING_WORST);
}

/** The flip as messages and alerts may use it: withheld, with the first reason, where the grade is below C. */
export function flipByGrade(flip: Flip, grade: Grade): Flip {
  const [reason] = grade.reasons;
  if (!isWithheld(grade) || flip.status === 'withheld' || reason === undefined) return flip;
  return { status: 'withheld', reason, roots: [] };
}

function isWorse(letter: Grade['letter'], than: Grade['letter']): boolean {
  return LETTERS.indexOf(letter) > LETTERS.indexOf(than);
}

function gradeOfFindings(found: readonly Finding[]): Grade {
  return lowered({ letter: 'A', reasons: [] }, found);
}

/** A grade with more findings against it, reasons worst first. */
function lowered(grade: Grade, found: readonly Finding[]): Grade {
  const worstFirst = found.toSorted(
    (a, b) => LETTERS.indexOf(b.letter) - LETTERS.indexOf(a.letter),
  );
  const [worst] = worstFirst;
  if (worst === undefined) return grade;
  const reasons = worstFirst.map(({ reason }) => reason);
  return isWorse(worst.letter, grade.letter)
    ? { letter: worst.letter, reasons: [...reasons, ...grade.reasons] }
    : { letter: grade.letter, reasons: [...grade.reasons, ...reasons] };
}
