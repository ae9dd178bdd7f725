import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { analyseChain } from '../../../src/core/exposure/analysis.ts';
import { dealerBook } from '../../../src/core/exposure/dealer-book.ts';
import { contractExposures } from '../../../src/core/exposure/exposure.ts';
import {
  type ObservedPosition,
  observedGammaShare,
  observedSigns,
} from '../../../src/core/exposure/observed-signs.ts';
import { SIGN_MODELS, type SignModel } from '../../../src/core/exposure/sign-model.ts';
import { aChain, type ContractTerms } from '../../support/a-chain.ts';
import { arbitraryChain, SEED } from '../../support/arbitrary-chain.ts';
import { nonFiniteNumbersIn } from '../../support/finite.ts';

const PAIR = (strike: number): readonly ContractTerms[] => [
  { strike, openInterest: 10 },
  { strike, openInterest: 10, type: 'put' },
];

function unitsOf(model: SignModel, chain: QuotedChain): readonly number[] {
  return [...dealerBook(cleanChain(chain), model).units];
}

function analysed(chain: QuotedChain, signModel: SignModel) {
  return analyseChain(cleanChain(chain), {
    signModel,
    levels: 3,
    range: { low: 0.9, high: 1.1 },
  });
}

/** The chain with a name for each of its contracts. */
function named(chain: QuotedChain): QuotedChain {
  const contracts = chain.contracts.map((contract, index) => ({
    ...contract,
    instrument: `contract ${index}`,
  }));
  return { ...chain, contracts };
}

