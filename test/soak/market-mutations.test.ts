import { describe, it } from 'vitest';
import { HTTP_LIMITS } from '../../src/markets/http/limits.ts';
import { expectMutationsHarmless } from '../contracts/market-mutations.ts';
import { bybit, cboe, deribit, deribitLinear, tradier } from '../contracts/venues-under-test.ts';

const MUTATIONS = 50_000;

describe('mutated answers, with a new seed each time', () => {
  it.each([deribit, deribitLinear, cboe, tradier, bybit])(
    'of $venue are a chain of finite numbers or a reason',
    async ({ symbol, healthyAnswer, create }) => {
      const limits = { ...HTTP_LIMITS, retries: 0 };
      const parts = { symbol, healthyAnswer, create: () => create('http://127.0.0.1:1', limits) };
      await expectMutationsHarmless(parts, { numRuns: MUTATIONS });
    },
  );
});
