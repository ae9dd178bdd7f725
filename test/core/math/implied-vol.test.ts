import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyGreeks, greeks } from '../../../src/core/math/black.ts';
import { type ImpliedVol, impliedVol } from '../../../src/core/math/implied-vol.ts';

type GoldenCase = {
  readonly price: number;
  readonly S: number;
  readonly K: number;
  readonly T: number;
  readonly r: number;
  readonly q: number;
  readonly type: 'call' | 'put';
  readonly status: ImpliedVol['status'];
  readonly iv: number | null;
  readonly attainableRel: number | null;
};

const golden: readonly GoldenCase[] = JSON.parse(
  readFileSync(new URL('../../golden/iv_cases.json', import.meta.url), 'utf8'),
);

function solve(row: GoldenCase): ImpliedVol {
  return impliedVol({
    price: row.price,
    spot: row.S,
    strike: row.K,
    years: row.T,
    rate: row.r,
    dividendYield: row.q,
    isCall: row.type === 'call',
  });
}

/** The contract compares neither status nor iv where the price itself does not carry the vol. */
function isDecided(row: GoldenCase): boolean {
  return row.attainableRel !== null && row.attainableRel <= 1e-3;
}

describe('the golden cases', () => {
  test('have the status that fifty digits give', () => {
    expect(golden).toHaveLength(1043);
    const decided = golden.filter(isDecided);
    expect(decided.length).toBeGreaterThan(950);
    expect(decided.filter((row) => solve(row).status !== row.status)).toEqual([]);
  });

  test('have a neighbouring status where rounding decides', () => {
    const nearBounds = golden.filter((row) => !isDecided(row)).map((row) => solve(row).status);
    expect(nearBounds).not.toContain('above-maximum');
  });

  test('meet the tolerance of the contract', () => {
    const misses = golden.filter((row) => {
      if (!isDecided(row) || row.status !== 'ok') return false;
      const allowed = Math.max(1e-12, 64 * (row.attainableRel ?? 0));
      return !(Math.abs((solve(row).iv ?? Number.NaN) / (row.iv ?? Number.NaN) - 1) <= allowed);
    });
    expect(misses).toEqual([]);
  });

  test('include prices down to 1e-300', () => {
    const tiny = golden.filter((row) => row.price === 1e-300);
    expect(tiny).toHaveLength(1);
    for (const row of tiny) expect(solve(row).iv).toBeCloseTo(row.iv ?? Number.NaN, 14);
  });
});

function between(min: number, max: number) {
  return fc.double({ min, max, noNaN: true });
}

const terms = {
  spot: between(1, 1e5),
  years: between(1e-4, 4),
  rate: between(-0.05, 0.1),
  dividendYield: between(-0.05, 0.1),
  isCall: fc.boolean(),
};

test('a price leads back to the total vol it was made with', () => {
  const logVol = between(Math.log(1e-4), Math.log(4));
  fc.assert(
    fc.property(fc.record(terms), logVol, between(0, 3), (option, logTotalVol, distance) => {
      const totalVol = Math.exp(logTotalVol);
      const vol = totalVol / Math.sqrt(option.years);
      const carry = (option.rate - option.dividendYield) * option.years;
      // Out of the money: there the price itself carries the vol, without an intrinsic part.
      const away = option.isCall ? distance : -distance;
      const strike = option.spot * Math.exp(carry + away);
      const made = emptyGreeks();
      greeks({ ...option, strike, vol }, made);
      fc.pre(made.price > 1e-290 * option.spot);
      const found = impliedVol({ ...option, strike, price: made.price });
      const rounding = (8 * Number.EPSILON * option.spot * made.delta) / made.vega / vol;
      expect(found.status).toBe('ok');
      const error = Math.abs((found.iv ?? Number.NaN) / vol - 1);
      expect(error).toBeLessThanOrEqual(1e-12 + Math.abs(rounding));
    }),
    { numRuns: 2000 },
  );
});

