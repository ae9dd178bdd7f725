import { describe, expect, it } from 'vitest';
import { parseRetryAfterMs } from '../../../src/markets/http/retry-after.ts';

const NOW_MS = Date.UTC(2026, 1, 6, 4, 30, 0);

describe('Retry-After', () => {
  it.each([
    ['2', 2_000],
    [' 0 ', 0],
    ['0.25', 250],
    ['Fri, 06 Feb 2026 04:30:30 GMT', 30_000],
    ['Fri, 06 Feb 2026 04:29:00 GMT', 0],
    ['Fri, 06 Feb 2026 12:00:00 GMT', 300_000],
    ['86400', 300_000],
    ['9'.repeat(400), 300_000],
  ])('of "%s" is a wait of %d ms', (header, waitMs) => {
    expect(parseRetryAfterMs(header, NOW_MS)).toBe(waitMs);
  });

  it.each([
    undefined,
    '',
    'soon',
    '-5',
    '1e3',
    '2026-02-06',
    ['2'],
    'Fri, 99 Feb 2026 04:30:30 GMT',
  ])('of %j says nothing', (header) => {
    expect(parseRetryAfterMs(header, NOW_MS)).toBeNull();
  });
});
