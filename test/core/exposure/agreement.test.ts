import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { agreementOf } from '../../../src/core/exposure/agreement.ts';
import { dealerBook } from '../../../src/core/exposure/dealer-book.ts';
import { flipWithReadings } from '../../../src/core/exposure/readings.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { arbitraryChain, SEED } from '../../support/arbitrary-chain.ts';

it('the readings agree all together outside their range, and not all together inside it', () => {
  let [outside, inside] = [0, 0];
  fc.assert(
    fc.property(arbitraryChain, (quoted) => {
      const { spot } = quoted;
      const flip = flipWithReadings(dealerBook(cleanChain(quoted), SIGN_MODELS.naive));
      if (flip.status !== 'found') return;
      const side = spot < flip.spot ? 'short' : 'long';
      const { agreeing, withFlip } = agreementOf(flip, spot, side);
      expect(withFlip).toBe(flip.readings.filter((reading) => reading.spot !== null).length);
      expect(agreeing).toBeGreaterThanOrEqual(1);
      const isOutside = spot < flip.range.low || spot > flip.range.high;
      if (isOutside) outside += 1;
      else inside += 1;
      expect(agreeing === withFlip).toBe(isOutside);
    }),
    { seed: SEED, numRuns: 300 },
  );
  expect(Math.min(outside, inside)).toBeGreaterThan(5);
});
