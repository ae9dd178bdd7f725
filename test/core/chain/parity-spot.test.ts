import { describe, expect, it } from 'vitest';
import { nearestParityForward } from '../../../src/core/chain/parity-spot.ts';
import { emptyGreeks, greeks } from '../../../src/core/math/black.ts';
import { aChain, type ContractTerms } from '../../support/a-chain.ts';

const FORWARD = 100.4;

/** Quotes of one expiry around Black prices at a forward; the width is a share of spot. */
function quoted(days: number, { width = 0.0004, stated = 100 } = {}): ContractTerms[] {
  const into = emptyGreeks();
  return [97, 98, 99, 100, 101, 102, 103].flatMap((strike) =>
    (['call', 'put'] as const).map((type) => {
      const isCall = type === 'call';
      const terms = { strike, years: days / 365, vol: 0.5, rate: 0, dividendYield: 0, isCall };
      greeks({ ...terms, spot: FORWARD }, into);
      const half = 50 * width;
      const bid = into.price - half;
      return { days, strike, type, forward: stated, bid, ask: into.price + half };
    }),
  );
}

function forwardOf(contracts: readonly ContractTerms[]) {
  const chain = aChain({ contracts });
  const forward = nearestParityForward(chain.contracts, chain.asOfMs);
  return forward && { usd: forward.usd, days: (forward.settlesMs - chain.asOfMs) / 86_400_000 };
}

describe('forward that options imply', () => {
  it('is the one they were priced at, whatever forward is stated', () => {
    for (const stated of [97, 100, 104])
      expect(forwardOf(quoted(2, { stated }))).toEqual({
        usd: expect.closeTo(FORWARD, 9),
        days: 2,
      });
  });

  it('comes from the nearest expiry whose quotes are narrow enough to tell', () => {
    expect(forwardOf([...quoted(1, { width: 0.02 }), ...quoted(3)])).toMatchObject({ days: 3 });
  });

  it('is unknown far from settlement, minutes before it, and without quotes', () => {
    expect(forwardOf(quoted(30))).toBeNull();
    expect(forwardOf(quoted(0.01))).toBeNull();
    expect(forwardOf([{ days: 2, forward: 100 }])).toBeNull();
    expect(forwardOf(quoted(2).map((each) => ({ ...each, bid: null })))).toBeNull();
  });

  it('survives one stale strike', () => {
    const stale = quoted(2).map((each) =>
      each.strike === 99 && each.type === 'call' ? { ...each, bid: 9, ask: 9.04 } : each,
    );
    expect(forwardOf(stale)?.usd).toBeCloseTo(FORWARD, 6);
  });
});
