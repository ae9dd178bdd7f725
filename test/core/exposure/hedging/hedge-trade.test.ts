import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../../src/core/chain/clean.ts';
import { CHAIN_FILE_TERMS } from '../../../../src/core/chain/settlement-terms.ts';
import { type DealerBook, dealerBook } from '../../../../src/core/exposure/dealer-book.ts';
import { findFlip } from '../../../../src/core/exposure/flip.ts';
import { gammaAt, gammaBook } from '../../../../src/core/exposure/gamma-book.ts';
import { dealerDelta, hedgeTrades } from '../../../../src/core/exposure/hedge-flow.ts';
import { bookAt } from '../../../../src/core/exposure/hedging/book-at.ts';
import { dealerDeltaAt } from '../../../../src/core/exposure/hedging/dealer-delta-at.ts';
import { hedgeTrade, type TradeParts } from '../../../../src/core/exposure/hedging/hedge-trade.ts';
import { levelsOf } from '../../../../src/core/exposure/levels-of.ts';
import { SIGN_MODELS } from '../../../../src/core/exposure/sign-model.ts';
import { turns } from '../../../../src/core/text/directions.ts';
import { DERIBIT_TERMS } from '../../../../src/markets/deribit/settlement.ts';
import { aChain } from '../../../support/a-chain.ts';
import { arbitraryChain, SEED } from '../../../support/arbitrary-chain.ts';

function bookOf(chain: QuotedChain): DealerBook {
  return dealerBook(cleanChain(chain), SIGN_MODELS.naive);
}

function grossUnits({ units }: DealerBook): number {
  return units.reduce((sum, held) => sum + Math.abs(held), 0);
}

const NOTHING = { spotMove: 0, volShiftPoints: 0, hours: 0 };

const shift = fc.record({
  spotMove: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
  volShiftPoints: fc.double({ min: -20, max: 20, noNaN: true }),
  hours: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 720, noNaN: true })),
});
const terms = fc.constantFrom(
  CHAIN_FILE_TERMS,
  { ...CHAIN_FILE_TERMS, delivery: 'underlying' as const },
  DERIBIT_TERMS,
);

