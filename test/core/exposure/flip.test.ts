import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { dealerBook } from '../../../src/core/exposure/dealer-book.ts';
import { findFlip } from '../../../src/core/exposure/flip.ts';
import { gammaBook } from '../../../src/core/exposure/gamma-book.ts';
import { sideOf } from '../../../src/core/exposure/side.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { aChain, type ContractTerms } from '../../support/a-chain.ts';
import { arbitraryChain, SEED } from '../../support/arbitrary-chain.ts';
import { between } from '../../support/arbitrary-view.ts';
import { directGamma } from '../../support/direct-gamma.ts';

const call = (strike: number, terms: ContractTerms = {}) => ({ strike, ...terms });
const put = (strike: number, terms: ContractTerms = {}) => ({
  strike,
  type: 'put' as const,
  ...terms,
});

function flipOf(chain: QuotedChain) {
  return findFlip(gammaBook(dealerBook(cleanChain(chain), SIGN_MODELS.naive)));
}

function flipOfContracts(...contracts: readonly ContractTerms[]) {
  return flipOf(aChain({ contracts }));
}

describe('the flip', () => {
  it('lies between the puts below and the calls above, with one reading and the plain range', () => {
    const flip = flipOfContracts(put(95), call(105));
    // Equal bells cross midway between their centres K·e^(−σ²T/2).
    const spot = Math.sqrt(95 * 105) * Math.exp((-0.25 * 10) / 365 / 2);
    expect(flip).toMatchObject({
      status: 'found',
      spot: expect.closeTo(spot, 9),
      range: { low: expect.closeTo(spot, 9), high: expect.closeTo(spot, 9) },
      readings: [{ name: 'all expiries' }],
      roots: [{ slopeSign: 1 }],
    });
  });

  it('is the nearer of two, and the roots between are listed with it', () => {
    const terms = { days: 2 };
    const flip = flipOfContracts(
      put(92, terms),
      call(96, terms),
      put(101, terms),
      call(107, terms),
    );
    expect(flip).toMatchObject({ status: 'found', roots: [{}, { slopeSign: -1 }, {}] });
    expect(flip.status === 'found' && flip.spot).toBeGreaterThan(101);
  });

  it.each([
    ['none_long', [call(95), call(105)]],
    ['none_short', [put(95), put(105)]],
    ['inverted_only', [call(95), put(105)]],
    // The root near 78 exists, but it is not one that a day can reach.
    ['none_long', [put(72, { days: 5 }), call(84, { days: 5 }), call(100)]],
  ])('is %s where gamma nowhere turns positive within reach', (status, contracts) => {
    expect(flipOfContracts(...contracts).status).toBe(status);
  });

  /** Puts outweigh calls around 96 by a share of gross gamma; calls alone stand above. */
  const outweighed = (share: number) =>
    flipOfContracts(
      call(96, { iv: 0.2, openInterest: 100 * (1 - share) }),
      put(96, { iv: 0.2, openInterest: 100 * (1 + share) }),
      call(108, { iv: 0.2, openInterest: 20 }),
    );

  it.each([0.022, 0.03])('counts a root whose smaller lobe is %d of gross gamma', (share) => {
    const { status, roots } = outweighed(share);
    expect(status).toBe('found');
    expect(roots.map(({ prominence }) => prominence)).toEqual([expect.closeTo(share, 3)]);
  });

  it.each([0.005, 0.018])('ignores a root whose smaller lobe is %d of gross gamma', (share) => {
    const flip = outweighed(share);
    expect(flip).toMatchObject({ status: 'none_long', roots: [], minorRoots: [{ slopeSign: 1 }] });
  });

  it('survives a wiggle of gamma at the crossing, and stays where gamma changes sign', () => {
    const large = [
      put(96, { iv: 0.2, days: 20, openInterest: 1000 }),
      call(104, { iv: 0.2, days: 20, openInterest: 1000 }),
    ];
    const calm = flipOfContracts(...large);
    const calmSpot = calm.status === 'found' ? calm.spot : Number.NaN;
    const wiggles = fc.record({
      openInterest: between(1, 3),
      strike: between(99.4, 99.9),
      width: between(0.1, 0.6),
      days: between(1 / 60, 1 / 24),
    });
    let threefold = 0;
    fc.assert(
      fc.property(wiggles, ({ openInterest, strike, width, days }) => {
        const wiggle = { iv: 0.2, days, openInterest };
        const contracts = [...large, call(strike, wiggle), put(strike + width, wiggle)];
        const flip = flipOfContracts(...contracts);
        expect(flip.status).toBe('found');
        if (flip.status !== 'found') return;
        expect(Math.abs(flip.spot / calmSpot - 1)).toBeLessThan(0.01);
        const chain = aChain({ contracts });
        expect(directGamma(chain, flip.spot * (1 - 1e-7)).net).toBeLessThan(0);
        expect(directGamma(chain, flip.spot * (1 + 1e-7)).net).toBeGreaterThan(0);
        threefold += flip.roots.length === 1 && flip.minorRoots.length > 0 ? 1 : 0;
      }),
      { seed: SEED, numRuns: 300 },
    );
    expect(threefold).toBeGreaterThan(5);
  });

  it('lists no minor root only where gamma within reach has but the signs that its roots give it', () => {
    const cancelling = fc
      .record({
        share: between(-0.015, 0.015),
        needle: between(97, 103),
        size: between(-1, 1),
      })
      .map(({ share, needle, size }) =>
        aChain({
          contracts: [
            call(100, { openInterest: 1000 * (1 + share) }),
            put(100, { openInterest: 1000 * (1 - share) }),
            {
              strike: needle,
              type: size > 0 ? ('call' as const) : ('put' as const),
              openInterest: 0.6 * Math.abs(size),
              days: 1 / 48,
              iv: 0.2,
            },
          ],
        }),
      );
    const seen = { throughout: 0, apart: 0 };
    fc.assert(
      fc.property(fc.oneof(cancelling, arbitraryChain), (chain) => {
        const flip = flipOf(chain);
        if (flip.status !== 'none_long' && flip.status !== 'none_short') return;
        const nets = Array.from({ length: 401 }, (_, j) => 0.9001 + j * 0.0004995).map(
          (multiple) => directGamma(chain, chain.spot * multiple).net,
        );
        const largest = Math.max(...nets.map(Math.abs));
        const sign = flip.status === 'none_long' ? 1 : -1;
        const others = nets.filter((net) => net * sign < -1e-3 * largest);
        if (others.length > 0) expect(flip.minorRoots.length).toBeGreaterThan(0);
        seen[flip.minorRoots.length === 0 ? 'throughout' : 'apart'] += 1;
      }),
      { seed: SEED, numRuns: 200 },
    );
    expect(Math.min(seen.throughout, seen.apart)).toBeGreaterThan(10);
  });

  it('is withheld with a reason where no contract is usable, and where all gamma cancels', () => {
    expect(flipOfContracts()).toMatchObject({ status: 'withheld', roots: [] });
    const flip = flipOfContracts(call(100), put(100));
    expect(flip.status === 'withheld' && flip.reason.length).toBeGreaterThan(10);
  });

  it('does not depend on the size of the book, nor on the order of its rows', () => {
    fc.assert(
      fc.property(arbitraryChain, fc.constantFrom(0.5, 2, 64), (chain, factor) => {
        const resized = flipOf({ ...chain, multiplier: chain.multiplier * factor });
        const reversed = flipOf({ ...chain, contracts: chain.contracts.toReversed() });
        const flip = flipOf(chain);
        expect(resized).toEqual(flip);
        expect(reversed.status).toBe(flip.status);
        if (flip.status !== 'found' || reversed.status !== 'found') return;
        expect(Math.abs(reversed.spot / flip.spot - 1)).toBeLessThan(1e-10);
      }),
      { seed: SEED },
    );
  });

  it('turns over with the signs: each root changes direction when calls and puts change places', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const contracts = chain.contracts.map((contract) => ({
          ...contract,
          type: contract.type === 'call' ? ('put' as const) : ('call' as const),
        }));
        const slopes = flipOf(chain).roots.map((root) => root.slopeSign);
        const mirrored = flipOf({ ...chain, contracts }).roots.map((root) => root.slopeSign);
        expect(mirrored).toEqual(slopes.map((slope) => -slope));
      }),
      { seed: SEED },
    );
  });

  it('never lies beyond 10 % of spot, and its prominence is a share', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        for (const root of flipOf(chain).roots) {
          expect(Math.abs(root.spot / chain.spot - 1)).toBeLessThanOrEqual(0.1);
          expect(root.prominence).toBeGreaterThanOrEqual(0.02);
          expect(root.prominence).toBeLessThanOrEqual(1);
        }
      }),
      { seed: SEED },
    );
  });
});

describe('the side', () => {
  const found = (low: number, high: number) =>
    ({
      status: 'found',
      spot: low,
      range: { low, high },
      readings: [],
      roots: [],
      minorRoots: [],
    }) as const;

  it('is the sign of gamma at spot, also where that disagrees with the side of the flip', () => {
    expect(sideOf({ spot: 100, gex: 5, flip: found(90, 91) })).toBe('long');
    expect(sideOf({ spot: 100, gex: -5, flip: found(90, 91) })).toBe('short');
    expect(
      sideOf({ spot: 100, gex: -5, flip: { status: 'none_short', roots: [], minorRoots: [] } }),
    ).toBe('short');
  });

  it('is at the flip inside its range, and unknown rather than a third word without gamma', () => {
    expect(sideOf({ spot: 100, gex: 5, flip: found(99, 101) })).toBe('at the flip');
    const flip = { status: 'withheld', reason: 'x', roots: [] } as const;
    expect(sideOf({ spot: 100, gex: 0, flip })).toBeNull();
  });
});
