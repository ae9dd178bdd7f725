import type { OptionType } from '../../core/chain/chain.ts';

/** The part of an OSI name that all contracts of one root and expiry share, such as `SPXW260729`. */
export type SeriesName = {
  readonly root: string;
  /** Listed expiry, `YYYY-MM-DD`. */
  readonly date: string;
  /** A digit in the root marks a contract that a split or merger changed: strike and size are not what they seem. */
  readonly isAdjusted: boolean;
};

/** Characters after the series: C or P, and the strike in thousandths as eight digits. */
export const CONTRACT_CHARACTERS = 9;
const STRIKE_SCALE = 1000;
const [CODE_0, CODE_9, CODE_C, CODE_P] = [48, 57, 67, 80];

/** Root of at most six characters, and six digits of date. */
const SERIES = /^([A-Z0-9]{1,6})(\d{2})(\d{2})(\d{2})$/;

/** The series part of an OSI name; null where the name is too short to have one. */
export function seriesPart(name: string): string | null {
  return name.length > CONTRACT_CHARACTERS ? name.slice(0, -CONTRACT_CHARACTERS) : null;
}

/** Call or put by the letter before the strike; null for any other letter. */
export function typeInName(name: string): OptionType | null {
  const code = name.charCodeAt(name.length - CONTRACT_CHARACTERS);
  if (code === CODE_C) return 'call';
  return code === CODE_P ? 'put' : null;
}

/** The strike at the end of an OSI name; null unless it is eight digits and above zero. */
export function strikeInName(name: string): number | null {
  let thousandths = 0;
  // A document has 29,000 names: reading the digits by their codes makes no garbage.
  for (let at = name.length - CONTRACT_CHARACTERS + 1; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    if (code < CODE_0 || code > CODE_9) return null;
    thousandths = thousandths * 10 + (code - CODE_0);
  }
  return thousandths > 0 ? thousandths / STRIKE_SCALE : null;
}

/** Root and date of a series part such as `SPXW260729`; null where it is no series or its day is in no calendar. */
export function readSeries(part: string): SeriesName | null {
  const [, root, year, month, day] = SERIES.exec(part) ?? [];
  if (root === undefined || month === undefined) return null;
  const date = `20${year}-${month}-${day}`;
  const instant = new Date(`${date}T00:00:00Z`);
  // Month 13 has no instant, and 30 February rolls over into March.
  if (Number.isNaN(instant.getTime()) || instant.getUTCDate() !== Number(day)) return null;
  return { root, date, isAdjusted: /\d/.test(root) };
}