describe('one trade over price, vol and time', () => {
  it('is the sum of its parts, in dollars at the new price', () => {
    fc.assert(
      fc.property(arbitraryChain, shift, terms, (chain, to, market) => {
        const book = bookOf(chain);
        const { spot, units, usd } = hedgeTrade(book, to, market);
        expect(spot).toBeCloseTo(chain.spot * (1 + to.spotMove), 10);
        expect(usd.total).toBe(usd.gamma + usd.vanna + usd.charm + usd.cross + usd.expiryUnwind);
        expect(Math.abs(usd.total - units * spot)).toBeLessThan(1e-12 * grossUnits(book) * spot);
      }),
      { seed: SEED },
    );
  });

  it('stops a falling vol at a tenth of a point, and leaves one that is lower where it is', () => {
    const contracts = (iv: number) => [{ iv, days: 20, strike: 100.02 }];
    const deltaOf = (iv: number) => dealerDelta(bookOf(aChain({ contracts: contracts(iv) })), 100);
    const trade = (iv: number) =>
      hedgeTrade(
        bookOf(aChain({ contracts: contracts(iv) })),
        { ...NOTHING, volShiftPoints: -20 },
        CHAIN_FILE_TERMS,
      ).units;
    expect(trade(0.05)).toBeCloseTo(deltaOf(0.05) - deltaOf(0.001), 6);
    expect(Math.abs(deltaOf(0.001) - deltaOf(0.01))).toBeGreaterThan(0.01);
    expect(trade(0.0006)).toBeCloseTo(0, 9);
  });

  it('is all of one part where one input moves alone', () => {
    const alone: readonly (readonly [keyof TradeParts, Partial<typeof NOTHING>])[] = [
      ['gamma', { spotMove: 0.03 }],
      ['vanna', { volShiftPoints: -4 }],
      ['charm', { hours: 0.1 }],
    ];
    fc.assert(
      fc.property(arbitraryChain, terms, (chain, market) => {
        // Ten minutes to the nearest expiry at least, so nothing settles in a tenth of an hour.
        const later = chain.contracts.map((each) => ({ ...each, expiryMs: each.expiryMs + 7.2e6 }));
        for (const [part, moved] of alone) {
          const book = bookOf({ ...chain, contracts: later });
          const { usd } = hedgeTrade(book, { ...NOTHING, ...moved }, market);
          expect(usd[part]).toBe(usd.total);
          expect(usd.cross + usd.expiryUnwind).toBe(0);
        }
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('agrees with the held ladder where only spot moves', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const book = bookOf(chain);
        const [ladder] = hedgeTrades(book, [-0.02]);
        const { units } = hedgeTrade(book, { ...NOTHING, spotMove: -0.02 });
        expect(Math.abs(units - (ladder?.units ?? Number.NaN))).toBeLessThan(
          1e-12 * grossUnits(book),
        );
      }),
      { seed: SEED },
    );
  });

  it('is the book of a later data time, at its word', () => {
    fc.assert(
      fc.property(
        arbitraryChain,
        fc.double({ min: 0.1, max: 200, noNaN: true }),
        (chain, hours) => {
          const book = bookOf(chain);
          const laterChain = cleanChain({ ...chain, asOfMs: chain.asOfMs + hours * 3_600_000 });
          const later = dealerBook(laterChain, SIGN_MODELS.naive);
          const at = bookAt(book, { hours, terms: CHAIN_FILE_TERMS });
          const { whole, closed } = dealerDeltaAt(at, { spotMove: 0.01, volPoints: 0 });
          const expected = dealerDelta(later, chain.spot * 1.01);
          expect(Math.abs(whole - closed - expected)).toBeLessThan(1e-9 * grossUnits(book));
        },
      ),
      { seed: SEED },
    );
  });
});

describe('words and signs of single contracts', () => {
  const months = 60;
  const call = { strike: 110, days: months };
  const put = { strike: 90, days: months, type: 'put' as const };
  const cases = [
    ['long an out-of-the-money call', call, { spotMove: -0.02 }, 'gamma', 'buy'],
    ['long an out-of-the-money call', call, { spotMove: 0.02 }, 'gamma', 'sell'],
    ['long an out-of-the-money call', call, { volShiftPoints: 1 }, 'vanna', 'sell'],
    ['long an out-of-the-money call', call, { volShiftPoints: -1 }, 'vanna', 'buy'],
    ['long an out-of-the-money call', call, { hours: 24 }, 'charm', 'buy'],
    ['short an out-of-the-money put', put, { spotMove: -0.02 }, 'gamma', 'sell'],
    ['short an out-of-the-money put', put, { spotMove: 0.02 }, 'gamma', 'buy'],
    ['short an out-of-the-money put', put, { volShiftPoints: 1 }, 'vanna', 'sell'],
    ['short an out-of-the-money put', put, { volShiftPoints: -1 }, 'vanna', 'buy'],
    ['short an out-of-the-money put', put, { hours: 24 }, 'charm', 'buy'],
  ] as const;

  it.each(cases)('dealers %s %j on %j by %s: %s', (_, contract, moved, part, word) => {
    const book = bookOf(aChain({ contracts: [{ iv: 0.3, ...contract }] }));
    const { usd } = hedgeTrade(book, { ...NOTHING, ...moved });
    expect(Math.sign(usd[part])).toBe(word === 'buy' ? 1 : -1);
  });
});

describe('settlement in between', () => {
  const inTheMoney = aChain({ contracts: [{ strike: 80, days: 1 / 24, openInterest: 3 }] });
  const settled = { spotMove: 0, volShiftPoints: 0, hours: 2 };

  it('closes a hedge of short underlying by buying it back', () => {
    const { usd } = hedgeTrade(bookOf(inTheMoney), settled);
    expect(usd.expiryUnwind).toBeCloseTo(300, 9);
    expect(usd.charm).toBeCloseTo(0, 6);
  });

  it('closes the hedge that dealers hold where spot went, not where it was', () => {
    const outOfTheMoney = bookOf(aChain({ contracts: [{ strike: 105, days: 1 / 24 }] }));
    const moved = { ...settled, spotMove: 0.1 };
    expect(hedgeTrade(outOfTheMoney, moved).usd.expiryUnwind).toBeCloseTo(110, 9);
    // A quarter of an hour before the end half of the average is known, sampled at 110: the rest cannot undo it.
    const inside = hedgeTrade(outOfTheMoney, { ...moved, hours: 0.75 }, DERIBIT_TERMS);
    expect(inside.usd.expiryUnwind).toBeCloseTo(55, 4);
  });

  it('trades nothing where the underlying is delivered', () => {
    const market = { ...CHAIN_FILE_TERMS, delivery: 'underlying' as const };
    expect(hedgeTrade(bookOf(inTheMoney), settled, market).usd.expiryUnwind).toBe(0);
  });

  it('on an average closes the hedge step by step within the last half hour', () => {
    const unwind = (hours: number) =>
      hedgeTrade(bookOf(inTheMoney), { ...settled, hours }, DERIBIT_TERMS).usd.expiryUnwind;
    expect(unwind(0.5)).toBeCloseTo(0, 9);
    expect(unwind(0.75)).toBeCloseTo(150, 4);
    expect(unwind(1)).toBeCloseTo(300, 9);
  });

  it('leaves now at the venue’s word and is continuous from there, also inside the window', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 5, max: 300, noNaN: true }),
        fc.double({ min: 99.9, max: 100.1, noNaN: true }),
        (minutes, strike) => {
          const book = bookOf(aChain({ contracts: [{ strike, days: minutes / 1_440 }] }));
          const at = (hours: number) => hedgeTrade(book, { ...NOTHING, hours }, DERIBIT_TERMS);
          expect(at(0).usd.total).toBe(0);
          expect(Math.abs(at(1e-7).units)).toBeLessThan(1e-3);
        },
      ),
      { seed: SEED },
    );
  });

  it('on an average has less variance left than the plain clock says', () => {
    const book = bookOf(aChain({ contracts: [{ strike: 101, days: 3 / 24 }] }));
    const later = { spotMove: 0, volShiftPoints: 0, hours: 2 };
    // Out of the money a smaller variance means a smaller delta, so dealers who are long buy back more.
    expect(hedgeTrade(book, later, DERIBIT_TERMS).usd.charm).toBeGreaterThan(
      hedgeTrade(book, later).usd.charm,
    );
  });
});

