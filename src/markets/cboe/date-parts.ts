import { monthOf } from './month-names.ts';

/** What a date line says, in whatever language and order. */
export type DateParts = {
  readonly day: number;
  /** 1 to 12. */
  readonly month: number;
  /** Null where the line has lost it. */
  readonly year: number | null;
  readonly hour: number;
  readonly minute: number;
  /** Minutes east of UTC; `new-york` for a zone without its season, `unknown` for none that is known. */
  readonly zone: number | 'new-york' | 'unknown';
};

/** A line of which one part cannot be found, by the name of that part. */
export type UnreadableParts = { readonly lacks: 'time' | 'month' | 'single day' };

const TIME = /(\d{1,2})(?:[:.]|\s?h\s?)(\d{2})(?::\d{2})?\s*(?:([ap])\.?\s*m\b\.?)?/i;
const YEAR = /(?<!\d)20\d{2}(?!\d)/;

/** `GMT-4`, `UTC−4` with the typographic minus, `GMT+5:30`. */
const OFFSET = /(?:GMT|UTC)\s*(?:([+\-\u2212])\s*(\d{1,2})(?::?(\d{2}))?)?/i;
const OFFSET_BY_NAME: Readonly<Record<string, number | 'new-york'>> = {
  EST: -300,
  EDT: -240,
  ET: 'new-york',
};

/** Finds day, month, year, time and zone such as in `23 de marzo de 2022, 10:11 GMT-4`. */
export function readDateParts(line: string): DateParts | UnreadableParts {
  const time = TIME.exec(line);
  if (time === null) return { lacks: 'time' };
  const words = line.split(/[^\p{L}]+/u);
  const month = words.map(monthOf).findLast((found) => found !== null);
  if (month === undefined || month === null) return { lacks: 'month' };
  // Once time, zone and year are gone, the only number left is the day.
  const rest = [TIME, OFFSET, YEAR].reduce((text, part) => text.replace(part, ' '), line);
  const [day, ...others] = new Set((rest.match(/\d+/g) ?? []).map(Number));
  if (day === undefined || others.length > 0) return { lacks: 'single day' };
  const year = YEAR.exec(line);
  return {
    day,
    month,
    year: year === null ? null : Number(year[0]),
    hour: hourOf(Number(time[1]), time[3]),
    minute: Number(time[2]),
    zone: zoneIn(line, words),
  };
}

function hourOf(stated: number, half: string | undefined): number {
  if (half === undefined || stated > 12) return stated;
  return (stated % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function zoneIn(line: string, words: readonly string[]): DateParts['zone'] {
  const offset = OFFSET.exec(line);
  if (offset !== null) {
    const [, sign, hours = 0, minutes = 0] = offset;
    return (sign === undefined || sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes));
  }
  const named = words.find((word) => word in OFFSET_BY_NAME);
  return OFFSET_BY_NAME[named ?? ''] ?? 'unknown';
}
