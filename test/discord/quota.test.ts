import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQuota } from '../../src/discord/quota.ts';

const T0_MS = Date.UTC(2026, 10, 24, 8);

describe('the quota of a user', () => {
  it('allows five commands in ten seconds and thirty in five minutes, at any pace', () => {
    const paces = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 40, maxLength: 200 });
    fc.assert(
      fc.property(paces, (gapsMs) => {
        const quota = createQuota();
        const allowedMs: number[] = [];
        let nowMs = T0_MS;
        for (const gapMs of gapsMs) {
          nowMs += gapMs;
          if (quota.spend('1', nowMs).kind === 'allowed') allowedMs.push(nowMs);
        }
        for (const [index, atMs] of allowedMs.entries()) {
          const sixth = allowedMs[index + 5];
          const thirtyFirst = allowedMs[index + 30];
          if (sixth !== undefined) expect(sixth - atMs).toBeGreaterThanOrEqual(10_000);
          if (thirtyFirst !== undefined) expect(thirtyFirst - atMs).toBeGreaterThanOrEqual(300_000);
        }
      }),
    );
  });

  it('names the seconds after which the next command is allowed, and not a second sooner', () => {
    const quota = createQuota();
    for (let i = 0; i < 5; i += 1) quota.spend('1', T0_MS + i * 1_000);
    const refused = quota.spend('1', T0_MS + 5_000);
    expect(refused).toEqual({ kind: 'refused', secondsLeft: 5 });
    expect(quota.spend('1', T0_MS + 9_999).kind).toBe('refused');
    expect(quota.spend('1', T0_MS + 10_000).kind).toBe('allowed');
  });

  it('is of one user alone', () => {
    const quota = createQuota();
    for (let i = 0; i < 9; i += 1) quota.spend('1', T0_MS);
    expect(quota.spend('2', T0_MS).kind).toBe('allowed');
  });

  it('blocks nobody when the clock is set back', () => {
    const quota = createQuota();
    for (let i = 0; i < 5; i += 1) quota.spend('1', T0_MS);
    expect(quota.spend('1', T0_MS - 3_600_000).kind).toBe('allowed');
  });
});
