import { describe, expect, it } from 'vitest';
import {
  dailyOf,
  dayBefore,
  dayStart,
  previousSessionEndMs,
} from '../../../src/core/schedule/trading-day.ts';

const at = (instant: string) => Date.parse(instant);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().slice(0, 16));

describe('the day of a market', () => {
  it('begins at 09:00 New York on days of trading', () => {
    const start = (instant: string) => iso(dayStart('new-york', at(instant)).atMs);
    expect(start('2026-11-24T13:59:00Z')).toBe('2026-11-23T14:00');
    expect(start('2026-11-24T14:00:00Z')).toBe('2026-11-24T14:00');
    expect(start('2026-11-22T18:00:00Z')).toBe('2026-11-20T14:00');
    // Thanksgiving.
    expect(start('2026-11-26T18:00:00Z')).toBe('2026-11-25T14:00');
    // Summer time.
    expect(start('2026-07-15T18:00:00Z')).toBe('2026-07-15T13:00');
  });

  it('begins at 08:00 UTC where the market never closes', () => {
    const start = (instant: string) => iso(dayStart('always', at(instant)).atMs);
    expect(start('2026-11-22T07:59:00Z')).toBe('2026-11-21T08:00');
    expect(start('2026-11-22T08:00:00Z')).toBe('2026-11-22T08:00');
  });

  it('takes what was known at its start from the session before at the oldest', () => {
    const monday = dayStart('new-york', at('2026-11-23T16:00:00Z'));
    expect(iso(monday.oldestMs)).toBe('2026-11-20T14:30');
  });

  it('has a day before it: the same time of the trading day before, across weekends and clocks', () => {
    const dayAgo = (instant: string) => iso(dayBefore('new-york', at(instant)).atMs);
    expect(dayAgo('2026-11-24T14:00:00Z')).toBe('2026-11-23T14:00');
    expect(dayAgo('2026-11-23T14:00:00Z')).toBe('2026-11-20T14:00');
    expect(dayAgo('2026-11-02T14:00:00Z')).toBe('2026-10-30T13:00');
    expect(iso(dayBefore('always', at('2026-11-23T14:00:00Z')).atMs)).toBe('2026-11-22T14:00');
  });

  it('has the end of the session before, before and after its own open', () => {
    const end = (instant: string) => iso(previousSessionEndMs('new-york', at(instant)));
    expect(end('2026-11-24T14:00:00Z')).toBe('2026-11-24T14:29');
    expect(end('2026-11-24T16:00:00Z')).toBe('2026-11-24T14:29');
    expect(previousSessionEndMs('always', at('2026-11-24T16:00:00Z'))).toBeNull();
  });

  it('has a 252nd of the yearly variance in New York, a 365th elsewhere', () => {
    expect(dailyOf('new-york', 0.16) ** 2 * 252).toBeCloseTo(0.0256, 12);
    expect(dailyOf('always', 0.5) ** 2 * 365).toBeCloseTo(0.25, 12);
  });
});