test('a call and a put joined by parity imply the same vol', () => {
  fc.assert(
    fc.property(fc.record(terms), between(0.1, 1.5), between(-1, 1), (option, vol, distance) => {
      const strike = option.spot * Math.exp(distance * vol * Math.sqrt(option.years));
      const price = (isCall: boolean) => {
        const made = emptyGreeks();
        greeks({ ...option, isCall, strike, vol }, made);
        return made.price;
      };
      const fromCall = impliedVol({ ...option, isCall: true, strike, price: price(true) });
      const fromPut = impliedVol({ ...option, isCall: false, strike, price: price(false) });
      const sd = vol * Math.sqrt(option.years);
      expect(Math.abs((fromCall.iv ?? 0) / (fromPut.iv ?? 0) - 1)).toBeLessThan(1e-13 / sd);
    }),
  );
});

test('a dearer option implies a higher vol', () => {
  fc.assert(
    fc.property(between(0.001, 0.99), between(1.0001, 1.5), between(-2, 2), (share, step, x) => {
      const option = { spot: 100, strike: 100 * Math.exp(x), years: 1, rate: 0, dividendYield: 0 };
      const intrinsic = Math.max(0, 100 - option.strike);
      const priceOf = (part: number) => intrinsic + part * (100 - intrinsic);
      const cheap = impliedVol({ ...option, isCall: true, price: priceOf(share) });
      const dear = impliedVol({
        ...option,
        isCall: true,
        price: priceOf(Math.min(0.995, share * step)),
      });
      expect(dear.iv).toBeGreaterThan(cheap.iv ?? Number.NaN);
    }),
  );
});

describe('a price without a vol', () => {
  const option = { spot: 100, strike: 90, years: 0.5, rate: 0, dividendYield: 0, isCall: true };
  test.each([
    ['at its intrinsic value', { price: 10 }, { status: 'intrinsic', iv: 0 }],
    ['of nothing, out of the money', { price: 0, strike: 110 }, { status: 'intrinsic', iv: 0 }],
    ['below intrinsic', { price: 9.99 }, { status: 'below-intrinsic', iv: null }],
    ['below zero', { price: -1, strike: 110 }, { status: 'below-intrinsic', iv: null }],
    ['of the whole underlying', { price: 100 }, { status: 'above-maximum', iv: null }],
    [
      'of a put that costs its strike',
      { price: 90, isCall: false },
      { status: 'above-maximum', iv: null },
    ],
  ] as const)('%s says why', (_, change, expected) => {
    expect(impliedVol({ ...option, ...change })).toEqual(expected);
  });

  test('one step inside the bounds there is a vol', () => {
    expect(impliedVol({ ...option, price: 10 + 1e-13 }).status).toBe('ok');
    expect(impliedVol({ ...option, price: 100 - 1e-12 }).status).toBe('ok');
  });
});

test('at the money forward the closed form serves', () => {
  const made = emptyGreeks();
  const option = { spot: 100, strike: 100, years: 0.25, rate: 0, dividendYield: 0, isCall: false };
  greeks({ ...option, vol: 0.17 }, made);
  expect(impliedVol({ ...option, price: made.price }).iv).toBeCloseTo(0.17, 14);
});

test('a price anywhere between its bounds has a finite vol, even where rounding leaves nothing of it', () => {
  const wide = between(-25, 25);
  const depth = between(-40, 0);
  fc.assert(
    fc.property(
      wide,
      wide,
      depth,
      fc.boolean(),
      fc.boolean(),
      (logSpot, logStrike, logPart, isCall, atTop) => {
        const spot = Math.exp(logSpot);
        const strike = Math.exp(logStrike);
        const max = isCall ? spot : strike;
        const intrinsic = Math.max(0, isCall ? spot - strike : strike - spot);
        const part = (max - intrinsic) * Math.exp(logPart);
        const price = atTop ? max - part : intrinsic + part;
        const found = impliedVol({
          price,
          spot,
          strike,
          years: 1,
          rate: 0,
          dividendYield: 0,
          isCall,
        });
        if (found.status === 'ok') expect(found.iv).toSatisfy((iv: number) => iv > 0 && iv < 1e3);
      },
    ),
    { numRuns: 3000 },
  );
});
