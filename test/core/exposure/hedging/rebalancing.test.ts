import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../../src/core/chain/clean.ts';
import { CHAIN_FILE_TERMS } from '../../../../src/core/chain/settlement-terms.ts';
import { dealerBook } from '../../../../src/core/exposure/dealer-book.ts';
import { bandedTrade, bandHalfWidth } from '../../../../src/core/exposure/hedging/hedging-band.ts';
import {
  type RebalancingPolicy,
  rebalancings,
} from '../../../../src/core/exposure/hedging/rebalancing.ts';
import { SIGN_MODELS } from '../../../../src/core/exposure/sign-model.ts';
import { aChain } from '../../../support/a-chain.ts';
import { arbitraryChain, SEED } from '../../../support/arbitrary-chain.ts';

const TERMS = { cost: 1e-4, riskAversionPerUsd: 1e-3, discount: 1 };
const positive = fc.double({ min: 0.01, max: 100, noNaN: true });

describe('the band around a delta hedge', () => {
  it('is wider with more gamma, dearer trading and less fear of risk', () => {
    const half = (gamma: number, terms = TERMS) => bandHalfWidth(100, gamma, terms);
    expect(half(3)).toBeGreaterThan(half(2));
    expect(half(-3)).toBe(half(3));
    expect(half(0)).toBe(0);
    expect(half(2, { ...TERMS, cost: 2e-4 })).toBeGreaterThan(half(2));
    expect(half(2, { ...TERMS, riskAversionPerUsd: 2e-3 })).toBeLessThan(half(2));
  });

  it('is a number of units: another currency leaves it, smaller units multiply it', () => {
    fc.assert(
      fc.property(positive, positive, positive, (spot, gamma, scale) => {
        const here = bandHalfWidth(spot, gamma, TERMS);
        // In cents prices are larger, gamma per cent smaller, and so is the fear of losing one.
        const riskAversionPerUsd = TERMS.riskAversionPerUsd / scale;
        const inCents = bandHalfWidth(spot * scale, gamma / scale, {
          ...TERMS,
          riskAversionPerUsd,
        });
        expect(inCents / here).toBeCloseTo(1, 10);
        const inSmallUnits = bandHalfWidth(spot / scale, gamma * scale * scale, TERMS);
        expect(inSmallUnits / here).toBeCloseTo(scale, 8);
      }),
      { seed: SEED },
    );
  });

  it('bounds the trade: nothing for small moves, the whole move at most in a band that stays as wide', () => {
    const same = { before: 1, after: 1 };
    expect(bandedTrade(-1.5, same)).toEqual({ atLeast: -0, atMost: -1.5 });
    expect(bandedTrade(-5, same)).toEqual({ atLeast: -3, atMost: -5 });
    expect(bandedTrade(5, { before: 0, after: 0 })).toEqual({ atLeast: 5, atMost: 5 });
  });

  it('bounds the trade wherever in the band the hedge stood, also where the band grows or shrinks', () => {
    const change = fc.double({ min: -20, max: 20, noNaN: true });
    const place = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(change, positive, positive, place, (units, before, after, stood) => {
        // Short of a full hedge by this once delta has changed; then back to the edge of the new band.
        const off = units - stood * before;
        const traded = Math.sign(off) * Math.max(0, Math.abs(off) - after);
        const { atLeast, atMost } = bandedTrade(units, { before, after });
        const alongMove = traded * (units < 0 ? -1 : 1);
        expect(alongMove).toBeLessThanOrEqual(Math.abs(atMost) + 1e-9);
        if (atLeast !== 0) expect(alongMove).toBeGreaterThanOrEqual(Math.abs(atLeast) - 1e-9);
      }),
      { seed: SEED },
    );
  });
});

const PATH = [0, -0.01, -0.02, -0.03, -0.02, -0.01, 0].map((spotMove, index) => ({
  hours: index / 4,
  spotMove,
}));

function along(chain: Parameters<typeof cleanChain>[0], policy: RebalancingPolicy) {
  const book = dealerBook(cleanChain(chain), SIGN_MODELS.naive);
  const [result] = rebalancings(book, { path: PATH, policies: [policy], terms: CHAIN_FILE_TERMS });
  if (result === undefined) throw new Error('a policy has a result');
  const net = result.trades.reduce((sum, each) => sum + each.units, 0);
  const gross = book.units.reduce((sum, held) => sum + Math.abs(held), 0);
  return { ...result, net, gross };
}

describe('rebalancing along a path', () => {
  it('comes to the same hedge in the end, whenever dealers trade', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const all = along(chain, { kind: 'continuous' });
        expect(all.unhedgedUnits).toBeCloseTo(0, 8);
        for (const policy of [
          { kind: 'interval', minutes: 30 },
          { kind: 'end-of-day' },
          { kind: 'band', ...TERMS },
        ] as const) {
          const other = along(chain, policy);
          const difference = other.net + other.unhedgedUnits - all.net;
          expect(Math.abs(difference)).toBeLessThan(1e-12 * all.gross);
        }
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('there and back buys low and sells high where dealers are long gamma, the reverse where short', () => {
    const long = along(aChain({ contracts: [{ openInterest: 100 }] }), { kind: 'continuous' });
    expect(long.boughtUsd).toBeGreaterThan(0);
    expect(long.trades.slice(0, 3).every(({ units }) => units > 0)).toBe(true);
    expect(long.trades.slice(3).every(({ units }) => units < 0)).toBe(true);
    const put = aChain({ contracts: [{ openInterest: 100, type: 'put' }] });
    const short = along(put, { kind: 'continuous' });
    expect(short.trades.slice(0, 3).every(({ units }) => units < 0)).toBe(true);
  });

  it('trades at the times that the policy says', () => {
    const chain = aChain({ contracts: [{ strike: 101, openInterest: 100 }] });
    const times = (policy: RebalancingPolicy) => along(chain, policy).trades.map((it) => it.hours);
    expect(times({ kind: 'continuous' })).toEqual([0.25, 0.5, 0.75, 1, 1.25, 1.5]);
    expect(times({ kind: 'interval', minutes: 60 })).toEqual([1]);
    expect(times({ kind: 'interval', minutes: 20 })).toEqual([0.5, 0.75, 1, 1.5]);
    expect(times({ kind: 'end-of-day' })).toEqual([1.5]);
    const often = along(chain, { kind: 'interval', minutes: 15 });
    expect(often.trades).toEqual(along(chain, { kind: 'continuous' }).trades);
  });

  it('leaves at most half a band unhedged, and trades less than without one', () => {
    const chain = aChain({ contracts: [{ strike: 99, openInterest: 100 }] });
    const banded = along(chain, { kind: 'band', ...TERMS });
    const full = along(chain, { kind: 'continuous' });
    expect(banded.boughtUsd + banded.soldUsd).toBeLessThan(full.boughtUsd + full.soldUsd);
    expect(banded.trades.length).toBeGreaterThan(0);
    // Γ of 100 calls at the money, ten days, 50 % vol: 100·φ(0)/(S·σ√T).
    const gamma = (100 * 0.3989) / (100 * 0.5 * Math.sqrt(10 / 365));
    expect(Math.abs(banded.unhedgedUnits)).toBeLessThan(1.05 * bandHalfWidth(100, gamma, TERMS));
  });
});
