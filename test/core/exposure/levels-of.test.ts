import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { analyseChain } from '../../../src/core/exposure/analysis.ts';
import { flipByGrade } from '../../../src/core/exposure/grade.ts';
import { levelsOf } from '../../../src/core/exposure/levels-of.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { aChain, type ContractTerms } from '../../support/a-chain.ts';
import { arbitraryChain, SEED } from '../../support/arbitrary-chain.ts';

function levels(contracts: readonly ContractTerms[], terms: Parameters<typeof aChain>[0] = {}) {
  return levelsOf(cleanChain(aChain({ ...terms, contracts })), { symbol: 'BTC', venue: 'deribit' });
}

/** Calls and puts of one vol at the money and around it. */
function smile(days: number, iv: number): readonly ContractTerms[] {
  return [90, 100, 110].map((strike) => ({ strike, days, iv }));
}

describe('the levels of a chain', () => {
  it('say what analyze says about the same book', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const cleaned = cleanChain(chain);
        const stored = levelsOf(cleaned, { symbol: 'BTC', venue: 'deribit' });
        const analysis = analyseChain(cleaned, {
          signModel: SIGN_MODELS.naive,
          levels: 3,
          range: { low: 0.9, high: 1.1 },
        });
        const { agreement: _agreement, ...flip } = analysis.flip;
        expect(flipByGrade(stored.flip, stored.grade)).toEqual(flip);
        expect(analysis.quality).toMatchObject(stored.grade);
        expect(stored.gexUsd).toBe(analysis.totals.gex);
        expect(stored.grossGexUsd).toBe(analysis.totals.grossGex);
        const { absoluteGammaStrike, openInterestWalls } = analysis.companions;
        expect(stored.marks).toEqual({ absoluteGammaStrike, openInterestWalls });
        const { vanna, charm, vega, volga, speed } = analysis.exposures;
        const sums = Object.entries({
          vannaUsdPerVolPoint: vanna.usdPerVolPoint,
          charmUsdPerDay: charm.usdPerDay,
          vegaUsdPerVolPoint: vega.usdPerVolPoint,
          volgaUsdPerVolPointSquared: volga.usdPerVolPointSquared,
          speedUsdPerPercentSquared: speed.usdPerPercentSquared,
        });
        for (const [name, { net, gross }] of sums) {
          const own = stored.exposures[name as keyof typeof stored.exposures];
          expect(Math.abs(own - net)).toBeLessThanOrEqual(1e-12 * gross);
        }
        for (const move of [-0.02, -0.01, 0.01, 0.02]) {
          const rung = stored.ladder.find((each) => each.move === move);
          const flow = analysis.hedgeFlows.find((each) => each.move === move);
          expect(rung).toMatchObject({ units: flow?.hedgeUnits, usd: flow?.hedgeNotionalNewSpot });
        }
        const ends = analysis.profile.gex;
        expect(stored.profile.gexUsd[0]).toBeCloseTo(ends[0] ?? Number.NaN, 8);
        expect(stored.profile.gexUsd[100]).toBeDefined();
        expect(stored.profile.gexUsd).toHaveLength(201);
        expect(stored.profile.gexUsd.at(-1)).toBeCloseTo(ends.at(-1) ?? Number.NaN, 8);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('climb the ladder from −2 % to +2 %', () => {
    const moves = levels([{}]).ladder.map((rung) => rung.move);
    expect(moves).toEqual([-0.02, -0.01, -0.005, 0.005, 0.01, 0.02]);
  });

  it('split gross gamma and open interest over the expiries', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const stored = levelsOf(cleanChain(chain), { symbol: 'BTC', venue: 'deribit' });
        const shares = stored.expiries.reduce((sum, each) => sum + each.grossShare, 0);
        const units = stored.expiries.reduce((sum, each) => sum + each.openInterestUnits, 0);
        const open = chain.contracts.reduce((sum, each) => sum + (each.openInterest ?? 0), 0);
        // Far enough from every strike gamma is nothing at all, and so is each part of it.
        expect(shares).toBeCloseTo(stored.grossGexUsd > 0 ? 1 : 0, 10);
        expect(units).toBeCloseTo(open * chain.multiplier, 6);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });
});

describe('walls in messages', () => {
  it('are net and one-sided: the call wall at or above spot, the put wall at or below', () => {
    const stored = levels([
      { strike: 98, openInterest: 900 },
      { strike: 103, openInterest: 300 },
      { strike: 104, openInterest: 500 },
      { strike: 104, openInterest: 450, type: 'put' },
      { strike: 102, openInterest: 800, type: 'put' },
      { strike: 95, openInterest: 200, type: 'put' },
    ]);
    expect(stored).toMatchObject({ callWall: 103, putWall: 95 });
  });

  it('leave out expiries later than 45 days', () => {
    const stored = levels([
      { strike: 105, openInterest: 1, days: 45 },
      { strike: 110, openInterest: 1_000, days: 46 },
    ]);
    expect(stored.callWall).toBe(105);
    expect(stored.strikes.map(({ strike }) => strike)).toEqual([105]);
  });

  it('are absent, not 0, where no strike qualifies', () => {
    expect(levels([{ strike: 95 }])).toMatchObject({ callWall: null, putWall: null });
  });

  it('come with the strikes within 10 % of spot only', () => {
    const stored = levels([89, 90, 100, 110, 111].map((strike) => ({ strike })));
    expect(stored.strikes.map(({ strike }) => strike)).toEqual([90, 100, 110]);
  });
});

describe('30-day at-the-money vol', () => {
  it('is interpolated in total variance between the expiries around 30 days', () => {
    const vol = levels([...smile(20, 0.6), ...smile(50, 0.4)]).atmVol30Day;
    const variance = (20 * 0.36 * (2 / 3) + 50 * 0.16 * (1 / 3)) / 30;
    expect(vol).toBeCloseTo(Math.sqrt(variance), 12);
  });

  it('is that of the expiry where one settles in exactly 30 days', () => {
    expect(levels([...smile(30, 0.55), ...smile(60, 0.4)]).atmVol30Day).toBeCloseTo(0.55, 12);
  });

  it('is read at the forward, between the strikes around it', () => {
    const contracts = [
      { strike: 100, iv: 0.5 },
      { strike: 121, iv: 0.3 },
    ].flatMap((terms) => [
      { ...terms, days: 30, forward: 110 },
      { ...terms, days: 30, forward: 110, type: 'put' as const },
    ]);
    expect(levels(contracts).atmVol30Day).toBeCloseTo(0.4, 12);
  });

  it('is unknown where the chain does not reach from before 30 days to after', () => {
    expect(levels(smile(29, 0.5)).atmVol30Day).toBeNull();
    expect(levels(smile(31, 0.5)).atmVol30Day).toBeNull();
    expect(levels([{ strike: 120, days: 30 }]).atmVol30Day).toBeNull();
    expect(levels([]).atmVol30Day).toBeNull();
  });
});

describe('the matched share', () => {
  it('counts calls and puts of one strike and expiry that cancel', () => {
    const stored = levels([
      { openInterest: 30 },
      { openInterest: 10, type: 'put' },
      { openInterest: 60, type: 'put', days: 11 },
    ]);
    expect(stored.matchedShare).toBeCloseTo(0.2, 12);
  });

  it('is unknown where nothing is open', () => {
    expect(levels([]).matchedShare).toBeNull();
  });
});
