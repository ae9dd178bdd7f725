import { describe, expect, it } from 'vitest';
import { identifyWaitMs } from '../../src/discord/identify-throttler.ts';

describe('the pace of IDENTIFY', () => {
  it('lets the first at once, spaces the next by Discord’s five seconds, and stays at eleven an hour', () => {
    const identifiedMs: number[] = [];
    let nowMs = 0;
    while (nowMs < 24 * 3_600_000) {
      nowMs += identifyWaitMs(identifiedMs, nowMs);
      identifiedMs.push(nowMs);
    }
    expect(identifiedMs.slice(0, 4)).toEqual([0, 5_000, 15_000, 35_000]);
    for (const startMs of identifiedMs) {
      const within = identifiedMs.filter((atMs) => atMs >= startMs && atMs < startMs + 3_600_000);
      expect(within.length).toBeLessThanOrEqual(11);
    }
  });

  it('starts anew after a quiet hour', () => {
    expect(identifyWaitMs([0, 5_000, 15_000], 3_700_000)).toBe(0);
  });
});
