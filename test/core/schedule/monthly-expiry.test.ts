import { expect, it } from 'vitest';
import { isMonthlyExpiry } from '../../../src/core/schedule/monthly-expiry.ts';

it.each([
  ['2026-11-27T08:00Z', true],
  ['2026-11-20T08:00Z', false],
  ['2026-12-25T08:00Z', true],
  ['2027-01-29T08:00Z', true],
  ['2026-11-30T08:00Z', false],
])('around the clock the last Friday is a month’s expiry: %s', (at, expected) => {
  expect(isMonthlyExpiry('always', Date.parse(at))).toBe(expected);
});

it.each([
  ['2026-12-18T09:30-05:00', true],
  ['2026-12-18T16:00-05:00', true],
  ['2026-12-11T16:00-05:00', false],
  // Juneteenth 2026 is a third Friday: the month settles on the Thursday.
  ['2026-06-18T16:00-04:00', true],
  ['2026-06-19T16:00-04:00', false],
  // Still the 17th in New York, though the 18th in UTC.
  ['2026-12-17T20:00-05:00', false],
])('in New York the third Friday is, or the trading day before it: %s', (at, expected) => {
  expect(isMonthlyExpiry('new-york', Date.parse(at))).toBe(expected);
});
