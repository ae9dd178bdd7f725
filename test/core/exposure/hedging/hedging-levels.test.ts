import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../../src/core/chain/clean.ts';
import { nextSettlementMs } from '../../../../src/core/chain/settlement-terms.ts';
import { dealerBook } from '../../../../src/core/exposure/dealer-book.ts';
import { dealerDelta } from '../../../../src/core/exposure/hedge-flow.ts';
import { charmByHour } from '../../../../src/core/exposure/hedging/charm-by-hour.ts';
import { smileSlope30Day } from '../../../../src/core/exposure/hedging/smile-slope.ts';
import { levelsOf } from '../../../../src/core/exposure/levels-of.ts';
import { SIGN_MODELS } from '../../../../src/core/exposure/sign-model.ts';
import { DERIBIT_TERMS } from '../../../../src/markets/deribit/settlement.ts';
import { aChain, type ContractTerms } from '../../../support/a-chain.ts';
import { arbitraryChain, SEED } from '../../../support/arbitrary-chain.ts';

const LISTING = { symbol: 'BTC', venue: 'deribit', settlement: DERIBIT_TERMS };

/** Calls and puts around spot 100 whose vol is a line in ln K. */
function skewed(days: number, slope: number, openInterest = 5): readonly ContractTerms[] {
  return [92, 95, 98, 100, 102, 105, 108].flatMap((strike, index) => {
    const iv = 0.5 + slope * Math.log(strike / 100);
    const put = { strike, days, iv, openInterest: openInterest + index, type: 'put' as const };
    return [{ strike, days, iv, openInterest }, put];
  });
}

const levels = (contracts: readonly ContractTerms[]) =>
  levelsOf(cleanChain(aChain({ contracts })), LISTING);

describe('the ladder where vols react', () => {
  it('is the held ladder where the smile is flat', () => {
    const { reacting, ladder } = levels([...skewed(20, 0), ...skewed(60, 0)]);
    expect(reacting?.volPointsPerFall).toBeCloseTo(0, 12);
    for (const [index, rung] of ladder.entries()) {
      expect(reacting?.ladder[index]?.move).toBe(rung.move);
      expect(reacting?.ladder[index]?.usd).toBeCloseTo(rung.usd, 8);
    }
  });

  it('raises the vols of strikes by half the slope of the smile on a fall', () => {
    const { reacting, spot } = levels(skewed(30, -0.8));
    expect(reacting?.volPointsPerFall).toBeCloseTo(0.4, 8);
    // Re-priced again with the vols written out: −1 % adds 0.4 points at every strike.
    const shifted = skewed(30, -0.8).map((each) => ({ ...each, iv: (each.iv ?? 0) + 0.004 }));
    const book = (contracts: readonly ContractTerms[]) =>
      dealerBook(cleanChain(aChain({ contracts })), SIGN_MODELS.naive);
    const before = dealerDelta(book(skewed(30, -0.8)), spot);
    const after = dealerDelta(book(shifted), spot * 0.99);
    const rung = reacting?.ladder.find(({ move }) => move === -0.01);
    expect(rung?.units).toBeCloseTo(before - after, 8);
    expect(rung?.usd).toBeCloseTo((before - after) * spot * 0.99, 6);
  });

  it('moves other expiries by √(30 days/T) of that, at most 1.5 times', () => {
    const moved = (days: number) => {
      const measured = skewed(30, -0.8, 1e-9).map((each) => ({ ...each, openInterest: 1e-9 }));
      const { reacting, spot } = levels([...measured, { strike: 104, days, openInterest: 1_000 }]);
      const rung = reacting?.ladder.find(({ move }) => move === -0.01);
      const contracts = (iv: number) => [{ strike: 104, days, openInterest: 1_000, iv }];
      const delta = (iv: number, at: number) =>
        dealerDelta(
          dealerBook(cleanChain(aChain({ contracts: contracts(iv) })), SIGN_MODELS.naive),
          at,
        );
      const trade = (points: number) => delta(0.5, spot) - delta(0.5 + points / 100, spot * 0.99);
      return { units: rung?.units ?? Number.NaN, trade };
    };
    const far = moved(120);
    expect(far.units).toBeCloseTo(far.trade(0.4 * 0.5), 5);
    const near = moved(1);
    expect(near.units).toBeCloseTo(near.trade(0.4 * 1.5), 5);
  });

  it('is absent where the chain shows no slope about 30 days', () => {
    expect(levels([{ days: 30 }]).reacting).toBeNull();
    expect(levels(skewed(5, -0.8)).reacting).toBeNull();
    expect(levels(skewed(200, -0.8)).reacting).toBeNull();
    expect(levels([]).reacting).toBeNull();
  });

  it('reads the slope at the forward also where the smile is curved', () => {
    const contracts = skewed(30, 0).map((each) => {
      const k = Math.log((each.strike ?? 0) / 100);
      return { ...each, iv: 0.5 - 0.3 * k + 4 * k * k };
    });
    expect(smileSlope30Day(cleanChain(aChain({ contracts })))).toBeCloseTo(-0.3, 9);
  });
});

