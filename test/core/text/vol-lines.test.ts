import fc from 'fast-check';
import { expect, it } from 'vitest';
import { volLines } from '../../../src/core/text/vol-lines.ts';
import { someLevels } from '../../support/market-view.ts';

function lineOf(atmVol30Day: number | null, vol: number | null, days = 30): string {
  const realisedVol = vol === null ? null : { vol, days };
  const unknown = { termStructure: [], riskReversal25Delta: null };
  return volLines({ ...someLevels(), ...unknown, atmVol30Day, realisedVol }).join();
}

/** What the line adds about expiries and wings. */
function shapeOf(days: readonly number[], riskReversal25Delta: number | null): string {
  const levels = { ...someLevels(), atmVol30Day: null, riskReversal25Delta };
  const termStructure = days.map((each, index) => ({
    expiryMs: levels.dataTimeMs + each * 86_400_000,
    vol: 0.4 + 0.01 * index,
  }));
  return volLines({ ...levels, termStructure }).join();
}

it('implied vol stands beside realised with the premium between them', () => {
  expect(lineOf(0.38, 0.41)).toBe(
    '**Vol** implied 38% over 30 days, realised 41% over the last 30: premium −3 points',
  );
  expect(lineOf(0.384, 0.371, 22)).toBe(
    '**Vol** implied 38% over 30 days, realised 37% over the last 22: premium +1 point',
  );
});

it('the premium is the difference of the two numbers as they are printed, and never a zero', () => {
  const vols = fc.double({ min: 0.01, max: 3, noNaN: true });
  fc.assert(
    fc.property(vols, vols, (atmVol30Day, vol) => {
      const line = lineOf(atmVol30Day, vol);
      const [, implied, realised, words = ''] =
        /implied (\d+)%.*realised (\d+)%.*: (.*)$/.exec(line) ?? [];
      const difference = Number(implied) - Number(realised);
      const printed = /premium ([−+])(\d+)/.exec(words);
      const premium =
        printed === null ? 0 : Number(`${printed[1] === '−' ? '-' : ''}${printed[2]}`);
      expect(premium).toBe(difference);
      expect(words).not.toMatch(/\b0\b/);
    }),
  );
});

it('there is no line where either is unknown', () => {
  expect(lineOf(null, 0.4)).toBe('');
  expect(lineOf(0.4, null)).toBe('');
});

it('vols by expiry are those of the nearest, of about a month and of the last', () => {
  expect(shapeOf([0.3, 1, 9, 26, 37, 120, 300], null)).toBe(
    '**Vol** at the money today 40.0%, 26 days 43.0%, 300 days 46.0%',
  );
  expect(shapeOf([1.2, 33], null)).toBe('**Vol** at the money 1 day 40.0%, 33 days 41.0%');
  expect(shapeOf([30], null)).toBe('');
});

it('the wing that is said to be dearer is, and alike only where no tenth of a point is between them', () => {
  expect(shapeOf([], -0.0312)).toBe('**Vol** 25-delta puts 3.1 points above calls');
  expect(shapeOf([], 0.0088)).toBe('**Vol** 25-delta calls 0.9 points above puts');
  expect(shapeOf([], -0.0004)).toBe('**Vol** 25-delta puts and calls alike');
  const gaps = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(gaps, (gap) => {
      const [, dear] = /25-delta (\w+) [\d.]+ points/.exec(shapeOf([], gap)) ?? [];
      if (dear !== undefined) expect(dear).toBe(gap < 0 ? 'puts' : 'calls');
      else expect(Math.abs(gap)).toBeLessThanOrEqual(0.00051);
    }),
  );
});
