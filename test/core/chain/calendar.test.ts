import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  isHalfDay,
  isTradingDay,
  nextTradingDay,
  previousTradingDay,
  sessionClose,
  sessionOpen,
} from '../../../src/core/chain/calendar.ts';
import { dateAfter } from '../../../src/core/schedule/wall-clock.ts';

type Year = { readonly closed: string; readonly early: string };

/** The exchange's own lists; 2027 and 2028 as announced on 23 December 2025. Closures of one day are in them. */
const PUBLISHED: Readonly<Record<string, Year>> = {
  2020: { closed: '01-01 01-20 02-17 04-10 05-25 07-03 09-07 11-26 12-25', early: '11-27 12-24' },
  2021: { closed: '01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24', early: '11-26' },
  2022: { closed: '01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26', early: '11-25' },
  2023: {
    closed: '01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25',
    early: '07-03 11-24',
  },
  2024: {
    closed: '01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25',
    early: '07-03 11-29 12-24',
  },
  2025: {
    closed: '01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25',
    early: '07-03 11-28 12-24',
  },
  2026: {
    closed: '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25',
    early: '11-27 12-24',
  },
  2027: { closed: '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24', early: '11-26' },
  2028: { closed: '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25', early: '07-03 11-24' },
};

/** Not announced yet: what today's rules give, worked out by hand from a calendar. */
const BY_RULE: Readonly<Record<string, Year>> = {
  2029: {
    closed: '01-01 01-15 02-19 03-30 05-28 06-19 07-04 09-03 11-22 12-25',
    early: '07-03 11-23 12-24',
  },
  2030: {
    closed: '01-01 01-21 02-18 04-19 05-27 06-19 07-04 09-02 11-28 12-25',
    early: '07-03 11-29 12-24',
  },
};

function datesOf(year: number): readonly string[] {
  const dates: string[] = [];
  for (let date = `${year}-01-01`; date.startsWith(`${year}`); date = dateAfter(date, 1)) {
    dates.push(date);
  }
  return dates;
}

function isWeekend(date: string): boolean {
  return [0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay());
}

function yearAsComputed(year: number): Year {
  const dates = datesOf(year);
  const closed = dates.filter((date) => !isWeekend(date) && !isTradingDay(date));
  const early = dates.filter((date) => isHalfDay(date));
  const joined = (list: readonly string[]) => list.map((date) => date.slice(5)).join(' ');
  return { closed: joined(closed), early: joined(early) };
}

describe('the calendar of the US markets', () => {
  test.each(Object.entries(PUBLISHED))('is the published one in %s', (year, expected) => {
    expect(yearAsComputed(Number(year))).toEqual(expected);
  });

  test.each(Object.entries(BY_RULE))('follows the rules in %s', (year, expected) => {
    expect(yearAsComputed(Number(year))).toEqual(expected);
  });

  it('has no trading on a weekend', () => {
    for (const date of datesOf(2026).filter(isWeekend)) expect(isTradingDay(date)).toBe(false);
  });

  it.each([
    ['in winter', '2026-03-06', '14:30', '21:00'],
    ['after the clocks went forward', '2026-03-09', '13:30', '20:00'],
    ['after they went back', '2026-11-02', '14:30', '21:00'],
    ['on a half-day in winter', '2026-11-27', '14:30', '18:00'],
    ['on a half-day in summer', '2028-07-03', '13:30', '17:00'],
  ])('opens and closes at the right instant %s', (_, date, opens, closes) => {
    expect(sessionOpen(date)).toBe(Date.parse(`${date}T${opens}:00Z`));
    expect(sessionClose(date)).toBe(Date.parse(`${date}T${closes}:00Z`));
  });

  it('has no session to ask for on a closed day', () => {
    expect(() => sessionClose('2026-07-03')).toThrow('2026-07-03 has no session');
    expect(() => sessionOpen('2026-07-04')).toThrow('2026-07-04 has no session');
  });

  it.each(['', 'today', '2026-13-01', '2026-02-30', '26-01-01'])(
    'refuses %j rather than searching for ever',
    (text) => {
      expect(() => isTradingDay(text)).toThrow(RangeError);
      expect(() => nextTradingDay(text)).toThrow(RangeError);
    },
  );

  it('finds the neighbours of any date, with no trading day between', () => {
    const dates = fc.integer({ min: 0, max: 5800 }).map((days) => dateAfter('2015-01-01', days));
    fc.assert(
      fc.property(dates, (date) => {
        const [before, after] = [previousTradingDay(date), nextTradingDay(date)];
        expect(before < date && date < after).toBe(true);
        for (let day = dateAfter(before, 1); day < after; day = dateAfter(day, 1)) {
          if (day !== date) expect(isTradingDay(day)).toBe(false);
        }
        expect(isTradingDay(before) && isTradingDay(after)).toBe(true);
      }),
    );
  });
});
