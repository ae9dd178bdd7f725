import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refineRoot } from '../../../src/core/math/root.ts';

/** Refines between two abscissae and keeps every point that was looked at. */
function refine(valueAt: (x: number) => number, low: number, high: number) {
  const looked: number[] = [];
  const watched = (x: number) => {
    looked.push(x);
    return valueAt(x);
  };
  const root = refineRoot(
    watched,
    { x: low, value: valueAt(low) },
    { x: high, value: valueAt(high) },
  );
  return { root, looked };
}

const level = fc.double({ min: 1, max: 1e5, noNaN: true });
const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });

/** Increasing shapes through zero, from a straight line to a cliff. */
const shapes = [
  (d: number) => d,
  (d: number) => Math.expm1(8 * d),
  (d: number) => d * d * d,
  (d: number) => Math.tanh(500 * d),
  (d: number) => Math.sign(d),
  (d: number) => 1e-290 * d,
] as const;

test('the root is found to the last bits, without looking outside the bracket', () => {
  fc.assert(
    fc.property(
      level,
      share,
      fc.constantFrom(...shapes),
      fc.constantFrom(1, -1),
      (low, at, shape, sign) => {
        const high = low * 1.6;
        const truth = low + at * (high - low);
        const { root, looked } = refine((x) => sign * shape(x / truth - 1), low, high);
        expect(Math.abs(root / truth - 1)).toBeLessThanOrEqual(2e-15);
        for (const x of looked) expect(x >= low && x <= high).toBe(true);
        expect(looked.length).toBeLessThanOrEqual(130);
      },
    ),
  );
});

test('a smooth function takes few evaluations', () => {
  const { root, looked } = refine((x) => Math.cos(x) - x, 0.1, 1.4);
  expect(root).toBeCloseTo(0.7390851332151607, 15);
  expect(looked.length).toBeLessThanOrEqual(10);
});

test('an end that is itself a root is the answer', () => {
  expect(refine((x) => x - 2, 2, 3).root).toBe(2);
  expect(refine((x) => x - 3, 2, 3).root).toBe(3);
});

test.each([
  ['of the same sign', 1, 2],
  ['that are no numbers', Number.NaN, 2],
])('ends %s are refused', (_, atLow, atHigh) => {
  expect(() => refineRoot((x) => x, { x: 1, value: atLow }, { x: 2, value: atHigh })).toThrow(
    'opposite signs',
  );
});
