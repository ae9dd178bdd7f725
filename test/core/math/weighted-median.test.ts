import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weightedMedian } from '../../../src/core/math/weighted-median.ts';

const weighted = fc.array(
  fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 5 })),
  { minLength: 1, maxLength: 30 },
);

test('a weight of n counts like n copies', () => {
  fc.assert(
    fc.property(weighted, (entries) => {
      const copies = entries.flatMap(([value, weight]) => Array<number>(weight).fill(value));
      copies.sort((a, b) => a - b);
      const [low = 0, high = 0] = [copies[(copies.length - 1) >> 1], copies[copies.length >> 1]];
      const median = weightedMedian(
        entries.map(([value]) => value),
        entries.map(([, weight]) => weight),
      );
      expect(median).toBe(low === high ? low : (low + high) / 2);
    }),
  );
});

test('nothing has no median', () => {
  expect(() => weightedMedian([], [])).toThrow(RangeError);
});
