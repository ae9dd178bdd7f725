import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isTradingDay } from '../../../src/core/chain/calendar.ts';
import { deribitSettlementMs, usSettlement } from '../../../src/core/chain/expiry.ts';
import { nthWeekday } from '../../../src/core/chain/nth-weekday.ts';

const at = (text: string) => Date.parse(text);

describe('the settlement of a US series', () => {
  it('keeps the morning and the evening series of one date apart', () => {
    expect(usSettlement('SPX', '2026-12-18')).toEqual({
      session: 'am',
      date: '2026-12-18',
      settlesMs: at('2026-12-18T14:30:00Z'),
      stopsTradingMs: at('2026-12-17T21:00:00Z'),
    });
    expect(usSettlement('SPXW', '2026-12-18')).toEqual({
      session: 'pm',
      date: '2026-12-18',
      settlesMs: at('2026-12-18T21:00:00Z'),
      stopsTradingMs: at('2026-12-18T21:00:00Z'),
    });
  });

  it.each(['SPX', 'NDX', 'RUT', 'DJX'])('is on the opening print for %s', (root) => {
    expect(usSettlement(root, '2026-08-21').settlesMs).toBe(at('2026-08-21T13:30:00Z'));
  });

  it.each(['SPXW', 'NDXP', 'RUTW', 'XSP', 'MRUT', 'SPY', 'QQQ', 'AMD', 'AMD1'])(
    'is on the close for %s',
    (root) => {
      expect(usSettlement(root, '2026-08-21').settlesMs).toBe(at('2026-08-21T20:00:00Z'));
    },
  );

  it('is at 13:00 New York on a half-day', () => {
    expect(usSettlement('SPXW', '2026-11-27').settlesMs).toBe(at('2026-11-27T18:00:00Z'));
    expect(usSettlement('SPY', '2028-07-03').settlesMs).toBe(at('2028-07-03T17:00:00Z'));
  });

  it('moves to the trading day before a holiday, and trading then ends a day earlier too', () => {
    expect(usSettlement('SPX', '2025-04-18')).toMatchObject({
      date: '2025-04-17',
      settlesMs: at('2025-04-17T13:30:00Z'),
      stopsTradingMs: at('2025-04-16T20:00:00Z'),
    });
    expect(usSettlement('SPY', '2025-01-09').settlesMs).toBe(at('2025-01-08T21:00:00Z'));
  });

  it('of a monthly dated on its Saturday is that of the Friday', () => {
    expect(usSettlement('SPX', '2015-01-17').settlesMs).toBe(at('2015-01-16T14:30:00Z'));
  });

  it('stops trading before a long weekend where the opening print follows one', () => {
    expect(usSettlement('VIX', '2026-01-20').stopsTradingMs).toBe(at('2026-01-16T21:00:00Z'));
  });
});

it("Deribit's settlement is at 08:00 UTC, whatever the clocks elsewhere do", () => {
  expect(deribitSettlementMs('2026-03-27')).toBe(at('2026-03-27T08:00:00Z'));
  expect(deribitSettlementMs('2026-12-25')).toBe(at('2026-12-25T08:00:00Z'));
});

it.each([
  [{ year: 2026, month: 12, weekday: 5, nth: 3 }, '2026-12-18'],
  [{ year: 2026, month: 5, weekday: 5, nth: 3 }, '2026-05-15'],
  [{ year: 2027, month: 1, weekday: 5, nth: 1 }, '2027-01-01'],
  [{ year: 2026, month: 5, weekday: 1, nth: -1 }, '2026-05-25'],
  [{ year: 2027, month: 5, weekday: 1, nth: -1 }, '2027-05-31'],
])('the weekday %o falls on %s', (wanted, date) => {
  expect(nthWeekday(wanted)).toBe(date);
});

const recorded = join(import.meta.dirname, '../../../../shared/data/cboe/json_reconstructed');

describe.skipIf(!existsSync(recorded))('recorded Cboe chains', () => {
  it.each(['_SPX', 'SPY'])('%s lists expiries on trading days only, to the last year', (symbol) => {
    const text = gunzipSync(
      readFileSync(join(recorded, `${symbol}_2026-07-29.json.gz`)),
    ).toString();
    const options = text.matchAll(/"[A-Z]+(\d\d)(\d\d)(\d\d)[CP]\d{8}"/g);
    const dates = new Set([...options].map(([, year, month, day]) => `20${year}-${month}-${day}`));
    expect(dates.size).toBeGreaterThan(30);
    expect([...dates].filter((date) => !isTradingDay(date))).toEqual([]);
  });
});
