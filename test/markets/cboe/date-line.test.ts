import { describe, expect, it } from 'vitest';
import { readDateLine } from '../../../src/markets/cboe/date-line.ts';

const FIRST_EXPIRY_MS = Date.parse('2023-06-05T20:00:00Z');

function stated(line: string): string {
  const time = readDateLine(line, FIRST_EXPIRY_MS);
  return time.ok ? new Date(time.value.asOfMs).toISOString().slice(0, 16) : time.failure;
}

describe('a date line', () => {
  it.each([
    ['January 7, 2024 at 10:52 AM EST', '2024-01-07T15:52'],
    ['February 5 2022, 8:09 PM EST', '2022-02-06T01:09'],
    ['February 19, 2022, 4:17 PM EST', '2022-02-19T21:17'],
    ['23 de marzo de 2022, 10:11 GMT-4', '2022-03-23T14:11'],
    ['5 April 2023, 19:41 UTC−4', '2023-04-05T23:41'],
    ['9 декабря 2023 г. в 13:49 GMT-5', '2023-12-09T18:49'],
    ['11 April, 2023 à 22:23 UTC−4', '2023-04-12T02:23'],
    ['24 September 2023,1:46 PM EDT', '2023-09-24T17:46'],
    ['10 May 2023, at 3:10 PM EDT', '2023-05-10T19:10'],
    ['4 June 4, 3:15 PM EDT', '2023-06-04T19:15'],
    ['7. März 2024 um 16:17 GMT-5', '2024-03-07T21:17'],
    ['7 août 2024 à 16 h 17 UTC−4', '2024-08-07T20:17'],
    ['7 de setembro de 2024 às 12:05 GMT-4', '2024-09-07T16:05'],
    ['May 1, 2025 at 12:28 AM EDT', '2025-05-01T04:28'],
    ['May 1, 2025 at 12:28 p.m. EDT', '2025-05-01T16:28'],
    ['May 1, 2025 at 22:00 GMT+5:30', '2025-05-01T16:30'],
    ['Thu, May 1, 2025 at 9:05 AM ET', '2025-05-01T13:05'],
  ])('"%s" is %s', (line, expected) => {
    expect(stated(line)).toBe(expected);
  });

  it('without a known zone is New York time, told as an assumption', () => {
    const time = readDateLine('May 1, 2025 at 9:05 AM', FIRST_EXPIRY_MS);
    expect(time).toEqual({
      ok: true,
      value: {
        asOfMs: Date.parse('2025-05-01T13:05:00Z'),
        caveats: [{ kind: 'zone-assumed', stated: 'May 1, 2025 at 9:05 AM' }],
      },
    });
  });

  it('without a year has the one that its first expiry makes likely, across New Year too', () => {
    const nearNewYear = Date.parse('2026-01-02T21:00:00Z');
    const time = readDateLine('31 December, 4:30 PM EST', nearNewYear);
    expect(time.ok && new Date(time.value.asOfMs).toISOString()).toBe('2025-12-31T21:30:00.000Z');
  });
});
