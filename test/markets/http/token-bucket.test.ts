import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenBucket } from '../../../src/markets/http/token-bucket.ts';

const rates = fc.record({
  capacity: fc.integer({ min: 10, max: 50_000 }),
  refillPerSecond: fc.integer({ min: 1, max: 10_000 }),
});

const steps = fc.array(
  fc.record({
    waitMs: fc.integer({ min: 0, max: 5_000 }),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 60 },
);

describe('token bucket', () => {
  it('never spends more than its capacity plus the refill in any stretch of time', () => {
    fc.assert(
      fc.property(rates, steps, (rate, plan) => {
        let atMs = 0;
        const bucket = createTokenBucket(rate, () => atMs);
        const spent = plan.flatMap(({ waitMs, share }) => {
          atMs += waitMs;
          const cost = share * rate.capacity;
          return bucket.take(cost) === 0 ? [{ atMs, cost }] : [];
        });
        for (const [first, from] of spent.entries()) {
          let total = 0;
          for (const to of spent.slice(first)) {
            total += to.cost;
            const allowed = rate.capacity + ((to.atMs - from.atMs) / 1000) * rate.refillPerSecond;
            expect(total).toBeLessThanOrEqual(allowed * (1 + 1e-9));
          }
        }
      }),
    );
  });

  it('lets a call through after exactly the wait it stated, and not earlier', () => {
    fc.assert(
      fc.property(rates, fc.double({ min: 0.1, max: 1, noNaN: true }), (rate, share) => {
        const cost = Math.ceil(share * rate.capacity);
        const waitAfter = (sleptMs: number) => {
          let atMs = 0;
          const bucket = createTokenBucket(rate, () => atMs);
          bucket.take(rate.capacity);
          atMs = sleptMs;
          return bucket.take(cost);
        };
        const statedMs = waitAfter(0);
        expect(waitAfter(statedMs - 1)).toBeGreaterThan(0);
        expect(waitAfter(statedMs)).toBe(0);
      }),
    );
  });

  it('lets nothing through during a pause', () => {
    let atMs = 0;
    const bucket = createTokenBucket({ capacity: 100, refillPerSecond: 10 }, () => atMs);
    bucket.holdForMs(60_000);
    atMs = 60_000;
    expect(bucket.take(1)).toBe(100);
    atMs = 60_100;
    expect(bucket.take(1)).toBe(0);
  });

  it('does not shorten a pause by a shorter one', () => {
    let atMs = 0;
    const bucket = createTokenBucket({ capacity: 100, refillPerSecond: 10 }, () => atMs);
    bucket.holdForMs(60_000);
    bucket.holdForMs(1_000);
    atMs = 59_000;
    expect(bucket.take(1)).toBeGreaterThan(0);
  });

  it('goes on refilling after the clock was set back an hour', () => {
    let atMs = 3_600_000;
    const bucket = createTokenBucket({ capacity: 100, refillPerSecond: 10 }, () => atMs);
    bucket.take(100);
    atMs = 0;
    expect(bucket.take(10)).toBe(1_000);
    atMs = 1_000;
    expect(bucket.take(10)).toBe(0);
  });
});
