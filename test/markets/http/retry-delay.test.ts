import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../../src/markets/http/retry-delay.ts';
import type { FetchFailure } from '../../../src/markets/market.ts';

const hopeless: readonly FetchFailure[] = [
  { kind: 'http-status', status: 404 },
  { kind: 'http-status', status: 302 },
  { kind: 'venue-error', code: -32602, detail: 'Invalid params' },
  { kind: 'bad-payload', detail: 'it is not JSON' },
  { kind: 'too-large', bytesMax: 1 },
  { kind: 'breaker-open' },
  { kind: 'stopped' },
];

const passing: readonly FetchFailure[] = [
  { kind: 'rate-limited', retryAfterMs: null },
  { kind: 'unreachable', detail: 'ECONNRESET' },
  { kind: 'timeout', deadlineMs: 10_000 },
  { kind: 'http-status', status: 503 },
];

const attempt = { retryAfterMs: null, attempt: 0, backoffMs: 500, random: 0.5 };

describe('retry delay', () => {
  it.each(hopeless)('does not repeat a question that was answered with $kind', (failure) => {
    expect(retryDelayMs({ ...attempt, failure })).toBeNull();
  });

  it.each(passing)('repeats a question after $kind', (failure) => {
    expect(retryDelayMs({ ...attempt, failure })).toBeGreaterThan(0);
  });

  it('is never shorter than the venue asked for, and lies within the back-off otherwise', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.nat(300_000), fc.nat(4), unit, (retryAfterMs, number, random) => {
        const failure: FetchFailure = { kind: 'rate-limited', retryAfterMs };
        const base = { failure, attempt: number, backoffMs: 500, random };
        const asked = retryDelayMs({ ...base, retryAfterMs });
        const free = retryDelayMs({ ...base, retryAfterMs: null });
        expect(asked).toBeGreaterThanOrEqual(retryAfterMs);
        expect(free).toBeGreaterThanOrEqual(250 * 2 ** number);
        expect(free).toBeLessThanOrEqual(500 * 2 ** number);
      }),
    );
  });
});
