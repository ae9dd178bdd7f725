import { describe, expect, it } from 'vitest';
import { describeTraffic } from '../../../src/core/text/venue-traffic.ts';
import { noMetrics } from '../../support/no-metrics.ts';

describe('how asking a venue went', () => {
  it('is said in one line: what was asked, what failed, how long it took, what is left', () => {
    const traffic = {
      ...{ requests: 412, notModified: 9, failures: { timeout: 2, 'http-status': 1 } },
      latencyMs: { median: 181.6, p95: 902.2, count: 100 },
      breaker: 'open' as const,
      tokens: { available: 59, capacity: 90 },
    };
    expect(describeTraffic(traffic)).toBe(
      '412 requests · 9 not modified · failed: 2 timeout, 1 http-status · 182 ms (95%: 902 ms) · failed too often, waiting before the next try · 65% of its allowance left at this moment',
    );
  });

  it('is nothing before the first request', () => {
    expect(describeTraffic(noMetrics())).toBe('not asked yet');
  });
});
