import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundedToTotal } from '../../../src/core/text/rounded-parts.ts';
import { between } from '../../support/arbitrary-view.ts';

/** Large parts, and parts that rounding nearly or wholly swallows. */
const parts = fc.oneof(
  ...[1e6, 1].map((max) => fc.array(between(-max, max), { minLength: 1, maxLength: 8 })),
);

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

describe('parts beside their total', () => {
  it('add up to the total as it is printed, and none changes its sign', () => {
    fc.assert(
      fc.property(parts, (exact) => {
        const rounded = roundedToTotal(exact, sumOf(exact));
        expect(sumOf(rounded)).toBe(Math.round(sumOf(exact)) + 0);
        rounded.forEach((part, index) => {
          expect(part * (exact[index] ?? 0)).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });

  it('leave what rounding cost to the largest', () => {
    expect(roundedToTotal([20.4, 3.4, 1.4], 25.2)).toEqual([21, 3, 1]);
  });
});
