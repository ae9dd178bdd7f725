import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalSlot, latestOccasion, nextOccasion } from '../../../src/core/schedule/due.ts';
import { dateAfter, localDate } from '../../../src/core/schedule/wall-clock.ts';

const MINUTE_MS = 60_000;
const berlin = { minuteOfDay: 8 * 60, zone: 'Europe/Berlin', setAtMs: 0 };
const at = (text: string) => Date.parse(text);

describe('latestOccasion', () => {
  it('is on time at the minute, late after five minutes, missed after two hours', () => {
    expect(latestOccasion(berlin, at('2026-11-23T07:00:00Z'))).toMatchObject({
      slot: '2026-11-23',
      kind: 'on-time',
    });
    expect(latestOccasion(berlin, at('2026-11-23T07:06:00Z'))).toMatchObject({
      slot: '2026-11-23',
      kind: 'late',
    });
    expect(latestOccasion(berlin, at('2026-11-23T08:59:00Z'))).toMatchObject({
      slot: '2026-11-23',
      kind: 'late',
    });
    expect(latestOccasion(berlin, at('2026-11-23T09:00:01Z'))).toMatchObject({
      slot: '2026-11-23',
      kind: 'missed',
    });
  });

  it('still belongs to yesterday just after midnight', () => {
    const night = { ...berlin, minuteOfDay: 23 * 60 + 50 };
    expect(latestOccasion(night, at('2026-11-23T23:10:00Z'))).toMatchObject({
      slot: '2026-11-23',
      kind: 'late',
    });
  });

  it('gives nobody the occasion that passed before the summary was set', () => {
    expect(
      latestOccasion(
        { ...berlin, setAtMs: at('2026-11-23T07:00:30Z') },
        at('2026-11-23T07:01:00Z'),
      ),
    ).toBeNull();
  });

  it('comes exactly once a local date over a year of minutes, in any zone', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'America/Godthab');
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 1439 }), (zone, minuteOfDay) => {
        const seen = new Map<string, number>();
        const startMs = at('2026-01-01T00:00:00Z');
        for (let day = 0; day < 365; day += 1) {
          const dueMs = nextOccasion({ minuteOfDay, zone }, startMs + day * 86_400_000);
          const occasion = latestOccasion({ minuteOfDay, zone, setAtMs: 0 }, dueMs);
          expect(occasion).toMatchObject({ dueMs, kind: 'on-time' });
          // Where a gap ends at midnight, the occasion of the day before comes just after it.
          const shown = localDate(dueMs, zone);
          expect([shown, dateAfter(shown, -1)]).toContain(occasion?.slot);
          if (occasion !== null) seen.set(occasion.slot, dueMs);
          expect(
            latestOccasion({ minuteOfDay, zone, setAtMs: 0 }, dueMs - MINUTE_MS)?.slot,
          ).not.toBe(occasion?.slot);
        }
        expect(seen.size).toBeGreaterThanOrEqual(363);
      }),
      { numRuns: 15 },
    );
  });
});

describe('intervalSlot', () => {
  it('is the same within an interval and grows as text with time', () => {
    const first = intervalSlot(at('2026-11-23T08:04:59Z'), 300_000);
    expect(first).toBe('2026-11-23T08:00:00.000Z');
    expect(intervalSlot(at('2026-11-23T08:05:00Z'), 300_000) > first).toBe(true);
  });
});
