import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../../src/core/chain/clean.ts';
import { CHAIN_FILE_TERMS } from '../../../../src/core/chain/settlement-terms.ts';
import { type Analysis, analyseChain } from '../../../../src/core/exposure/analysis.ts';
import { dealerBook } from '../../../../src/core/exposure/dealer-book.ts';
import { contractExposures } from '../../../../src/core/exposure/exposure.ts';
import {
  amplification,
  impactOfVolume,
} from '../../../../src/core/exposure/hedging/amplification.ts';
import type { HedgingInputs } from '../../../../src/core/exposure/hedging/hedging-report.ts';
import { neutralisingSizes } from '../../../../src/core/exposure/hedging/neutralising-size.ts';
import { SIGN_MODELS } from '../../../../src/core/exposure/sign-model.ts';
import { aChain, type ContractTerms } from '../../../support/a-chain.ts';
import { SEED } from '../../../support/arbitrary-chain.ts';

const NOTHING_KNOWN: HedgingInputs = { terms: CHAIN_FILE_TERMS, volume: null, contractUsd: null };

const BOOK: readonly ContractTerms[] = [1 / 12, 5, 40].flatMap((days) =>
  [94, 97, 100, 103, 106].flatMap((strike, index) => [
    { strike, days, openInterest: 10 + index },
    { strike, days, openInterest: 20 - index, type: 'put' as const },
  ]),
);

function analysed(contracts: readonly ContractTerms[], inputs = NOTHING_KNOWN): Analysis {
  return analyseChain(cleanChain(aChain({ contracts })), {
    signModel: SIGN_MODELS.naive,
    levels: 3,
    range: { low: 0.9, high: 1.1 },
    hedging: inputs,
  });
}

function report(contracts: readonly ContractTerms[] = BOOK, inputs = NOTHING_KNOWN) {
  const { hedging } = analysed(contracts, inputs);
  if (hedging === null) throw new Error('a book with contracts has a report');
  return hedging;
}

describe('amplification', () => {
  const source = 'test';

  it('is nothing where trades do not move the price', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (gexUsd) => {
        const at = (perUsd: number) => amplification(gexUsd, { perUsd, source }).factor ?? 0;
        expect(at(1e-18)).toBeCloseTo(1, 6);
        // Nearer to 1 with each smaller impact, from the side that the sign of gamma says.
        expect(Math.abs(at(1e-14) - 1)).toBeLessThanOrEqual(Math.abs(at(1e-13) - 1));
        expect(Math.sign(1 - at(1e-13))).toBe(Math.sign(gexUsd));
      }),
      { seed: SEED },
    );
  });

  it('is about 1.01 for an index that is short 5 bn with 450 bn of volume', () => {
    const impact = impactOfVolume({ dailySigma: 0.01, usdPerDay: 450e9, source });
    expect(amplification(-5e9, impact).factor).toBeCloseTo(1.011, 3);
  });

  it('is the sum of every round of hedging', () => {
    const loop = -0.3;
    let [move, round] = [0, 1];
    for (let i = 0; i < 200; i++) {
      move += round;
      round *= -loop;
    }
    expect(amplification(-1, { perUsd: 0.003, source }).factor).toBeCloseTo(move, 10);
  });

  it('is absent where hedging would not come to rest, and without a stated volume', () => {
    expect(amplification(-1, { perUsd: 0.01, source }).factor).toBeNull();
    expect(report().amplification).toBeNull();
    const volume = { usdPerDay: 1e6, source: 'venue statistics, 1 March 2026' };
    expect(report(BOOK, { ...NOTHING_KNOWN, volume }).amplification?.impact.source).toBe(
      volume.source,
    );
  });
});

describe('the size that would bring gamma to zero', () => {
  it('does so when dealers add it to their book', () => {
    const before = analysed(BOOK);
    for (const size of before.hedging?.neutralisingSizes ?? []) {
      const days = (size.expiryMs - Date.parse(before.asOf)) / 86_400_000;
      const added: ContractTerms = {
        strike: size.strike,
        days,
        // Dealers are long calls and short puts.
        type: size.contracts > 0 ? 'call' : 'put',
        openInterest: Math.abs(size.contracts),
      };
      const after = analysed([...BOOK, added]).totals;
      expect(Math.abs(after.gex)).toBeLessThan(1e-9 * after.grossGex);
    }
    expect(before.hedging?.neutralisingSizes).toHaveLength(3);
    expect(before.hedging?.neutralisingSizes.map(({ strike }) => strike)).toEqual([100, 100, 100]);
  });

  it('is the same for a book in which dealers hold none of the option that it counts', () => {
    const chain = cleanChain(aChain({ contracts: BOOK }));
    const sizesIn = (share: number) => {
      // Strike 100 changes hands among others: gamma there is not the dealers', but it can be had.
      const units = dealerBook(chain, SIGN_MODELS.naive).units.map((held, row) =>
        chain.strike[row] === 100 ? share * held : held,
      );
      const book = { chain, units };
      return neutralisingSizes(book, contractExposures(book));
    };
    const [none, some] = [sizesIn(0), sizesIn(1e-9)];
    expect(none).toHaveLength(3);
    for (const [index, size] of none.entries())
      expect(size.contracts / (some[index]?.contracts ?? 0)).toBeCloseTo(1, 6);
  });
});

