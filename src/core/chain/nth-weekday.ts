export type WeekdayInMonth = {
  readonly year: number;
  /** 1 is January; 13 is January of the next year. */
  readonly month: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 1 is the first of the month; −1 the last. */
  readonly nth: number;
};

const DAY_MS = 86_400_000;

/** The date of, say, the third Friday of a month: `2026-12-18`. */
export function nthWeekday({ year, month, weekday, nth }: WeekdayInMonth): string {
  // Day 0 of the next month is the last of this one.
  const edge = new Date(nth > 0 ? Date.UTC(year, month - 1, 1) : Date.UTC(year, month, 0));
  const toFirst =
    nth > 0 ? (weekday - edge.getUTCDay() + 7) % 7 : -((edge.getUTCDay() - weekday + 7) % 7);
  const weeks = nth > 0 ? nth - 1 : nth + 1;
  return new Date(edge.getTime() + (toFirst + 7 * weeks) * DAY_MS).toISOString().slice(0, 10);
}