describe('the re-priced delta', () => {
  it('has gamma, vanna and charm as its derivatives', () => {
    const terms = CHAIN_FILE_TERMS;
    const chain = aChain({
      rate: 0.03,
      dividendYield: 0.01,
      contracts: [{ strike: 104, days: 30, iv: 0.4 }],
    });
    const now = bookAt(bookOf(chain), { hours: 0, terms });
    const delta = (spotMove: number, volPoints: number) =>
      dealerDeltaAt(now, { spotMove, volPoints }).whole;
    const h = 1e-5;
    const gamma = (delta(h, 0) - delta(-h, 0)) / (2 * h * chain.spot);
    const vanna = (delta(0, 1e-3) - delta(0, -1e-3)) / (2e-3 * 0.01);
    const { d1, d2, density, sd, years } = textbook();
    expect(gamma).toBeCloseTo(density / (chain.spot * sd), 8);
    expect(vanna).toBeCloseTo((-density * d2) / 0.4, 6);
    const later = bookAt(bookOf(chain), { hours: 1e-3, terms });
    const charm =
      (dealerDeltaAt(later, { spotMove: 0, volPoints: 0 }).whole - delta(0, 0)) * (8_760 / 1e-3);
    const plain = density * ((2 * 0.02 * years - d2 * sd) / (2 * years * sd));
    expect(charm).toBeCloseTo(0.01 * delta(0, 0) - plain, 4);
    expect(d1).toBeLessThan(0);
  });

  function textbook() {
    const years = 30 / 365;
    const sd = 0.4 * Math.sqrt(years);
    const d1 = (Math.log(100 / 104) + 0.02 * years) / sd + sd / 2;
    const density = (Math.exp(-0.01 * years) * Math.exp(-0.5 * d1 * d1)) / Math.sqrt(2 * Math.PI);
    return { years, sd, d1, d2: d1 - sd, density };
  }

  it('has falling vols stop at a tenth of a point', () => {
    const contract = { strike: 101, days: 30, iv: 0.01 };
    const { units } = hedgeTrade(bookOf(aChain({ contracts: [contract] })), {
      ...NOTHING,
      volShiftPoints: -20,
    });
    const delta = (iv: number) =>
      dealerDelta(bookOf(aChain({ contracts: [{ ...contract, iv }] })), 100);
    expect(units).toBeCloseTo(delta(0.01) - delta(0.001), 12);
  });

  it('changes by the integral of the gamma profile, to 1e-12 of the book', () => {
    fc.assert(
      fc.property(arbitraryChain, fc.constantFrom(-0.02, 0.01, 0.05), (chain, spotMove) => {
        const contracts = chain.contracts.map((each) => ({
          ...each,
          expiryMs: each.expiryMs + 5 * 86_400_000,
        }));
        const book = bookOf({ ...chain, contracts });
        const gamma = gammaBook(book);
        // D(S′) − D(S) = ∫ Γ dS = ∫ 100·GEX/S dx over x = ln S.
        const end = Math.log1p(spotMove);
        const integral = simpson(
          (x) => (100 * gammaAt(gamma, x).net) / (chain.spot * Math.exp(x)),
          end,
        );
        const { units } = hedgeTrade(book, { ...NOTHING, spotMove });
        expect(Math.abs(integral + units)).toBeLessThan(1e-12 * grossUnits(book));
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  function simpson(of: (x: number) => number, end: number): number {
    const steps = 2_000;
    const width = end / steps;
    let sum = of(0) + of(end);
    for (let i = 1; i < steps; i++) sum += (i % 2 === 0 ? 2 : 4) * of(i * width);
    return (sum * width) / 3;
  }

  it('turns where the words say that selling or buying starts', () => {
    const chain = aChain({
      contracts: [
        { strike: 103, openInterest: 500 },
        { strike: 98, openInterest: 450, type: 'put' },
      ],
    });
    const book = bookOf(chain);
    const flip = findFlip(gammaBook(book));
    const level = flip.status === 'found' ? flip.spot : Number.NaN;
    expect(Math.abs(level / chain.spot - 1)).toBeLessThan(0.02);
    const [words] = turns(levelsOf(book.chain, { symbol: 'BTC', venue: 'deribit' }));
    expect(words).toMatch(/^selling starts/);
    const unitsAt = (spot: number) =>
      hedgeTrade(book, { ...NOTHING, spotMove: spot / chain.spot - 1 }).units;
    const perDollar = (spot: number) => (unitsAt(spot + 0.01) - unitsAt(spot - 0.01)) / 0.02;
    // Above it they sell as the price rises on, below it as the price falls on.
    expect(perDollar(level * 1.001)).toBeLessThan(0);
    expect(perDollar(level * 0.999)).toBeGreaterThan(0);
  });
});