describe('rebalancing in the report', () => {
  const { rebalancing, dailySigma } = report(BOOK, { ...NOTHING_KNOWN, rebalanceMinutes: 20 });
  const policyOf = (kind: string) => rebalancing.find(({ policy }) => policy.kind === kind);

  it('trades at every interval that was asked for, and more often all the time', () => {
    // Two hours to the first settlement.
    const hours = policyOf('interval')?.trades.map((trade) => trade.hours) ?? [];
    expect(hours.map((each) => Math.round(60 * each))).toEqual([20, 40, 60, 80, 100, 120]);
    const often = policyOf('continuous')?.trades ?? [];
    expect(often.length).toBeGreaterThanOrEqual(4 * hours.length);
    const lowest = Math.min(...often.map(({ spot }) => spot));
    expect(lowest).toBeCloseTo(100 * (1 - (dailySigma ?? 0)), 9);
    expect(often.at(-1)?.spot).toBeCloseTo(100, 9);
  });

  it.each([7, 11, 17, 23, 45])(
    'trades at each multiple of %i minutes, none of them late',
    (minutes) => {
      const told = report(BOOK, { ...NOTHING_KNOWN, rebalanceMinutes: minutes }).rebalancing;
      const trades = told.find(({ policy }) => policy.kind === 'interval')?.trades ?? [];
      for (const [index, { hours }] of trades.entries())
        expect(60 * hours).toBeCloseTo((index + 1) * minutes, 6);
      expect(trades).toHaveLength(Math.floor(120 / minutes));
    },
  );

  it('takes an hour if nothing was asked for, and a day at most to fall and come back', () => {
    const long = report(BOOK.filter(({ days }) => (days ?? 0) > 1)).rebalancing;
    const hourly = long.find(({ policy }) => policy.kind === 'interval')?.trades ?? [];
    expect(hourly.map(({ hours }) => Math.round(hours))).toEqual(
      Array.from({ length: 24 }, (_, hour) => hour + 1),
    );
  });

  it('has a band only where its cost and the fear of risk were given, bounds around what it trades', () => {
    expect(report().band).toBeNull();
    expect(policyOf('band')).toBeUndefined();
    const taste = { cost: 1e-4, riskAversionPerUsd: 1e-2 };
    const banded = report(BOOK, { ...NOTHING_KNOWN, band: taste });
    expect(banded.rebalancing.map(({ policy }) => policy.kind)).toContain('band');
    const full = banded.budget.moves;
    for (const [index, move] of (banded.band?.moves ?? []).entries()) {
      const whole = Math.abs(full[index]?.units ?? 0);
      expect(Math.abs(move.atLeastUnits)).toBeLessThan(whole);
      expect(Math.abs(move.atMostUnits - (full[index]?.units ?? 0))).toBeLessThanOrEqual(
        2 * (banded.band?.halfWidthUnits ?? 0),
      );
      expect(Math.sign(move.atMostUnits)).toBe(Math.sign(full[index]?.units ?? 0));
    }
    expect(banded.band?.moves).toHaveLength(4);
  });
});

describe('the budget of the day', () => {
  it('is the re-priced trade of each move of σ', () => {
    const { budget, dailySigma, decomposition } = report();
    expect(dailySigma).toBeCloseTo(0.5 / Math.sqrt(365), 10);
    expect(budget.moves.map(({ sigmas }) => sigmas)).toEqual([-1, -0.5, 0.5, 1]);
    for (const move of budget.moves.filter(({ sigmas }) => Math.abs(sigmas) === 1)) {
      const cell = decomposition.find(
        (it) => it.spotMove === move.move && it.volShiftPoints === 0 && it.hours === 0,
      );
      expect(cell?.usd.total).toBeCloseTo(move.usd, 6);
    }
  });

  it('counts in contracts only where their size was given', () => {
    expect(report().budget.charmToSettlement.contracts).toBeNull();
    const { charmToSettlement } = report(BOOK, { ...NOTHING_KNOWN, contractUsd: 10 }).budget;
    expect(charmToSettlement.contracts).toBeCloseTo(charmToSettlement.usd / 10, 12);
  });

  it('rolls off what the next expiry holds of gamma', () => {
    const { budget } = report();
    const { byExpiry, totals } = analysed(BOOK);
    const [next] = byExpiry;
    expect(budget.rollOff.gexUsd).toBeCloseTo(next?.netGex ?? Number.NaN, 8);
    const gross = (next?.callGex ?? 0) - (next?.putGex ?? 0);
    expect(budget.rollOff.grossShare).toBeCloseTo(gross / totals.grossGex, 10);
  });
});

describe('the grid', () => {
  it('holds every move with every vol at every time, without σ where 30 days are out of reach', () => {
    const { decomposition } = report();
    expect(decomposition).toHaveLength(12 * 5 * 3);
    const times = new Set(decomposition.map(({ hours }) => hours));
    expect([...times].map((hours) => Number(hours.toFixed(9)))).toEqual([0, 1, 2]);
    const short = report([{ days: 5 }]);
    expect(short.dailySigma).toBeNull();
    expect(short.decomposition).toHaveLength(10 * 5 * 3);
    expect(short.budget.moves).toEqual([]);
    expect(short.rebalancing).toEqual([]);
  });
});

it('a book without a contract has no report', () => {
  expect(analysed([]).hedging).toBeNull();
});
