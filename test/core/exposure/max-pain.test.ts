import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxPain } from '../../../src/core/exposure/max-pain.ts';
import { aChain, type ContractTerms } from '../../support/a-chain.ts';
import { SEED } from '../../support/arbitrary-chain.ts';

const option = fc.record({
  strike: fc.integer({ min: 80, max: 120 }),
  type: fc.constantFrom('call' as const, 'put' as const),
  openInterest: fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
  ),
  multiplier: fc.constantFrom(1, 100),
});

function payout(contracts: readonly ContractTerms[], at: number): number {
  return contracts.reduce((sum, { type, strike = 0, openInterest, multiplier = 1 }) => {
    const paid = type === 'call' ? Math.max(at - strike, 0) : Math.max(strike - at, 0);
    return sum + (openInterest ?? 0) * multiplier * paid;
  }, 0);
}

function strikeOf(contracts: readonly ContractTerms[]) {
  return maxPain(aChain({ contracts: contracts.map((each) => ({ days: 2, ...each })) }))?.strike;
}

describe('max pain', () => {
  it('is a strike at which open options pay out no more than at any other', () => {
    fc.assert(
      fc.property(fc.array(option, { minLength: 1, maxLength: 20 }), (contracts) => {
        const open = contracts.filter(({ openInterest }) => openInterest > 0);
        const strike = strikeOf(contracts);
        if (open.length === 0) {
          expect(strike).toBeUndefined();
          return;
        }
        const strikes = open.map((each) => each.strike);
        const least = Math.min(...strikes.map((each) => payout(open, each)));
        expect(strikes).toContain(strike);
        const scale = payout(open, 0) + payout(open, 200);
        expect(payout(open, strike ?? 0) - least).toBeLessThanOrEqual(1e-12 * scale);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('of strikes that cost the same is the one nearer to spot, then the lower', () => {
    const put = { type: 'put', openInterest: 5 } as const;
    const call = { type: 'call', openInterest: 5 } as const;
    expect(
      strikeOf([
        { ...call, strike: 110 },
        { ...put, strike: 85 },
      ]),
    ).toBe(110);
    expect(
      strikeOf([
        { ...call, strike: 115 },
        { ...put, strike: 95 },
      ]),
    ).toBe(95);
    expect(
      strikeOf([
        { ...call, strike: 110 },
        { ...put, strike: 90 },
      ]),
    ).toBe(90);
  });

  it('is of the next expiry alone, and counts contracts without a vol', () => {
    const near = [
      { strike: 90, type: 'put' as const, days: 1, openInterest: 3, iv: null },
      { strike: 95, type: 'call' as const, days: 1, openInterest: 4, iv: null },
    ];
    const later = { strike: 120, type: 'put' as const, days: 2, openInterest: 1_000 };
    const chain = aChain({ contracts: [...near, later] });
    expect(maxPain(chain)).toEqual({ expiryMs: chain.asOfMs + 86_400_000, strike: 95 });
  });

  it('is absent where nothing is open within a week', () => {
    const days = [-1, 7.1];
    const contracts = days.map((each) => ({ days: each, openInterest: 9 }));
    const unknown = [null, 0, -3, Number.NaN].map((openInterest) => ({ days: 2, openInterest }));
    expect(maxPain(aChain({ contracts: [...contracts, ...unknown] }))).toBeNull();
  });
});
