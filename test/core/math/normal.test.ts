import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inverseNormalCdf } from '../../../src/core/math/inverse-normal-cdf.ts';
import { erfcx, normalCdf, normalPdf, upperTail } from '../../../src/core/math/normal.ts';

/** φ(z) as a product of exponentials of exact squares, so that no rounding of z² enters. */
function densityByParts(z: number): number {
  const whole = Math.trunc(z);
  const rest = z - whole;
  const wholeSquare = Math.exp(-0.25 * whole * whole);
  return (
    (wholeSquare * wholeSquare * Math.exp(-whole * rest - 0.5 * rest * rest)) /
    Math.sqrt(2 * Math.PI)
  );
}

/** Laplace's continued fraction of (1 − Φ(z))/φ(z), from the far end; converges well for z ≥ 3. */
function tailOverDensity(z: number): number {
  let fraction = z;
  for (let k = 300; k >= 1; k -= 1) fraction = z + k / fraction;
  return 1 / fraction;
}

/** Φ(z) − 1/2 = φ(z)·Σ z^(2n+1)/(2n+1)!!, a series without cancellation. */
function centralSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n += 1) {
    term *= (z * z) / (2 * n + 1);
    sum += term;
  }
  return sum * densityByParts(z);
}

function between(min: number, max: number) {
  return fc.double({ min, max, noNaN: true });
}

function relativeError(value: number, reference: number): number {
  return Math.abs(value / reference - 1);
}

describe('the normal distribution', () => {
  test('agrees with its continued fraction deep in the lower tail, in relative terms', () => {
    fc.assert(
      fc.property(between(3, 37), (z) => {
        expect(relativeError(normalCdf(-z), tailOverDensity(z) * densityByParts(z))).toBeLessThan(
          1e-14,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('agrees with its power series around the middle', () => {
    fc.assert(
      fc.property(between(-3, 6), (z) => {
        const reference = 0.5 + centralSeries(z);
        expect(Math.abs(normalCdf(z) - reference)).toBeLessThan(4e-15);
      }),
      { numRuns: 1000 },
    );
  });

  test('the two sides add up to one', () => {
    fc.assert(
      fc.property(between(-40, 40), (z) => {
        expect(normalCdf(z) + normalCdf(-z)).toBeCloseTo(1, 15);
        expect(normalPdf(z)).toBe(normalPdf(-z));
      }),
    );
  });

  test.each([
    [-37.5, 4.605353009581955e-308],
    [-8, 6.220960574271784e-16],
    [-1, 0.15865525393145705],
    [0, 0.5],
    [3, 0.9986501019683699],
  ])('Φ(%d) is right to fifteen digits', (z, reference) => {
    expect(relativeError(normalCdf(z), reference)).toBeLessThan(1e-15);
  });

  test('far beyond the range of numbers the tail is zero and NaN stays NaN', () => {
    expect(normalCdf(-1e300)).toBe(0);
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(normalCdf(Number.NaN)).toBeNaN();
  });

  test('a density from elsewhere gives the same tail', () => {
    expect(upperTail(2.5, normalPdf(2.5))).toBe(normalCdf(-2.5));
  });
});

describe('erfcx', () => {
  test.each([
    [-20, 1.0442939379528289e174],
    [-0.25, 1.3586423701047221],
    [0.46875, 0.6320696892495561],
    [2.5, 0.2108063640611436],
    [4, 0.13699945762506138],
    [30, 0.01879588886141675],
    [10_000, 5.641895807268084e-5],
  ])('erfcx(%d) is right to fifteen digits', (y, reference) => {
    expect(relativeError(erfcx(y), reference)).toBeLessThan(1e-15);
  });

  test('is infinite where it exceeds every number', () => {
    expect(erfcx(-1e300)).toBe(Number.POSITIVE_INFINITY);
  });
});

test('the inverse undoes the distribution', () => {
  fc.assert(
    fc.property(between(-37, 0), (z) => {
      const slope = 1 + Math.abs(z * z);
      expect(Math.abs(inverseNormalCdf(normalCdf(z)) - z)).toBeLessThan(1e-15 * slope);
    }),
    { numRuns: 1000 },
  );
});
