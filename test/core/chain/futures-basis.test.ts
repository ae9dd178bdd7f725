import { describe, expect, it } from 'vitest';
import type { ImpliedForward } from '../../../src/core/chain/forward.ts';
import { frontFutureExpiry, futuresBasis } from '../../../src/core/chain/futures-basis.ts';

const implied: ImpliedForward = {
  kind: 'parity',
  forward: 7014,
  discount: 0.997,
  discountFrom: 'slope',
  exercise: 'european',
  quality: 'B',
  residualUsd: 0.1,
  strikesUsed: 80,
};
const at = { date: '2026-11-24', spot: 7000 };
const OPENING_MS = Date.parse('2026-12-18T14:30:00Z');

describe('the front quarterly future', () => {
  it.each([
    ['2026-11-24', '2026-12-18'],
    ['2026-12-11', '2026-12-18'],
    ['2026-12-14', '2027-03-19'],
    ['2026-12-31', '2027-03-19'],
    ['2027-01-04', '2027-03-19'],
    ['2027-06-11', '2027-06-17'],
  ])('on %s expires on %s', (date, expiry) => {
    expect(frontFutureExpiry(date)).toBe(expiry);
  });
});

describe('the basis of the future', () => {
  it("is that of the morning series' forward, which settles with it", () => {
    const evening = { ...implied, forward: 7020 };
    const forwards = [
      { settlesMs: Date.parse('2026-12-18T21:00:00Z'), implied: evening },
      { settlesMs: OPENING_MS, implied },
    ];
    expect(futuresBasis(forwards, at)).toEqual({
      kind: 'known',
      basisUsd: 14,
      expiry: '2026-12-18',
    });
  });

  it('is absent, with the reason, rather than rough', () => {
    const rough = { ...implied, quality: 'C' as const };
    expect(futuresBasis([{ settlesMs: OPENING_MS, implied: rough }], at)).toEqual({
      kind: 'absent',
      reason: 'no-grade-b-forward',
    });
    expect(futuresBasis([], at)).toEqual({ kind: 'absent', reason: 'no-series' });
  });
});
