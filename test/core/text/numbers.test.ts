import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dollars,
  level,
  levelDistance,
  paidPrice,
  percent,
  plainLevel,
  roundLevel,
  share,
  signedDollars,
  signedPercent,
  units,
} from '../../../src/core/text/numbers.ts';

const SIZES: Readonly<Record<string, number>> = { tn: 1e12, bn: 1e9, M: 1e6, k: 1e3, '': 1 };

const amounts = fc
  .record({
    power: fc.double({ min: -3, max: 14.9, noNaN: true }),
    sign: fc.constantFrom(1, -1),
  })
  .map(({ power, sign }) => sign * 10 ** power);

/** Reads an amount as a person would. */
function read(text: string): number {
  const [, number = '', unit = ''] = /^\$([\d,.]+)(tn|bn|M|k)?$/.exec(text) ?? [];
  return Number(number.replaceAll(',', '')) * (SIZES[unit] ?? 1);
}

describe('dollars', () => {
  it('print what messages promise', () => {
    expect([1.3734e12, 18.52e9, 33.04e6, 441_200, 999_960, 9.2e9, 612].map(dollars)).toEqual([
      '$1.4tn',
      '$18.5bn',
      '$33.0M',
      '$441k',
      '$1.0M',
      '$9.2bn',
      '$612',
    ]);
    expect(signedDollars(-24.6e6)).toBe('−$24.6M');
    expect([0, -0, 0.3].map(signedDollars)).toEqual(['under $1', 'under $1', '+under $1']);
  });

  it('read back to within half of their last digit, and never as zero', () => {
    fc.assert(
      fc.property(amounts, (usd) => {
        const text = dollars(usd);
        if (text === 'under $1') {
          expect(Math.abs(usd)).toBeLessThan(0.5);
          return;
        }
        expect(read(text)).toBeGreaterThan(0);
        const [, decimals = '', unit = ''] = /(?:\.(\d))?(tn|bn|M|k)?$/.exec(text) ?? [];
        const lastDigit = (SIZES[unit] ?? 1) / 10 ** decimals.length;
        expect(Math.abs(read(text) - Math.abs(usd))).toBeLessThanOrEqual(0.5001 * lastDigit);
      }),
    );
  });

  it('have one to three digits before the point below a thousand trillion', () => {
    fc.assert(
      fc.property(
        amounts.filter((usd) => Math.abs(usd) < 9e14),
        (usd) => {
          expect(dollars(usd)).toMatch(/^(\$\d{1,3}(\.\d)?(tn|bn|M|k)?|under \$1)$/);
        },
      ),
    );
  });
});

describe('levels', () => {
  it('stand at the step of their market', () => {
    expect(level('BTC', 72_183.7)).toBe('72,180');
    expect(level('ETH', 2_443.6)).toBe('2,444');
    expect(level('SOL', 143.26)).toBe('143.3');
    expect(level('SPX', 7_352.4)).toBe('7,352');
    expect(level('SPY', 735.94)).toBe('735.9');
    expect(level('XRP', 2.31478)).toBe('2.315');
    expect(plainLevel('BTC', 72_183.7)).toBe('72180');
  });

  it('differ by exactly the distance that is printed', () => {
    const prices = fc.double({ min: 100, max: 900_000, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom('BTC', 'ETH', 'SOL'), prices, prices, (symbol, one, other) => {
        const printed = (text: string) => Number(text.replaceAll(',', ''));
        const difference = printed(level(symbol, one)) - printed(level(symbol, other));
        expect(printed(levelDistance(symbol, one, other))).toBeCloseTo(Math.abs(difference), 6);
      }),
    );
  });

  it('are at most half a step from the price', () => {
    fc.assert(
      fc.property(fc.double({ min: 1_000, max: 900_000, noNaN: true }), (price) => {
        expect(Math.abs(roundLevel('BTC', price) - price)).toBeLessThanOrEqual(5.000001);
      }),
    );
  });
});

describe('shares and moves', () => {
  it('never print as nothing', () => {
    expect(share(0.001)).toBe('under 1%');
    expect(percent(0.00001)).toBe('under 0.01%');
    expect(units(0.0001, 'BTC')).toBe('under 0.01 BTC');
  });

  it('carry the sign of running text', () => {
    expect(signedPercent(-0.005)).toBe('−0.5%');
    expect(signedPercent(0.01)).toBe('+1%');
  });

  it('count the underlying with three digits', () => {
    expect([441.3, 52.24, 8.716, 68_812].map((amount) => units(amount, 'BTC'))).toEqual([
      '441 BTC',
      '52.2 BTC',
      '8.72 BTC',
      '68.8k BTC',
    ]);
  });
});

describe('a price that was paid', () => {
  it('keeps five digits, and every whole dollar', () => {
    const paid = [71_183.42, 123_456.7, 3_012.456, 131.4249, 2.10937, 0.281234];
    expect(paid.map(paidPrice)).toEqual([
      '71,183',
      '123,457',
      '3,012.5',
      '131.42',
      '2.1094',
      '0.28123',
    ]);
  });
});