describe('sign models', () => {
  it.each([
    ['naive', [10, -10, 10, -10, 10, -10]],
    ['short_all', [-10, -10, -10, -10, -10, -10]],
    ['inverse', [-10, 10, -10, 10, -10, 10]],
    ['otm_only', [0, -10, 10, -10, 10, 0]],
  ] as const)('%s gives dealers calls and puts below, at and above spot', (id, units) => {
    const chain = aChain({ contracts: [...PAIR(90), ...PAIR(100), ...PAIR(110)] });
    expect(unitsOf(SIGN_MODELS[id], chain)).toEqual(units);
  });

  it('have no flip when dealers are short everything, and the same root the other way round when mirrored', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const roots = (model: SignModel) => analysed(chain, model).zeroGamma.roots;
        expect(roots(SIGN_MODELS.short_all)).toEqual([]);
        const mirrored = roots(SIGN_MODELS.inverse);
        const own = roots(SIGN_MODELS.naive);
        expect(mirrored.map(({ slopeSign }) => -slopeSign)).toEqual(
          own.map(({ slopeSign }) => slopeSign),
        );
        for (const [index, { spot }] of own.entries()) {
          expect(Math.abs((mirrored[index]?.spot ?? 0) / spot - 1)).toBeLessThan(1e-10);
        }
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('never hold more than is open, and leave only finite numbers (every model, any book)', () => {
    const models = [...Object.values(SIGN_MODELS)];
    fc.assert(
      fc.property(arbitraryChain, fc.constantFrom(...models), (chain, model) => {
        for (const share of model.sharesOf(cleanChain(chain))) {
          expect(Math.abs(share)).toBeLessThanOrEqual(1);
        }
        expect(nonFiniteNumbersIn(analysed(chain, model))).toEqual([]);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});

describe('signs by skew', () => {
  /** A smile of ten days whose vol rises by `slope` per unit of ln(K/S). */
  const smile = (slope: number, days = 10) =>
    Array.from({ length: 41 }, (_, index) => 80 + index).flatMap((strike) =>
      PAIR(strike).map((terms) => ({
        ...terms,
        days,
        iv: 0.4 + slope * Math.log(strike / 100),
      })),
    );
  const callShare = (contracts: readonly ContractTerms[], row = 0) =>
    SIGN_MODELS.skew.sharesOf(cleanChain(aChain({ contracts })))[row] ?? Number.NaN;

  it('have dealers short the dearer wing, in full where it is dearer by a tenth', () => {
    expect(callShare(smile(-1))).toBe(1);
    expect(callShare(smile(1))).toBe(-1);
    expect(Math.abs(callShare(smile(0)))).toBeLessThan(0.2);
    const [call = 0, put = 0] = SIGN_MODELS.skew.sharesOf(
      cleanChain(aChain({ contracts: smile(0.2) })),
    );
    expect(call).toBeLessThan(0);
    expect(put).toBe(-call);
  });

  it('count in part where the gap is a part of a tenth', () => {
    const wings = (callVol: number, putVol: number) =>
      Array.from({ length: 41 }, (_, index) => 80 + index).flatMap((strike) =>
        PAIR(strike).map((terms) => ({ ...terms, iv: strike < 100 ? putVol : callVol })),
      );
    for (const [callVol, putVol] of [
      [0.4, 0.38],
      [0.39, 0.4],
    ] as const) {
      const gap = (callVol - putVol) / (0.5 * (callVol + putVol));
      expect(callShare(wings(callVol, putVol))).toBeCloseTo(-10 * gap, 6);
    }
  });

  it('are decided expiry by expiry, and naive where the wings cannot be measured', () => {
    const contracts = [...smile(1), ...smile(-1, 20), { days: 30 }];
    expect(callShare(contracts, 0)).toBe(-1);
    expect(callShare(contracts, 82)).toBe(1);
    expect(callShare(contracts, 164)).toBe(1);
  });
});

describe('observed signs', () => {
  const held = (signedContracts: number, observedShare: number): ObservedPosition => ({
    signedContracts,
    observedShare,
    revealedSigned: 0,
    leftContracts: 0,
    evidenceContracts: 0,
  });
  const positions = fc.array(
    fc.record({
      revealedSigned: fc.constant(0),
      leftContracts: fc.constant(0),
      evidenceContracts: fc.constant(0),
      signedContracts: fc.double({ min: -2_000, max: 2_000, noNaN: true }),
      observedShare: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 12, maxLength: 12 },
  );
  const byName = (seen: readonly ObservedPosition[]) =>
    new Map(seen.map((position, index) => [`contract ${index}`, position]));

  it('are naive where nothing was seen, and the positions seen where everything was', () => {
    fc.assert(
      fc.property(arbitraryChain, positions, (chain, seen) => {
        const at = (observedShare: number) =>
          unitsOf(
            observedSigns(byName(seen.map((position) => ({ ...position, observedShare })))),
            named(chain),
          );
        expect(at(0)).toEqual(unitsOf(SIGN_MODELS.naive, chain));
        for (const [index, units] of at(1).entries()) {
          const open = chain.contracts[index]?.openInterest ?? 0;
          const held = seen[index]?.signedContracts ?? 0;
          const most = Math.sign(held) * Math.min(Math.abs(held), open);
          expect(units).toBeCloseTo(most * chain.multiplier, 9);
        }
      }),
      { seed: SEED },
    );
  });

  it('blend the two contract by contract, and are naive without a name', () => {
    const chain = aChain({
      contracts: [
        { instrument: 'seen', openInterest: 100 },
        { instrument: 'unseen', openInterest: 100 },
        { openInterest: 100 },
      ],
    });
    const model = observedSigns(new Map([['seen', held(-60, 0.75)]]));
    expect(unitsOf(model, chain)).toEqual([expect.closeTo(-60 + 0.25 * 100, 12), 100, 100]);
  });

  it('take for unseen what closings showed of that contract, and of its type for the others', () => {
    const terms = { openInterest: 100 };
    const chain = aChain({
      contracts: [
        { ...terms, instrument: 'left' },
        { ...terms, instrument: 'stays' },
        { ...terms, instrument: 'put', type: 'put' },
      ],
    });
    /** Closings of so many calls showed dealers short of all of them. */
    const unitsAfter = (closed: number) => {
      const counted = { leftContracts: closed, evidenceContracts: closed };
      const shown = { ...held(0, 0), revealedSigned: -closed, ...counted };
      return unitsOf(observedSigns(new Map([['left', shown]])), chain);
    };
    expect(unitsAfter(0)).toEqual([100, 100, -100]);
    const [left = 0, stays = 0, put] = unitsAfter(20);
    expect(left).toBeLessThan(stays);
    expect(stays).toBeCloseTo(0, 9);
    expect(put).toBe(-100);
    const [late = 0, others = 0] = unitsAfter(10_000);
    expect(late).toBeCloseTo(-100, 0);
    expect(others).toBeLessThan(-99);
  });

  it('never hold more of a contract than is open, whatever closings showed', () => {
    const shown = fc
      .record({
        signedContracts: fc.double({ min: -2_000, max: 2_000, noNaN: true }),
        observedShare: fc.double({ min: 0, max: 1, noNaN: true }),
        leftContracts: fc.double({ min: 0, max: 5_000, noNaN: true }),
        odds: fc.double({ min: 0, max: 1, noNaN: true }),
        revealedShare: fc.double({ min: -1, max: 1, noNaN: true }),
      })
      .map(({ revealedShare, odds, ...position }) => ({
        ...position,
        revealedSigned: revealedShare * position.leftContracts,
        evidenceContracts: odds * position.leftContracts,
      }));
    fc.assert(
      fc.property(
        arbitraryChain,
        fc.array(shown, { minLength: 12, maxLength: 12 }),
        (chain, seen) => {
          const shares = observedSigns(byName(seen)).sharesOf(cleanChain(named(chain)));
          for (const share of shares) expect(Math.abs(share)).toBeLessThanOrEqual(1);
        },
      ),
      { seed: SEED },
    );
  });

  it('report the share of gamma that was seen, weighted by gamma', () => {
    const chain = cleanChain(
      aChain({
        contracts: [
          { instrument: 'a', openInterest: 30 },
          { instrument: 'b', openInterest: 10, type: 'put' },
          { instrument: 'c', openInterest: 60 },
        ],
      }),
    );
    const columns = contractExposures(dealerBook(chain, SIGN_MODELS.naive));
    const seen = new Map([
      ['a', held(0, 0.5)],
      ['b', held(5, 1)],
    ]);
    expect(observedGammaShare(seen, chain, columns)).toBeCloseTo(0.25, 12);
    expect(observedGammaShare(new Map(), chain, columns)).toBe(0);
    const empty = cleanChain(aChain({ contracts: [] }));
    expect(observedGammaShare(seen, empty, { gex: new Float64Array(0) })).toBeNull();
  });
});
