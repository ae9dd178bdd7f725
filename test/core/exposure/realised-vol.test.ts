import { describe, expect, it } from 'vitest';
import { type DailyClose, realisedVol } from '../../../src/core/exposure/realised-vol.ts';

const DAY_MS = 86_400_000;
/** A Friday. */
const FRIDAY_MS = Date.UTC(2026, 5, 26, 20, 5);

/** Closes of the days before an instant, newest first, of which some are missing; the price moves by r each day, up and down. */
function closes(
  count: number,
  { r, from = FRIDAY_MS, missing = [] }: { r: number; from?: number; missing?: readonly number[] },
): readonly DailyClose[] {
  return Array.from({ length: count }, (_, ago) => ({
    atMs: from - ago * DAY_MS,
    spot: 100 * Math.exp(ago % 2 === 0 ? 0 : r),
  })).filter((_, ago) => !missing.includes(ago));
}

/** The same on weekdays only. */
function weekdays(count: number, r: number): readonly DailyClose[] {
  const days = closes(2 * count, { r: 0 }).filter(({ atMs }) => {
    const day = new Date(atMs).getUTCDay();
    return day !== 0 && day !== 6;
  });
  return days
    .slice(0, count)
    .map(({ atMs }, ago) => ({ atMs, spot: 100 * Math.exp(ago % 2 === 0 ? 0 : r) }));
}

describe('realised vol', () => {
  it('is that of one day times √365 around the clock, and √252 by sessions', () => {
    expect(realisedVol(closes(31, { r: 0.02 }), 'always')?.vol).toBeCloseTo(
      0.02 * Math.sqrt(365),
      12,
    );
    const bySession = realisedVol(weekdays(31, 0.01), 'new-york');
    expect(bySession?.vol).toBeCloseTo(0.01 * Math.sqrt(252), 12);
    // Memorial Day (25 May) and Juneteenth (19 June) were closed: a price of such a day begins and ends no return.
    expect(bySession?.days).toBe(30 - 4);
  });

  it('is known from 20 returns on and looks back on 30 at most', () => {
    expect(realisedVol(closes(20, { r: 0.02 }), 'always')).toBeNull();
    expect(realisedVol(closes(21, { r: 0.02 }), 'always')?.days).toBe(20);
    const older = closes(60, { r: 0.02 }).map((close, ago) =>
      ago > 30 ? { ...close, spot: 1_000 * close.spot } : close,
    );
    expect(realisedVol(older, 'always')).toEqual(realisedVol(closes(31, { r: 0.02 }), 'always'));
  });

  it('takes no return over a day that is missing for that of one day', () => {
    const gap = closes(31, { r: 0.02, missing: [10] });
    expect(realisedVol(gap, 'always')?.days).toBe(28);
    expect(realisedVol(gap, 'always')?.vol).toBeCloseTo(0.02 * Math.sqrt(365), 12);
    // Friday and Monday are neighbours to New York, and to nobody else.
    expect(realisedVol(weekdays(31, 0.02), 'always')?.days ?? 0).toBeLessThan(25);
  });
});
