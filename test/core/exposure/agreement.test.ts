import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { analyseChain } from '../../../src/core/exposure/analysis.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { arbitraryChain, SEED } from '../../support/arbitrary-chain.ts';

it('the readings agree all together outside their range, and not all together inside it', () => {
  const options = { signModel: SIGN_MODELS.naive, levels: 3, range: { low: 0.9, high: 1.1 } };
  let [outside, inside] = [0, 0];
  fc.assert(
    fc.property(arbitraryChain, (quoted) => {
      const { flip, spot } = analyseChain(cleanChain(quoted), options);
      if (flip.status !== 'found') {
        expect(flip.agreement).toBeNull();
        return;
      }
      const { count, of } = flip.agreement ?? { count: 0, of: 0 };
      expect(of).toBe(flip.readings.filter((reading) => reading.spot !== null).length);
      expect(count).toBeGreaterThanOrEqual(1);
      const isOutside = spot < flip.range.low || spot > flip.range.high;
      if (isOutside) outside += 1;
      else inside += 1;
      expect(count === of).toBe(isOutside);
    }),
    { seed: SEED, numRuns: 300 },
  );
  expect(Math.min(outside, inside)).toBeGreaterThan(5);
});
