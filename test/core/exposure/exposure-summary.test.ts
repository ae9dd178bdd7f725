import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import {
  CHAIN_FILE_TERMS,
  type SettlementTerms,
} from '../../../src/core/chain/settlement-terms.ts';
import { analyseChain } from '../../../src/core/exposure/analysis.ts';
import type { NetGross } from '../../../src/core/exposure/exposure-summary.ts';
import { levelsOf } from '../../../src/core/exposure/levels-of.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { byExpiryLines } from '../../../src/core/text/expiries.ts';
import { aChain } from '../../support/a-chain.ts';
import { arbitraryChain, SEED } from '../../support/arbitrary-chain.ts';
import { aView } from '../../support/market-view.ts';

const US_TERMS: SettlementTerms = { daily: 'us-close', price: 'print', delivery: 'cash' };

function analyse(chain: QuotedChain, terms = CHAIN_FILE_TERMS) {
  return analyseChain(cleanChain(chain), {
    signModel: SIGN_MODELS.naive,
    levels: 3,
    range: { low: 0.9, high: 1.1 },
    hedging: { terms, volume: null, contractUsd: null },
  });
}

type Exposures = ReturnType<typeof analyse>['exposures'];

/** Every net-and-gross exposure of a summary, in one order. */
function sumsOf({ gamma, delta, vanna, charm, vega, volga, speed, buckets }: Exposures) {
  return [
    ...Object.values(gamma),
    ...Object.values(delta),
    vanna.usdPerVolPoint,
    charm.usdPerDay,
    charm.usdPerHour,
    ...Object.values(vega),
    ...Object.values(volga),
    speed.usdPerPercentSquared,
    ...buckets.map((bucket) => bucket.gamma),
  ] as readonly NetGross[];
}

