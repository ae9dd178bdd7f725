import { describe, expect, it } from 'vitest';
import { scheduledShare } from '../../../src/core/alerts/scheduled-share.ts';

const MOVE = { sinceMs: 0, from: 7_300, to: 7_350, vols: 5, time: 1 };

describe('the share of a move that was on the calendar', () => {
  it('is that of contracts that settled, and of open interest only where a morning lies between', () => {
    const settled = { ...MOVE, rollOff: 42, openInterest: 2 };
    expect(scheduledShare(settled, false)).toBeCloseTo(0.84, 12);
    const published = { ...MOVE, rollOff: 0, openInterest: 44 };
    expect(scheduledShare(published, true)).toBeCloseTo(0.88, 12);
    expect(scheduledShare(published, false)).toBe(0);
  });

  it('is nothing where the flip did not move, and negative where the calendar worked against it', () => {
    expect(scheduledShare({ ...MOVE, to: 7_300, rollOff: 4, openInterest: 0 }, true)).toBe(0);
    expect(scheduledShare({ ...MOVE, rollOff: -10, openInterest: 54 }, false)).toBeLessThan(0);
  });
});
