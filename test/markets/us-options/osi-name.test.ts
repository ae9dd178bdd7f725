import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readSeries,
  seriesPart,
  strikeInName,
  typeInName,
} from '../../../src/markets/us-options/osi-name.ts';

const day = fc.date({
  min: new Date('2005-01-01T00:00:00Z'),
  max: new Date('2099-12-31T00:00:00Z'),
  noInvalidDate: true,
});

describe('an OSI name', () => {
  it('gives back the root, date, type and strike it was made of', () => {
    const root = fc.stringMatching(/^[A-Z]{1,5}[1-9]?$/);
    const strike = fc.integer({ min: 1, max: 99_999_999 });
    fc.assert(
      fc.property(root, day, fc.constantFrom('C', 'P'), strike, (root, at, letter, thousandths) => {
        const date = at.toISOString().slice(0, 10);
        const digits = date.slice(2).replaceAll('-', '');
        const name = `${root}${digits}${letter}${String(thousandths).padStart(8, '0')}`;
        const isAdjusted = /\d/.test(root);
        expect(readSeries(seriesPart(name) ?? '')).toEqual({ root, date, isAdjusted });
        expect(typeInName(name)).toBe(letter === 'C' ? 'call' : 'put');
        expect(strikeInName(name)).toBe(thousandths / 1000);
      }),
    );
  });

  it.each(['SPX260230C05000000', 'SPX261301C05000000', 'SPX260000C05000000', '260620C05000000'])(
    'without a real root and day is no series: %s',
    (name) => {
      expect(readSeries(seriesPart(name) ?? '')).toBeNull();
    },
  );

  it.each(['SPX260620C0500000x', 'SPX260620C00000000', 'SPX260620C-5000000'])(
    'without a strike has none: %s',
    (name) => {
      expect(strikeInName(name)).toBeNull();
    },
  );
});
