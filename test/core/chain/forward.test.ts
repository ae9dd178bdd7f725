import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ForwardContext, impliedForward } from '../../../src/core/chain/forward.ts';
import { type ParityQuote, pairQuotes } from '../../../src/core/chain/parity-rows.ts';
import { type QuoteTerms, quotedExpiry } from '../../support/quoted-expiry.ts';
import { seededUniform } from '../../support/seeded.ts';

const market: QuoteTerms = {
  spot: 7000,
  years: 1,
  vol: 0.17,
  rate: 0.043,
  dividendYield: 0.012,
  spread: 1,
  strikes: 81,
};

function contextOf(terms: QuoteTerms, known: Partial<ForwardContext> = {}): ForwardContext {
  const { spot, years, rate, dividendYield } = terms;
  return { spot, years, rate, carry: rate - dividendYield, exercise: 'european', ...known };
}

const forwardOf = ({ spot, years, rate, dividendYield }: QuoteTerms) =>
  spot * Math.exp((rate - dividendYield) * years);
const discountOf = ({ years, rate }: QuoteTerms) => Math.exp(-rate * years);

/** Markets of any size whose spreads are a share of spot. */
const markets = (years: { min: number; max: number }, spread: { min: number; max: number }) =>
  fc
    .record({
      spot: fc.double({ min: 5, max: 50_000, noNaN: true }),
      years: fc.double({ ...years, noNaN: true }),
      vol: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
      rate: fc.double({ min: -0.005, max: 0.08, noNaN: true }),
      dividendYield: fc.double({ min: 0, max: 0.06, noNaN: true }),
      spreadShare: fc.double({ ...spread, noNaN: true }),
      strikes: fc.integer({ min: 41, max: 161 }),
    })
    .map(
      ({ spreadShare, ...terms }): QuoteTerms => ({ ...terms, spread: spreadShare * terms.spot }),
    );

