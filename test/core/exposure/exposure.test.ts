import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { analyseChain } from '../../../src/core/exposure/analysis.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { findWalls } from '../../../src/core/exposure/walls.ts';
import { aChain } from '../../support/a-chain.ts';
import { arbitraryChain, SEED } from '../../support/arbitrary-chain.ts';

function analyse(chain: QuotedChain) {
  return analyseChain(cleanChain(chain), {
    signModel: SIGN_MODELS.naive,
    levels: 21,
    range: { low: 0.75, high: 1.25 },
  });
}

type Totals = ReturnType<typeof analyse>['totals'];

function expectSame(actual: Totals, reference: Totals, parts: readonly Totals[]): void {
  const fields = Object.keys(reference) as (keyof Totals)[];
  for (const field of fields) {
    const scale = parts.reduce((sum, part) => sum + Math.abs(part[field]), 0);
    expect(Math.abs(actual[field] - reference[field]), field).toBeLessThanOrEqual(1e-10 * scale);
  }
}

describe('exposures', () => {
  it('add up over books, and do not depend on the order of rows', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const each = chain.contracts.map(
          (contract) => analyse({ ...chain, contracts: [contract] }).totals,
        );
        const fields = Object.keys(each[0] ?? {}) as (keyof Totals)[];
        const sums = Object.fromEntries(
          fields.map((field) => [field, each.reduce((sum, part) => sum + part[field], 0)]),
        ) as Totals;
        const reversed = { ...chain, contracts: chain.contracts.toReversed() };
        expectSame(analyse(chain).totals, sums, each);
        expectSame(analyse(reversed).totals, sums, each);
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  it('change sign and nothing else in gamma, vega and vanna when calls and puts change places', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const contracts = chain.contracts.map((contract) => ({
          ...contract,
          type: contract.type === 'call' ? ('put' as const) : ('call' as const),
        }));
        const [own, mirrored] = [analyse(chain).totals, analyse({ ...chain, contracts }).totals];
        for (const field of ['gex', 'vannaExposure', 'vegaExposure', 'speedExposure'] as const) {
          expect(Math.abs(own[field] + mirrored[field])).toBeLessThanOrEqual(
            1e-12 * Math.abs(own[field]),
          );
        }
        expect(mirrored.grossGex).toBe(own.grossGex);
        expect(mirrored.callGex).toBeCloseTo(-own.putGex, 10);
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  it('add up over strikes and over expiries to the total', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const { totals, byStrike, byExpiry } = analyse(chain);
        for (const groups of [byStrike, byExpiry]) {
          const net = groups.reduce((sum, group) => sum + group.netGex, 0);
          const calls = groups.reduce((sum, group) => sum + group.callGex, 0);
          expect(Math.abs(net - totals.gex)).toBeLessThanOrEqual(1e-12 * totals.grossGex);
          expect(Math.abs(calls - totals.callGex)).toBeLessThanOrEqual(1e-12 * totals.grossGex);
        }
      }),
      { seed: SEED, numRuns: 50 },
    );
  });
});

describe('walls', () => {
  const strike = (at: number, callGex: number, putGex: number) => ({
    strike: at,
    netGex: callGex + putGex,
    callGex,
    putGex,
    callOpenInterest: callGex,
    putOpenInterest: -putGex,
    grossGex: callGex - putGex,
    vannaExposure: 0,
    charmExposure: 0,
    deltaUnits: 0,
    vegaExposure: 0,
    volgaExposure: 0,
    speedExposure: 0,
  });

  it('are the strikes with the most, calls and puts apart and net', () => {
    const walls = findWalls([strike(90, 1, -8), strike(100, 9, -9), strike(110, 7, -1)], 100);
    expect(walls).toMatchObject({ callWall: 100, putWall: 100, netCallWall: 110, netPutWall: 90 });
  });

  it('break ties by the distance to spot, then by the lower strike', () => {
    const far = findWalls([strike(80, 5, -5), strike(110, 5, -5)], 100);
    expect(far).toMatchObject({ callWall: 110, putWall: 110 });
    const level = findWalls([strike(90, 5, -5), strike(110, 5, -5)], 100);
    expect(level).toMatchObject({ callWall: 90, maxPutOpenInterestStrike: 90 });
  });

  it('are absent without a candidate', () => {
    expect(findWalls([strike(90, 5, 0)], 100)).toMatchObject({ putWall: null, netPutWall: null });
    expect(analyse(aChain({ contracts: [] })).walls.callWall).toBeNull();
  });
});
