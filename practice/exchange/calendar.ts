export const DAY_MS = 86_400_000;
/** Every expiry settles at 08:00 UTC. */
const SETTLEMENT_MS = 8 * 3_600_000;
/** Day 0 of the epoch was a Thursday. */
const FRIDAY = 1;

export type Period = 'day' | 'week' | 'month' | 'quarter';

/** The longest time from listing to settlement, days. */
const LIFE_DAYS: Readonly<Record<Period, number>> = { day: 3, week: 28, month: 98, quarter: 371 };

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');

export type Expiry = {
  readonly expiryMs: number;
  readonly listedMs: number;
  readonly period: Period;
};

/** The last Friday of a month at 08:00 UTC; months past December run into the next year. */
function lastFridayMs(year: number, month: number): number {
  const lastDay = Date.UTC(year, month + 1, 0) / DAY_MS;
  const daysAfterFriday = (((lastDay - FRIDAY) % 7) + 7) % 7;
  return (lastDay - daysAfterFriday) * DAY_MS + SETTLEMENT_MS;
}

function monthEnds(nowMs: number, count: number, everyMonths: 1 | 3): number[] {
  const now = new Date(nowMs);
  const ends: number[] = [];
  for (let month = now.getUTCMonth(); ends.length < count; month++) {
    const endMs = lastFridayMs(now.getUTCFullYear(), month);
    if ((month + 1) % everyMonths === 0 && endMs > nowMs) ends.push(endMs);
  }
  return ends;
}

/** The series a settlement date belongs to, by its longest life. */
export function periodOf(expiryMs: number): Period {
  const date = new Date(expiryMs);
  const month = date.getUTCMonth();
  if (lastFridayMs(date.getUTCFullYear(), month) === expiryMs)
    return (month + 1) % 3 === 0 ? 'quarter' : 'month';
  return date.getUTCDay() === 5 ? 'week' : 'day';
}

/** When an expiry was listed, epoch milliseconds: fixed for its life. */
export function listedMsOf(expiryMs: number): number {
  return expiryMs - LIFE_DAYS[periodOf(expiryMs)] * DAY_MS;
}

/** The expiries listed at an instant, nearest first: what settles at 08:00 is gone at 08:00:00.000. */
export function listedExpiries(nowMs: number): Expiry[] {
  const firstDay = Math.floor((nowMs - SETTLEMENT_MS) / DAY_MS) + 1;
  const firstFriday = firstDay + ((((FRIDAY - firstDay) % 7) + 7) % 7);
  const days = [0, 1, 2].map((ahead) => firstDay + ahead);
  const fridays = [0, 1, 2, 3].map((ahead) => firstFriday + 7 * ahead);
  const dates = new Set([
    ...[...days, ...fridays].map((day) => day * DAY_MS + SETTLEMENT_MS),
    ...monthEnds(nowMs, 3, 1),
    ...monthEnds(nowMs, 4, 3),
  ]);
  return [...dates]
    .sort((a, b) => a - b)
    .map((expiryMs) => ({ expiryMs, listedMs: listedMsOf(expiryMs), period: periodOf(expiryMs) }));
}

/** The venue's date word, such as `6MAR26`. */
export function expiryName(expiryMs: number): string {
  const date = new Date(expiryMs);
  const year = String(date.getUTCFullYear()).slice(-2);
  return `${date.getUTCDate()}${MONTHS[date.getUTCMonth()]}${year}`;
}

/** The settlement instant of a date word, epoch milliseconds; undefined where it is none. */
export function expiryFromName(name: string): number | undefined {
  const [, day, word, year] = /^(\d{1,2})([A-Z]{3})(\d{2})$/.exec(name) ?? [];
  const month = word === undefined ? -1 : MONTHS.indexOf(word);
  if (month < 0) return undefined;
  return Date.UTC(2000 + Number(year), month, Number(day)) + SETTLEMENT_MS;
}