describe('the forward from parity', () => {
  it('and the discount are exact where the quotes are, whatever the curve says', () => {
    fc.assert(
      fc.property(markets({ min: 0.5, max: 3 }, { min: 1e-6, max: 1e-4 }), (terms) => {
        const found = impliedForward(quotedExpiry(terms), contextOf(terms, { rate: 0.5 }));
        if (found.kind !== 'parity') throw new Error(found.reason);
        expect(found.discountFrom).toBe('slope');
        expect(Math.abs(found.forward / forwardOf(terms) - 1)).toBeLessThan(1e-10);
        expect(Math.abs(found.discount / discountOf(terms) - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it('is exact for short expiries too, with the discount of the curve', () => {
    fc.assert(
      fc.property(markets({ min: 1e-4, max: 0.02 }, { min: 1e-4, max: 1e-3 }), (terms) => {
        const found = impliedForward(quotedExpiry(terms), contextOf(terms));
        // Very short options away from the money have no bid; what then is left may be too little.
        fc.pre(found.kind === 'parity');
        if (found.kind !== 'parity') return;
        expect(found.discountFrom).toBe('curve');
        expect(found.discount).toBe(discountOf(terms));
        expect(Math.abs(found.forward / forwardOf(terms) - 1)).toBeLessThan(1e-10);
      }),
    );
  });

  it('keeps the word of its grade when every mid is off by up to half its spread', () => {
    const errorMax = { A: 1e-4, B: 3e-4, C: 1e-2 };
    const noise = (seed: number) => {
      const uniform = seededUniform(seed);
      return () => 2 * uniform() - 1;
    };
    const excesses: number[] = [];
    const terms = markets({ min: 0.01, max: 2 }, { min: 1e-5, max: 5e-3 });
    for (const [seed, each] of fc.sample(terms, { seed: 3, numRuns: 1000 }).entries()) {
      const found = impliedForward(quotedExpiry(each, noise(seed)), contextOf(each));
      if (found.kind !== 'parity') continue;
      const error = Math.abs(found.forward / forwardOf(each) - 1);
      excesses.push(error / errorMax[found.quality]);
      expect(error * forwardOf(each)).toBeLessThan(each.spread / found.discount);
      const rate = -Math.log(found.discount) / each.years;
      expect(Math.abs(rate - each.rate)).toBeLessThan(0.01);
    }
    expect(excesses.length).toBeGreaterThan(900);
    expect(Math.max(...excesses)).toBeLessThan(2);
    // The grade speaks of the likely error: few may be beyond it, and none twice as far.
    expect(excesses.filter((excess) => excess > 1).length).toBeLessThan(30);
  });

  it('does not move for rows that are crossed, without a bid, or stale by 3 %', () => {
    const damages: readonly ((row: ParityQuote) => ParityQuote)[] = [
      (row) => ({ ...row, callBid: (row.callAsk ?? 0) + 5, putBid: 0.05 }),
      (row) => ({ ...row, putBid: 0 }),
      (row) => ({ ...row, callBid: null, callAsk: null }),
      (row) => ({ ...row, callBid: (row.callBid ?? 0) + 210, callAsk: (row.callAsk ?? 0) + 210 }),
      (row) => ({ ...row, putBid: (row.putBid ?? 0) + 210, putAsk: (row.putAsk ?? 0) + 210 }),
    ];
    const hits = fc.uniqueArray(fc.nat(40), { maxLength: 6 });
    fc.assert(
      fc.property(hits, fc.infiniteStream(fc.constantFrom(...damages)), (rows, stream) => {
        const terms = { ...market, spread: 0.6 };
        const quotes = [...quotedExpiry(terms)];
        for (const row of rows) {
          const [damage, quote] = [stream.next().value, quotes[20 + row]];
          if (damage !== undefined && quote !== undefined) quotes[20 + row] = damage(quote);
        }
        const found = impliedForward(quotes, contextOf(terms, { rate: 0 }));
        expect(found).toMatchObject({ kind: 'parity', discountFrom: 'slope' });
        expect(Math.abs(found.forward / forwardOf(terms) - 1)).toBeLessThan(1e-10);
        expect(Math.abs(found.discount / discountOf(terms) - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it('takes the discount of a week from the curve, for noise of a tick would make it absurd', () => {
    const week = { ...market, years: 7 / 365, spread: 2 };
    const noise = (count: number) => Math.sin(count * count);
    const found = impliedForward(quotedExpiry(week, noise), contextOf(week));
    expect(found).toMatchObject({
      kind: 'parity',
      discountFrom: 'curve',
      discount: discountOf(week),
    });
    expect(Math.abs(found.forward - forwardOf(week))).toBeLessThan(0.5);
  });

  it('never takes a discount from American quotes, and says that they are', () => {
    const found = impliedForward(quotedExpiry(market), contextOf(market, { exercise: 'american' }));
    expect(found).toMatchObject({ discountFrom: 'curve', exercise: 'american', quality: 'C' });
  });

  it('does not depend on the order of quotes nor on the currency', () => {
    const noise = (count: number) => Math.sin(count * count);
    const quotes = quotedExpiry(market, noise);
    const found = impliedForward(quotes, contextOf(market));
    expect(impliedForward(quotes.toReversed(), contextOf(market))).toEqual(found);
    const tenth = { ...market, spot: 700, spread: 0.1 };
    const scaled = impliedForward(quotedExpiry(tenth, noise), contextOf(tenth));
    expect(scaled.forward * 10).toBeCloseTo(found.forward, 6);
    expect(scaled.quality).toBe(found.quality);
  });
});

describe('without a forward of its own an expiry falls back to the curve', () => {
  const curve = { forward: forwardOf(market), discount: discountOf(market), quality: 'D' };

  it('where fewer than four strikes near spot are quoted on all sides', () => {
    const oneSided = quotedExpiry(market).map((row, index) =>
      index % 30 === 0 ? row : { ...row, putBid: null },
    );
    expect(impliedForward(oneSided, contextOf(market))).toEqual({
      kind: 'curve',
      reason: 'too-few-strikes',
      ...curve,
    });
  });

  it('where the strikes contradict each other', () => {
    const torn = quotedExpiry({ ...market, spread: 700 }, (count) => Math.sin(count * count));
    expect(impliedForward(torn, contextOf(market))).toMatchObject({ reason: 'quotes-disagree' });
  });

  it('where the quotes are of another underlying than the spot', () => {
    const soon = { ...market, years: 0.05 };
    const elsewhere = quotedExpiry({ ...soon, spot: 7000 * 1.05 });
    const found = impliedForward(elsewhere, contextOf(soon));
    expect(found).toMatchObject({ reason: 'carry-implausible', forward: forwardOf(soon) });
  });

  it('where American quotes are so long that early exercise hides the forward', () => {
    const long = { ...market, years: 2 };
    const found = impliedForward(quotedExpiry(long), contextOf(long, { exercise: 'american' }));
    expect(found).toMatchObject({ kind: 'curve', reason: 'early-exercise' });
  });

  it('where it has settled: at spot, undiscounted', () => {
    const past = { ...market, years: -0.01 };
    expect(impliedForward([], contextOf(past))).toEqual({
      kind: 'curve',
      forward: 7000,
      discount: 1,
      quality: 'D',
      reason: 'settled',
    });
  });
});

it('no quotes whatever make a number that is not finite', () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(null, 0, -1, 7000, 1e308, 1e-308));
  const side = fc.record({
    strike: fc.double(),
    callBid: number,
    callAsk: number,
    putBid: number,
    putAsk: number,
  });
  const near = side.map((row) => ({ ...row, strike: 6900 + Math.abs(row.strike % 200) }));
  const exercise = fc.constantFrom('european' as const, 'american' as const);
  fc.assert(
    fc.property(fc.array(fc.oneof(side, near)), exercise, fc.double(), (quotes, style, years) => {
      const found = impliedForward(quotes, {
        ...contextOf(market, { exercise: style }),
        years: Math.abs(years % 5),
      });
      const numbers = Object.values(found).filter((value) => typeof value === 'number');
      for (const value of numbers) expect(Number.isFinite(value)).toBe(true);
      expect(found.forward > 0 && found.discount > 0).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

it('calls and puts of a strike are paired, and a lone one is left out', () => {
  const side = { strike: 100, bid: 1, ask: 2 };
  expect(
    pairQuotes([
      { ...side, type: 'put' },
      { ...side, type: 'call', bid: 3, ask: 4 },
      { ...side, type: 'put', strike: 110 },
    ]),
  ).toEqual([{ strike: 100, callBid: 3, callAsk: 4, putBid: 1, putAsk: 2 }]);
});