describe('time and vol', () => {
  it('run to the next 08:00 UTC, or to the close of New York’s session', () => {
    const at = (iso: string, daily: 'utc-0800' | 'us-close') => {
      const chain = cleanChain(aChain({ asOfMs: Date.parse(iso) }));
      const terms = { ...DERIBIT_TERMS, daily };
      return new Date(nextSettlementMs(chain, terms) ?? Number.NaN).toISOString();
    };
    expect(at('2026-11-24T07:59:59Z', 'utc-0800')).toBe('2026-11-24T08:00:00.000Z');
    expect(at('2026-11-24T08:00:00Z', 'utc-0800')).toBe('2026-11-25T08:00:00.000Z');
    expect(at('2026-11-25T20:00:00Z', 'us-close')).toBe('2026-11-25T21:00:00.000Z');
    // Thanksgiving is a holiday and the day after it a half-day.
    expect(at('2026-11-25T21:00:00Z', 'us-close')).toBe('2026-11-27T18:00:00.000Z');
  });

  it('is absent for an empty chain', () => {
    expect(levels([]).timeAndVol).toBeNull();
  });

  it('hour by hour adds up to the charm to settlement', () => {
    fc.assert(
      fc.property(arbitraryChain, (quoted) => {
        const chain = cleanChain(quoted);
        const { timeAndVol } = levelsOf(chain, LISTING);
        const book = dealerBook(chain, SIGN_MODELS.naive);
        const hours = charmByHour(book, timeAndVol?.settlesMs ?? Number.NaN, DERIBIT_TERMS);
        const sum = hours.reduce((total, each) => total + each.charmUsd, 0);
        const gross = book.units.reduce((total, held) => total + Math.abs(held), 0) * chain.spot;
        expect(Math.abs(sum - (timeAndVol?.charmUsd ?? Number.NaN))).toBeLessThan(1e-12 * gross);
        expect(hours.at(-1)?.untilMs).toBe(timeAndVol?.settlesMs);
        expect(hours.length).toBeLessThanOrEqual(24);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('has dealers long an out-of-the-money call buy as its vol falls and as its time runs off', () => {
    const { timeAndVol } = levels([{ strike: 110, days: 40 }]);
    expect(timeAndVol?.vannaUsd).toBeGreaterThan(0);
    expect(timeAndVol?.charmUsd).toBeGreaterThan(0);
  });
});

describe('the trade of a vol point', () => {
  it('is re-priced in its own direction: up is not down with the other sign', () => {
    const call = { strike: 130, days: 30, iv: 0.3 };
    const deltaAt = (iv: number) => {
      const chain = cleanChain(aChain({ contracts: [{ ...call, iv }] }));
      return dealerDelta(dealerBook(chain, SIGN_MODELS.naive), chain.spot);
    };
    const { timeAndVol, spot } = levels([call]);
    const up = -(deltaAt(0.31) - deltaAt(0.3)) * spot;
    const down = -(deltaAt(0.29) - deltaAt(0.3)) * spot;
    expect(timeAndVol?.vannaUpUsd).toBeCloseTo(up, 9);
    expect(timeAndVol?.vannaUsd).toBeCloseTo(down, 9);
    expect(Math.abs(up / down + 1)).toBeGreaterThan(0.1);
  });
});

describe('the trade of a 1 % fall', () => {
  it('counts 30 days to the near part, and 31 to the later one', () => {
    expect(levels([{ days: 30 }]).fallTrade).toMatchObject({ laterUsd: expect.closeTo(0, 9) });
    expect(levels([{ days: 31 }]).fallTrade).toMatchObject({ within30DaysUsd: 0 });
    expect(levels([{ days: 31 }]).fallTrade.laterUsd).toBeGreaterThan(0);
  });

  it('is split at 30 days into parts that add up to its rung', () => {
    fc.assert(
      fc.property(arbitraryChain, (quoted) => {
        const { fallTrade, ladder } = levelsOf(cleanChain(quoted), LISTING);
        const rung = ladder.find(({ move }) => move === -0.01)?.usd ?? Number.NaN;
        const near = quoted.contracts.filter(
          ({ expiryMs }) => expiryMs <= quoted.asOfMs + 30 * 86_400_000,
        );
        const alone = levelsOf(cleanChain({ ...quoted, contracts: near }), LISTING).ladder;
        const expected = alone.find(({ move }) => move === -0.01)?.usd ?? Number.NaN;
        const gross = quoted.contracts.reduce((sum, each) => sum + (each.openInterest ?? 0), 0);
        const tolerance = 1e-12 * gross * quoted.spot;
        expect(Math.abs(fallTrade.within30DaysUsd + fallTrade.laterUsd - rung)).toBeLessThan(
          tolerance,
        );
        expect(Math.abs(fallTrade.within30DaysUsd - expected)).toBeLessThan(tolerance);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });
});
