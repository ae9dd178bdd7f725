import fc from 'fast-check';
import { expect, it } from 'vitest';
import { volLines } from '../../../src/core/text/vol-lines.ts';
import { someLevels } from '../../support/market-view.ts';

function lineOf(atmVol30Day: number | null, vol: number | null, days = 30): string {
  const realisedVol = vol === null ? null : { vol, days };
  return volLines({ ...someLevels(), atmVol30Day, realisedVol }).join();
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