describe('the summary of exposures', () => {
  it('adds up over books, whatever they are cut into', () => {
    fc.assert(
      fc.property(arbitraryChain, fc.integer({ min: 0, max: 12 }), (chain, cut) => {
        const part = (contracts: QuotedChain['contracts']) =>
          sumsOf(analyse({ ...chain, contracts }).exposures);
        const all = part(chain.contracts);
        const [left, right] = [
          part(chain.contracts.slice(0, cut)),
          part(chain.contracts.slice(cut)),
        ];
        for (const [index, { net, gross, calls, puts }] of all.entries()) {
          const of = (field: keyof NetGross) =>
            (left[index]?.[field] ?? 0) + (right[index]?.[field] ?? 0);
          const tolerance = 1e-12 * gross;
          expect(Math.abs(net - of('net'))).toBeLessThanOrEqual(tolerance);
          expect(Math.abs(gross - of('gross'))).toBeLessThanOrEqual(tolerance);
          expect(Math.abs(calls - of('calls'))).toBeLessThanOrEqual(tolerance);
          expect(Math.abs(puts - of('puts'))).toBeLessThanOrEqual(tolerance);
          expect(Math.abs(net)).toBeLessThanOrEqual(gross * (1 + 1e-12));
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('says the totals in other units: per point × 0.01 × spot = per 1 %, units × spot = dollars', () => {
    fc.assert(
      fc.property(arbitraryChain, ({ contracts, ...terms }) => {
        const chain = { ...terms, contracts, spot: 104 };
        const { exposures, totals } = analyse(chain);
        const { gamma, delta, charm } = exposures;
        const close = (actual: number, expected: number, scale: number) =>
          expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-12 * scale);
        close(gamma.usdPerPercent.net, totals.gex, totals.grossGex);
        close(gamma.usdPerPoint.net * 0.01 * 104, totals.gex, totals.grossGex);
        close(gamma.unitsPerPercent.net * 104, totals.gex, totals.grossGex);
        close(gamma.unitsPerPoint.net * 104 ** 2 * 0.01, totals.gex, totals.grossGex);
        close(delta.usd.net, totals.deltaNotional, delta.usd.gross);
        close(charm.usdPerHour.net * 24, totals.charmExposure, totals.grossCharmExposure);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('has volga as the change of vega when every vol rises', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const bumped = (points: number) =>
          analyse({
            ...chain,
            contracts: chain.contracts.map((contract) => ({
              ...contract,
              iv: (contract.iv ?? 0) + 0.01 * points,
              // A difference says nothing about a tail that a point of vol multiplies.
              expiryMs: Math.max(contract.expiryMs, chain.asOfMs + 150 * 86_400_000),
            })),
          }).exposures;
        const POINTS = 1e-3;
        const slope =
          (bumped(POINTS).vega.usdPerVolPoint.net - bumped(-POINTS).vega.usdPerVolPoint.net) /
          (2 * POINTS);
        const { volga, vega } = bumped(0);
        const scale = volga.usdPerVolPointSquared.gross + 1e-3 * vega.usdPerVolPoint.gross;
        expect(Math.abs(volga.usdPerVolPointSquared.net - slope)).toBeLessThanOrEqual(1e-5 * scale);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('scales vega by √(30 days/T), at most 1.5, and volga by its square', () => {
    const of = (days: number) => analyse(aChain({ contracts: [{ strike: 105, days }] })).exposures;
    for (const [days, weight] of [
      [30, 1],
      [120, 0.5],
      [1, 1.5],
    ] as const) {
      const { vega, volga } = of(days);
      expect(vega.usdPerVolPointScaled.net).toBeCloseTo(weight * vega.usdPerVolPoint.net, 12);
      expect(volga.usdPerVolPointSquaredScaled.net).toBeCloseTo(
        weight ** 2 * volga.usdPerVolPointSquared.net,
        12,
      );
    }
  });

  it('has charm to settlement as the change of delta until then, of the sign of charm per day', () => {
    // Dealers' calls out of the money lose delta as time passes, their puts regain it.
    for (const [type, sign] of [
      ['call', -1],
      ['put', -1],
    ] as const) {
      const strike = type === 'call' ? 110 : 90;
      const contracts = [
        { strike, type, days: 40, openInterest: 1_000 },
        { strike: 300, days: 0.1, openInterest: 1e-9 },
      ];
      const { charm } = analyse(aChain({ contracts })).exposures;
      expect(Math.sign(charm.usdPerDay.net)).toBe(sign);
      expect(charm.usdToSettlement).toBeCloseTo(
        0.1 * charm.usdPerDay.net,
        Math.abs(charm.usdPerDay.net) > 10 ? 1 : 3,
      );
    }
  });

  it('puts each expiry into its bucket of days, and the buckets add up to the book', () => {
    // From 15:30 UTC: a settlement before midnight is today's, wherever the reader lives.
    const days = [0.2, 0.5, 7.2, 8.2, 30.2, 31.2, 90.2, 91.2];
    const { exposures } = analyse(aChain({ contracts: days.map((each) => ({ days: each })) }));
    const alone = (each: number) => analyse(aChain({ contracts: [{ days: each }] })).totals.gex;
    const sizes = exposures.buckets.map(({ gamma }) => gamma.net);
    const expected = [[0.2], [0.5, 7.2], [8.2, 30.2], [31.2, 90.2], [91.2]];
    for (const [index, members] of expected.entries()) {
      const sum = members.reduce((total, each) => total + alone(each), 0);
      expect(sizes[index]).toBeCloseTo(sum, 12);
    }
    const total = sizes.reduce((sum, each) => sum + each, 0);
    expect(total).toBeCloseTo(exposures.gamma.usdPerPercent.net, 12);
  });

  it('counts the days of New York for a market that closes there, as its messages do', () => {
    // The evening of Monday 23 November there: Tuesday in UTC. To settlements of 24 and 30 November, 1 December.
    const asOfMs = Date.parse('2026-11-24T01:00:00Z');
    const contracts = [20 / 24, 6 + 20 / 24, 7 + 20 / 24].map((days) => ({
      days,
      openInterest: 1e9,
    }));
    const quoted = aChain({ asOfMs, contracts });
    const filled = (terms: SettlementTerms) =>
      analyse(quoted, terms).exposures.buckets.flatMap(({ name, gamma }) =>
        gamma.gross > 0 ? [name] : [],
      );
    expect(filled(CHAIN_FILE_TERMS)).toEqual(['today', '1–7 days']);
    expect(filled(US_TERMS)).toEqual(['1–7 days', '8–30 days']);
    const levels = levelsOf(cleanChain(quoted), { symbol: 'SPX', venue: 'cboe' });
    for (const [hours, terms] of [
      ['always', CHAIN_FILE_TERMS],
      ['new-york', US_TERMS],
    ] as const) {
      const [said = ''] = byExpiryLines({ ...aView(levels), hours });
      expect(said.match(/(today|[\d–]+ days|later)(?= \+)/g)).toEqual(filled(terms));
    }
  });
});
