import { expect, it } from 'vitest';
import { discountFromSlope, levelOfSlope } from '../../../src/core/chain/parity-line.ts';
import type { ParityRow } from '../../../src/core/chain/parity-rows.ts';

const DISCOUNT = 0.995;

/** Rows around C − P = D·(7,000 − K), each off it by its own error. */
function rowsOf(errors: readonly number[], spread: number): readonly ParityRow[] {
  return errors.map((error, index) => {
    const strike = 6_300 + (1_400 * index) / (errors.length - 1);
    const difference = DISCOUNT * (7_000 - strike) + error;
    return { strike, difference, spread, weight: 1 / spread ** 2 };
  });
}

it('a row off the line by several times what is typical is stale, one off by less is not', () => {
  const typical: readonly number[] = Array.from({ length: 40 }, (_, index) =>
    index % 2 === 0 ? 1 : -1,
  );
  const off = (error: number) => rowsOf(typical.with(20, error), 0.1);
  const strikeOff = off(0)[20]?.strike;
  const counted = (error: number) =>
    levelOfSlope(off(error), -DISCOUNT).agreeing.some(({ strike }) => strike === strikeOff);
  expect([2, 3, -3].map(counted)).toEqual([true, true, true]);
  expect([6, 10, -6].map(counted)).toEqual([false, false, false]);
});

it('a row within half of its own spread is never stale, however exact the others are', () => {
  const exact = rowsOf(
    Array.from({ length: 20 }, (_, index) => (index === 7 ? 0.9 : 0)),
    2,
  );
  expect(levelOfSlope(exact, -DISCOUNT).agreeing).toHaveLength(20);
});

it('no number of wide quotes makes up for mids that may lean along the strikes', () => {
  const exact = (spread: number) =>
    rowsOf(
      Array.from({ length: 5_000 }, () => 0),
      spread,
    );
  const YEARS = 0.1;
  expect(discountFromSlope(exact(0.4), YEARS)).toBeCloseTo(DISCOUNT, 9);
  // A twentieth of 4 over the 404 by which strikes scatter is half a per cent a year: more than a curve is wrong by.
  expect(discountFromSlope(exact(4), YEARS)).toBeNull();
});
