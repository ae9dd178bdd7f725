import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  carriedVariance,
  effectiveYears,
  openPart,
} from '../../../src/core/chain/settlement-average.ts';
import { emptyGreeks, greeks } from '../../../src/core/math/black.ts';
import { seededNormal } from '../../support/seeded.ts';

const MINUTE_YEARS = 1 / (365 * 24 * 60);
const WINDOW_MINUTES = 30;
const VOL = 0.8;
/** Samples of the average; the venue takes 300, which differs from a continuous average by 0.5 % of W/3. */
const SAMPLES = 300;
const PATHS = 20_000;

/** Settlement averages of simulated paths of an index that stands at 1 with so many minutes to go. */
function simulatedAverages(minutesLeft: number, knownAverage: number): readonly number[] {
  const normal = seededNormal(20_261_123);
  const openMinutes = Math.min(minutesLeft, WINDOW_MINUTES);
  const samples = Math.round((SAMPLES * openMinutes) / WINDOW_MINUTES);
  const stepYears = (openMinutes / samples) * MINUTE_YEARS;
  const leadYears = (minutesLeft - openMinutes) * MINUTE_YEARS;
  const grow = (years: number) =>
    Math.exp(VOL * Math.sqrt(years) * normal() - (VOL * VOL * years) / 2);
  return Array.from({ length: PATHS }, () => {
    let index = leadYears > 0 ? grow(leadYears) : 1;
    let sum = 0;
    for (let sample = 0; sample < samples; sample += 1) {
      index *= grow(stepYears);
      sum += index;
    }
    return ((SAMPLES - samples) * knownAverage + sum) / SAMPLES;
  });
}

function meanAndError(values: readonly number[]): {
  readonly mean: number;
  readonly error: number;
} {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, error: Math.sqrt(squares / values.length) };
}

function callValue(strike: number, variance: number): { price: number; delta: number } {
  const into = emptyGreeks();
  const terms = { spot: 1, strike, years: 1, vol: Math.sqrt(variance), isCall: true };
  greeks({ ...terms, rate: 0, dividendYield: 0 }, into);
  return into;
}

describe('the settlement average', () => {
  it.each([180, 60, 31, 30, 20, 5])(
    'has the simulated variance %d minutes before the end',
    (minutes) => {
      const { error } = meanAndError(simulatedAverages(minutes, 1).map(Math.log));
      const simulated = error ** 2 * PATHS;
      // The estimate of a variance from n paths has a relative standard error of √(2/n) = 1 %; six-second samples
      // add up to 1.5/(samples left) in the window.
      const stated = VOL ** 2 * effectiveYears(minutes * MINUTE_YEARS);
      expect(Math.abs(simulated / stated - 1)).toBeLessThan(0.045);
    },
  );

  it.each([
    { minutes: 60, known: 1, moneyness: 0 },
    { minutes: 60, known: 1, moneyness: 1 },
    { minutes: 15, known: 1, moneyness: 0 },
    { minutes: 15, known: 1.0005, moneyness: 0.5 },
    { minutes: 15, known: 0.999, moneyness: -0.5 },
    { minutes: 3, known: 1.001, moneyness: 0 },
  ])('pays on average what the open part is worth: %o', ({ minutes, known, moneyness }) => {
    const years = minutes * MINUTE_YEARS;
    const variance = VOL ** 2 * effectiveYears(years);
    const share = Math.min(1, minutes / WINDOW_MINUTES);
    const strike = (1 - share) * known + share + moneyness * Math.sqrt(variance);
    const part = openPart({ years, strike, knownAverage: known, variance });
    if (part.kind !== 'open') throw new Error('a strike near the average is open');
    const stated = part.share * callValue(part.strike, part.variance).price;
    const payoffs = simulatedAverages(minutes, known).map((average) =>
      Math.max(average - strike, 0),
    );
    const { mean, error } = meanAndError(payoffs);
    expect(Math.abs(mean - stated)).toBeLessThan(4 * error + 0.01 * stated);
  });

  it('makes an at-the-money option 6 % and 22 % more curved 3 hours and 1 hour before', () => {
    const gammaRatio = (minutes: number) =>
      Math.sqrt((minutes * MINUTE_YEARS) / effectiveYears(minutes * MINUTE_YEARS));
    expect(gammaRatio(180)).toBeCloseTo(1.061, 3);
    expect(gammaRatio(60)).toBeCloseTo(1.225, 3);
  });

  it('turns delta into the open share where the known part has decided', () => {
    const years = 3 * MINUTE_YEARS;
    const variance = VOL ** 2 * effectiveYears(years);
    expect(openPart({ years, strike: 0.8, knownAverage: 1, variance })).toEqual({
      kind: 'call-certain',
      share: expect.closeTo(0.1, 12),
    });
    expect(openPart({ years: 0, strike: 1, knownAverage: 1, variance: 0 })).toEqual({
      kind: 'settled',
    });
  });

  it('leaves an option alone before the window', () => {
    const option = { years: 45 * MINUTE_YEARS, strike: 1.01, knownAverage: 7, variance: 1e-4 };
    expect(openPart(option)).toEqual({ kind: 'open', share: 1, strike: 1.01, variance: 1e-4 });
  });
});

describe('carried variance', () => {
  const minutes = fc.double({ min: 0.01, max: 5e5, noNaN: true });

  it('is the same over one stretch of time or two, never grows, and ends at nothing', () => {
    fc.assert(
      fc.property(minutes, minutes, minutes, (...times) => {
        const [late = 0, middle = 0, early = 0] = times
          .map((time) => time * MINUTE_YEARS)
          .sort((a, b) => a - b);
        const direct = carriedVariance(0.01, early, late);
        const stepwise = carriedVariance(carriedVariance(0.01, early, middle), middle, late);
        expect(Math.abs(direct - stepwise)).toBeLessThanOrEqual(1e-12 * direct);
        expect(direct).toBeLessThanOrEqual(0.01 * (1 + 1e-12));
        expect(carriedVariance(0.01, early, 0)).toBe(0);
      }),
    );
  });

  it('is the variance itself where no time passes: a vol quoted now is not touched', () => {
    fc.assert(
      fc.property(minutes, (time) => {
        const years = time * MINUTE_YEARS;
        expect(carriedVariance(0.04, years, years)).toBeCloseTo(0.04, 14);
      }),
    );
  });

  it('cannot start after settlement', () => {
    expect(() => carriedVariance(0.01, 0, 0)).toThrow(RangeError);
  });
});
