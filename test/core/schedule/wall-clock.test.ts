import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dateAfter,
  instantOf,
  isZone,
  localDate,
  localMinute,
} from '../../../src/core/schedule/wall-clock.ts';

const MINUTE_MS = 60_000;
const zones = Intl.supportedValuesOf('timeZone');
const anyZone = fc.constantFrom(...zones);
/** 2024 to 2027: rules that zones have today. */
const anyDate = fc
  .integer({ min: 19_723, max: 21_183 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const anyMinute = fc.integer({ min: 0, max: 1439 });

/** Date and minute as one text that sorts as the clock runs; a gap at midnight ends on the next date. */
const wall = (date: string, minute: number) => `${date} ${String(minute).padStart(4, '0')}`;

describe('instantOf', () => {
  it('shows the wanted minute of the wanted date, or the first minute after a gap', () => {
    fc.assert(
      fc.property(anyZone, anyDate, anyMinute, (zone, date, minute) => {
        const atMs = instantOf(date, minute, zone);
        const wanted = wall(date, minute);
        const shownAt = (ms: number) => wall(localDate(ms, zone), localMinute(ms, zone));
        if (shownAt(atMs) === wanted) return;
        expect(shownAt(atMs) > wanted).toBe(true);
        expect(shownAt(atMs - MINUTE_MS) < wanted).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes the first of two where the clocks show a minute twice', () => {
    // New York, 2026-11-01: 01:30 EDT is 05:30Z, 01:30 EST is 06:30Z.
    expect(new Date(instantOf('2026-11-01', 90, 'America/New_York')).toISOString()).toBe(
      '2026-11-01T05:30:00.000Z',
    );
  });

  it('goes to the end of the gap where the clocks skip a minute', () => {
    // New York, 2026-03-08: 02:30 does not exist; 03:00 EDT is 07:00Z.
    expect(new Date(instantOf('2026-03-08', 150, 'America/New_York')).toISOString()).toBe(
      '2026-03-08T07:00:00.000Z',
    );
    // Lord Howe shifts by half an hour: 02:00 becomes 02:30 on 2026-10-04, at 15:30Z of the day before.
    expect(new Date(instantOf('2026-10-04', 130, 'Australia/Lord_Howe')).toISOString()).toBe(
      '2026-10-03T15:30:00.000Z',
    );
  });

  it('gives every local date of a year one instant, in order, for every zone', () => {
    fc.assert(
      fc.property(anyZone, anyMinute, (zone, minute) => {
        let date = '2026-01-01';
        let beforeMs = instantOf('2025-12-31', minute, zone);
        for (; date < '2027-01-01'; date = dateAfter(date, 1)) {
          const atMs = instantOf(date, minute, zone);
          expect(atMs).toBeGreaterThan(beforeMs);
          beforeMs = atMs;
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('isZone', () => {
  it('knows the zones of the runtime and refuses inventions', () => {
    expect(isZone('Europe/Berlin')).toBe(true);
    expect(isZone('Europe/Atlantis')).toBe(false);
    expect(isZone('')).toBe(false);
  });
});
