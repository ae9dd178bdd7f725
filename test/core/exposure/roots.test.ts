import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { dealerBook } from '../../../src/core/exposure/dealer-book.ts';
import { gammaBook } from '../../../src/core/exposure/gamma-book.ts';
import { findRoots } from '../../../src/core/exposure/roots.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { aChain } from '../../support/a-chain.ts';
import { arbitraryChain, SEED } from '../../support/arbitrary-chain.ts';
import { directGamma } from '../../support/direct-gamma.ts';

const RANGE = { low: Math.log(0.75), high: Math.log(1.25) };
const SECOND_DAYS = 1 / 86_400;

function rootsOf(chain: QuotedChain) {
  return findRoots(gammaBook(dealerBook(cleanChain(chain), SIGN_MODELS.naive)), RANGE);
}

/** Sign changes between neighbours of a grid so fine that it needs no cleverness, with both lobes above `share`. */
function bruteForceRoots(chain: QuotedChain, share: number): number[] {
  const POINTS = 20_000;
  const samples = Array.from({ length: POINTS + 1 }, (_, j) => {
    const spot = 100 * Math.exp(RANGE.low + ((RANGE.high - RANGE.low) * j) / POINTS);
    return { spot, net: directGamma(chain, spot).net };
  });
  const lobes: { start: number; peak: number }[] = [];
  let sign = 0;
  for (const { spot, net } of samples) {
    if (net === 0) continue;
    if (Math.sign(net) !== sign) lobes.push({ start: spot, peak: 0 });
    sign = Math.sign(net);
    const lobe = lobes.at(-1);
    if (lobe !== undefined) lobe.peak = Math.max(lobe.peak, Math.abs(net));
  }
  const least = share * Math.max(...lobes.map((lobe) => lobe.peak));
  return lobes
    .filter((lobe, index) => Math.min(lobe.peak, lobes[index - 1]?.peak ?? 0) >= least)
    .map((lobe) => lobe.start);
}

describe('the roots of the re-priced book', () => {
  it.each([
    ['ten seconds', 10],
    ['half a minute', 30],
    ['three and a half minutes', 210],
    ['half an hour', 1_800],
    ['six hours', 21_600],
  ])('are all found in a comb of strikes %s from expiry', (_, seconds) => {
    const strikes = Array.from({ length: 41 }, (__, index) => 90 + index / 2);
    const days = seconds * SECOND_DAYS;
    const iv = 0.1;
    const chain = aChain({
      contracts: strikes.map((strike, index) => ({
        strike,
        days,
        iv,
        type: index % 2 === 0 ? ('call' as const) : ('put' as const),
      })),
    });
    // Two equal bells cross midway between their centres, K·e^(−σ²T/2); six hours out the neighbours' tails
    // still leave every crossing in place by symmetry, except near the ends of the comb.
    const shift = Math.exp((-iv * iv * days) / 365 / 2);
    const expected = strikes
      .slice(1)
      .map((strike, index) => Math.sqrt(strike * (strikes[index] ?? 0)) * shift);
    const roots = rootsOf(chain);
    expect(roots).toHaveLength(expected.length);
    const tolerance = seconds > 1_800 ? 1e-4 : 1e-11;
    for (const [index, root] of roots.entries()) {
      expect(Math.abs(root.spot / (expected[index] ?? 0) - 1)).toBeLessThan(tolerance);
      expect(root.slopeSign).toBe(index % 2 === 0 ? -1 : 1);
    }
  });

  it('are found where a comb seconds from expiry lies inside a book of months', () => {
    const months = [
      { strike: 110, days: 90, iv: 0.3, openInterest: 4_000 },
      { strike: 92, days: 90, iv: 0.3, openInterest: 5_000, type: 'put' as const },
    ];
    const comb = [98, 99, 100, 101, 102].map((strike, index) => ({
      strike,
      days: 20 * SECOND_DAYS,
      iv: 0.3,
      openInterest: 100,
      type: index % 2 === 0 ? ('put' as const) : ('call' as const),
    }));
    const together = rootsOf(aChain({ contracts: [...months, ...comb] }));
    const brute = bruteForceRoots(aChain({ contracts: [...months, ...comb] }), 1e-6);
    expect(brute.length).toBeGreaterThanOrEqual(5);
    expect(together).toHaveLength(brute.length);
  });

  it('agree with a brute-force search of the textbook sum', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const found = rootsOf(chain);
        for (const spot of bruteForceRoots(chain, 1e-4)) {
          const nearest = Math.min(...found.map((root) => Math.abs(root.spot / spot - 1)));
          expect(nearest).toBeLessThan(5e-5);
        }
        for (const { spot, slopeSign } of found) {
          // Between strikes minutes from expiry the textbook sum is below the smallest double.
          if (directGamma(chain, spot).gross === 0) continue;
          const [below, above] = [spot * (1 - 1e-9), spot * (1 + 1e-9)];
          expect(Math.sign(directGamma(chain, above).net)).toBe(slopeSign);
          expect(Math.sign(directGamma(chain, below).net)).toBe(-slopeSign);
        }
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('are none in a book whose calls and puts cancel', () => {
    const pair = [90, 97, 104].flatMap((strike) => [
      { strike, days: 3, openInterest: 70 },
      { strike, days: 3, openInterest: 70, type: 'put' as const },
    ]);
    expect(rootsOf(aChain({ contracts: pair }))).toEqual([]);
  });
});
