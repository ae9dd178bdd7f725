import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStale } from '../../../src/core/alerts/inhibit.ts';
import {
  closedSinceMs,
  isOpeningReading,
  isPreMarket,
  mayTakeSide,
  openMsBetween,
} from '../../../src/core/schedule/market-hours.ts';

const MINUTE_MS = 60_000;
const at = (instant: string) => Date.parse(instant);
// In winter New York is five hours behind UTC.
const FRIDAY_CLOSE = at('2026-11-20T21:00:00Z');
const MONDAY_OPEN = at('2026-11-23T14:30:00Z');

describe('hours of New York', () => {
  it('are closed from a quarter past the close to the next open, half-days and holidays included', () => {
    const since = (instant: string) => closedSinceMs('new-york', at(instant));
    expect(since('2026-11-20T21:10:00Z')).toBeNull();
    expect(since('2026-11-20T21:16:00Z')).toBe(FRIDAY_CLOSE);
    expect(since('2026-11-22T12:00:00Z')).toBe(FRIDAY_CLOSE);
    expect(since('2026-11-23T14:29:00Z')).toBe(FRIDAY_CLOSE);
    expect(since('2026-11-23T14:30:00Z')).toBeNull();
    // Thanksgiving, and the day after it, which ends at 13:00.
    expect(since('2026-11-26T17:00:00Z')).toBe(at('2026-11-25T21:00:00Z'));
    expect(since('2026-11-27T17:00:00Z')).toBeNull();
    expect(since('2026-11-27T18:20:00Z')).toBe(at('2026-11-27T18:00:00Z'));
    expect(closedSinceMs('always', at('2026-11-22T12:00:00Z'))).toBeNull();
  });

  it('know the morning of a session, which a holiday has not', () => {
    expect(isPreMarket('new-york', at('2026-11-24T14:00:00Z'))).toBe(true);
    expect(isPreMarket('new-york', MONDAY_OPEN)).toBe(false);
    expect(isPreMarket('new-york', at('2026-11-26T14:00:00Z'))).toBe(false);
    expect(isPreMarket('always', at('2026-11-24T14:00:00Z'))).toBe(false);
  });

  it('let data take a side from 09:45 until options stop, on days of trading alone', () => {
    const may = (instant: string) => mayTakeSide('new-york', at(instant));
    expect(may('2026-11-23T14:44:59Z')).toBe(false);
    expect(may('2026-11-23T14:45:00Z')).toBe(true);
    expect(may('2026-11-23T21:15:00Z')).toBe(true);
    expect(may('2026-11-23T21:15:01Z')).toBe(false);
    expect(may('2026-11-27T18:16:00Z')).toBe(false);
    expect(may('2026-11-26T17:00:00Z')).toBe(false);
    expect(mayTakeSide('always', at('2026-11-26T17:00:00Z'))).toBe(true);
  });

  it('tell an opening by its first readings after another session', () => {
    const first = { atMs: at('2026-11-23T14:45:00Z'), previousMs: FRIDAY_CLOSE };
    expect(isOpeningReading('new-york', first)).toBe(true);
    expect(isOpeningReading('always', first)).toBe(false);
    const noon = { ...first, atMs: at('2026-11-23T17:00:00Z') };
    expect(isOpeningReading('new-york', noon)).toBe(false);
    const same = { ...first, previousMs: MONDAY_OPEN + MINUTE_MS };
    expect(isOpeningReading('new-york', same)).toBe(false);
  });

  it('count only open time, and as much of it however the time is cut in two', () => {
    expect(openMsBetween('new-york', FRIDAY_CLOSE - MINUTE_MS, MONDAY_OPEN + MINUTE_MS)).toBe(
      2 * MINUTE_MS,
    );
    const minute = fc.integer({ min: 0, max: 5 * 1440 }).map((m) => FRIDAY_CLOSE + m * MINUTE_MS);
    fc.assert(
      fc.property(fc.tuple(minute, minute, minute), (instants) => {
        const [from = 0, middle = 0, to = 0] = [...instants].sort((a, b) => a - b);
        const open = (a: number, b: number) => openMsBetween('new-york', a, b);
        expect(open(from, middle) + open(middle, to)).toBe(open(from, to));
        expect(open(from, to)).toBeLessThanOrEqual(to - from);
      }),
    );
  });
});

describe('old data', () => {
  const pollMs = 5 * MINUTE_MS;
  const cboe = { hours: 'new-york', statedDelayMs: 15 * MINUTE_MS } as const;

  it('are those that the open market has left behind, not those of a closed one', () => {
    const closing = { dataTimeMs: FRIDAY_CLOSE, pollMs };
    expect(isStale({ ...closing, nowMs: MONDAY_OPEN - MINUTE_MS }, cboe)).toBe(false);
    expect(isStale({ ...closing, nowMs: MONDAY_OPEN + 30 * MINUTE_MS }, cboe)).toBe(false);
    expect(isStale({ ...closing, nowMs: MONDAY_OPEN + 31 * MINUTE_MS }, cboe)).toBe(true);
    const noon = { dataTimeMs: FRIDAY_CLOSE - 240 * MINUTE_MS, pollMs };
    expect(isStale({ ...noon, nowMs: MONDAY_OPEN - MINUTE_MS }, cboe)).toBe(true);
  });

  it('grow old at every hour in a market that never closes', () => {
    const deribit = { hours: 'always', statedDelayMs: 0 } as const;
    const nowMs = FRIDAY_CLOSE + 16 * MINUTE_MS;
    expect(isStale({ dataTimeMs: FRIDAY_CLOSE, nowMs, pollMs }, deribit)).toBe(true);
    expect(
      isStale({ dataTimeMs: FRIDAY_CLOSE, nowMs: nowMs - 2 * MINUTE_MS, pollMs }, deribit),
    ).toBe(false);
  });
});
