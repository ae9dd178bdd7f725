import { describe, expect, it } from 'vitest';
import { gammaHistory } from '../../../src/core/exposure/gamma-history.ts';

function days(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index - 10);
}

describe('net gamma in its own history', () => {
  it('has no percentile before the 60th session, only the count', () => {
    expect(gammaHistory(5, [])).toEqual({ sessions: 0, percentile: null });
    expect(gammaHistory(5, days(59))).toEqual({ sessions: 59, percentile: null });
  });

  it('is the share of sessions that it was higher than', () => {
    expect(gammaHistory(5, days(60))).toEqual({ sessions: 60, percentile: 15 / 60 });
    expect(gammaHistory(-11, days(60)).percentile).toBe(0);
    expect(gammaHistory(1e9, days(118)).percentile).toBe(1);
  });

  it('is not higher than days that were the same', () => {
    expect(gammaHistory(7, Array(60).fill(7)).percentile).toBe(0);
  });
});
