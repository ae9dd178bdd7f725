import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { aChain } from '../../support/a-chain.ts';
import { SEED } from '../../support/arbitrary-chain.ts';

describe('cleaning a chain', () => {
  it('counts each contract once, by the first reason in the order invalid, expired, no vol, not open', () => {
    const nothing = { iv: null, openInterest: null };
    const chain = cleanChain(
      aChain({
        invalidRows: 2,
        contracts: [
          { ...nothing, strike: -1, days: -1 },
          { ...nothing, days: 0 },
          { ...nothing },
          { openInterest: null },
          { openInterest: 0 },
          { iv: 0 },
          { iv: Number.POSITIVE_INFINITY },
          {},
        ],
      }),
    );
    expect(chain.skipped).toEqual({ invalid: 3, expired: 1, noIv: 3, noOpenInterest: 2 });
    expect(chain.size).toBe(1);
  });

  it.each([
    [{ strike: Number.NaN }],
    [{ strike: 0 }],
    [{ openInterest: Number.POSITIVE_INFINITY }],
    [{ openInterest: Number.NaN }],
    [{ forward: 0 }],
    [{ forward: -5 }],
    [{ multiplier: 0 }],
    [{ iv: 1e6 }],
  ])('takes %j for a fault of the source', (terms) => {
    expect(cleanChain(aChain({ contracts: [terms] })).skipped.invalid).toBe(1);
  });

  it('takes time from seconds over 365 days, and the multiplier of the contract before the chain’s', () => {
    const chain = cleanChain(
      aChain({ multiplier: 100, contracts: [{ days: 365 / 2 }, { multiplier: 10 }] }),
    );
    expect(chain.years[0]).toBe(0.5);
    expect([...chain.multiplier]).toEqual([100, 10]);
  });

  it('takes the carry of an expiry from its own forward: F = S·e^((r − q)T)', () => {
    const forward = fc.double({ min: 60, max: 160, noNaN: true });
    const days = fc.double({ min: 0.01, max: 900, noNaN: true });
    fc.assert(
      fc.property(forward, days, (value, life) => {
        const chain = cleanChain(
          aChain({ rate: 0.03, dividendYield: 0.5, contracts: [{ forward: value, days: life }] }),
        );
        const growth = (0.03 - (chain.dividendYield[0] ?? 0)) * (chain.years[0] ?? 0);
        expect(100 * Math.exp(growth)).toBeCloseTo(value, 9);
      }),
      { seed: SEED },
    );
  });

  it('measures coverage by open interest that has not expired', () => {
    const chain = cleanChain(
      aChain({
        contracts: [
          { openInterest: 30 },
          { openInterest: 10, iv: null },
          { openInterest: 1_000, days: -1 },
          { openInterest: 0 },
        ],
      }),
    );
    expect(chain.coverage).toEqual({
      contractsOpen: 2,
      contractsUsed: 1,
      openInterestShare: 0.75,
    });
  });

  it('does not call a coverage of nothing a number', () => {
    expect(cleanChain(aChain({ contracts: [] })).coverage.openInterestShare).toBeNull();
  });
});
