import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalPdf, upperTail } from '../../../src/core/math/normal.ts';
import { TAIL_REACH, tableTail } from '../../../src/core/math/tail-table.ts';

it('the tabled tail is the computed one, to 2e-16 and to 1e-10 of itself', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: TAIL_REACH, noNaN: true }), (z) => {
      const exact = upperTail(z, normalPdf(z));
      const error = Math.abs(tableTail(z) - exact);
      expect(error).toBeLessThanOrEqual(2e-16);
      expect(error).toBeLessThanOrEqual(1e-10 * exact);
    }),
    { seed: 20_260_302, numRuns: 5_000 },
  );
});
