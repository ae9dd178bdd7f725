import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BlackInput, emptyGreeks, type Greeks, greeks } from '../../../src/core/math/black.ts';

type GoldenCase = Greeks & {
  readonly S: number;
  readonly K: number;
  readonly T: number;
  readonly vol: number;
  readonly r: number;
  readonly q: number;
  readonly type: 'call' | 'put';
};

const golden: readonly GoldenCase[] = JSON.parse(
  readFileSync(new URL('../../golden/greek_cases.json', import.meta.url), 'utf8'),
);

function inputOf(row: GoldenCase): BlackInput {
  return {
    spot: row.S,
    strike: row.K,
    years: row.T,
    vol: row.vol,
    rate: row.r,
    dividendYield: row.q,
    isCall: row.type === 'call',
  };
}

/** The scales of the contract's tolerance: |x − ref| ≤ 1e-11·|ref| + 1e-13·scale. */
function scalesOf(input: BlackInput, value: Greeks): Greeks {
  const { spot, years, vol, rate, dividendYield } = input;
  const { gamma, vega, theta } = value;
  const sd = vol * Math.sqrt(years);
  const middle = (Math.log(spot / input.strike) + (rate - dividendYield) * years) / sd;
  const d1 = middle + sd / 2;
  const d2 = middle - sd / 2;
  const b = Math.max(1, Math.abs(d1), Math.abs(d2), Math.abs(d1 * d2));
  const narrow = Math.min(sd, 1);
  const carries = Math.abs(rate) + Math.abs(dividendYield);
  return {
    price: spot,
    delta: 1,
    gamma,
    vega,
    theta: Math.abs(theta) + spot * carries,
    rho: spot * years,
    vanna: gamma * spot * b * Math.sqrt(years),
    charm: (gamma * spot * b) / sd + Math.abs(dividendYield) + 1,
    volga: (vega * b) / vol,
    speed: (gamma * b) / (spot * narrow),
    zomma: (gamma * b) / vol,
    color: (gamma * b * b) / (years * narrow),
    veta: (vega * b * b) / (years * narrow),
  };
}

function greeksOf(input: BlackInput): Greeks {
  const into = emptyGreeks();
  greeks(input, into);
  return into;
}

const names = Object.keys(emptyGreeks()) as (keyof Greeks)[];

test.each(names)('%s meets the contract on every golden case', (name) => {
  const misses = golden.filter((row) => {
    const input = inputOf(row);
    const allowed = 1e-11 * Math.abs(row[name]) + 1e-13 * scalesOf(input, row)[name];
    return !(Math.abs(greeksOf(input)[name] - row[name]) <= allowed);
  });
  expect(golden).toHaveLength(1045);
  expect(misses).toEqual([]);
});

function between(min: number, max: number) {
  return fc.double({ min, max, noNaN: true });
}

/** Options within three standard deviations of the forward, from nine hours to five years. */
const nearOption = fc
  .record({
    spot: between(1, 1e5),
    distance: between(-3, 3),
    years: between(1e-3, 5),
    vol: between(0.05, 1.5),
    rate: between(-0.03, 0.12),
    dividendYield: between(-0.02, 0.1),
    isCall: fc.boolean(),
  })
  .map(({ distance, ...rest }): BlackInput => {
    const sd = rest.vol * Math.sqrt(rest.years);
    const carry = (rest.rate - rest.dividendYield) * rest.years;
    return { ...rest, strike: rest.spot * Math.exp(carry + distance * sd) };
  });

/** Each greek as the derivative of another one: [greek, of, by, sign]. */
const derivatives = [
  ['delta', 'price', 'spot', 1],
  ['gamma', 'delta', 'spot', 1],
  ['vega', 'price', 'vol', 1],
  ['theta', 'price', 'years', -1],
  ['rho', 'price', 'rate', 1],
  ['vanna', 'delta', 'vol', 1],
  ['charm', 'delta', 'years', -1],
  ['volga', 'vega', 'vol', 1],
  ['speed', 'gamma', 'spot', 1],
  ['zomma', 'gamma', 'vol', 1],
  ['color', 'gamma', 'years', -1],
  ['veta', 'vega', 'years', -1],
] as const;

type Variable = (typeof derivatives)[number][2];

/** A step small against what the greeks vary over, and large against the rounding of a price. */
function stepOf(input: BlackInput, by: Variable): number {
  const sd = input.vol * Math.sqrt(input.years);
  switch (by) {
    case 'spot':
      return 0.01 * Math.min(sd, 1) * input.spot;
    case 'vol':
      return 0.002 * input.vol;
    case 'years':
      return 0.002 * input.years;
    case 'rate':
      return Math.min(0.01, (0.01 * sd) / input.years);
  }
}

/** Five-point central difference, error of the fourth order in the step. */
function slopeOf(input: BlackInput, of: keyof Greeks, by: Variable): number {
  const step = stepOf(input, by);
  const at = (steps: number) => greeksOf({ ...input, [by]: input[by] + steps * step })[of];
  return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step);
}

test.each(derivatives)('%s is the slope of %s by %s', (greek, of, by, sign) => {
  fc.assert(
    fc.property(nearOption, (input) => {
      const exact = greeksOf(input);
      const bumped = sign * slopeOf(input, of, by);
      const scale = scalesOf(input, exact)[greek] + Math.abs(exact[greek]);
      expect(Math.abs(bumped - exact[greek])).toBeLessThanOrEqual(2e-6 * scale);
    }),
  );
});

describe('a call and a put of the same strike and expiry', () => {
  const pair = nearOption.map((input) => ({
    input,
    call: greeksOf({ ...input, isCall: true }),
    put: greeksOf({ ...input, isCall: false }),
  }));

  test('differ in price and delta by a forward', () => {
    fc.assert(
      fc.property(pair, ({ input, call, put }) => {
        const { spot, strike, years, rate, dividendYield } = input;
        const forward = spot * Math.exp(-dividendYield * years) - strike * Math.exp(-rate * years);
        expect(Math.abs(call.price - put.price - forward)).toBeLessThan(1e-14 * (spot + strike));
        expect(call.delta - put.delta).toBeCloseTo(Math.exp(-dividendYield * years), 14);
        const carryOfDelta = dividendYield * Math.exp(-dividendYield * years);
        const size = Math.abs(call.charm) + Math.abs(put.charm) + 1;
        expect(Math.abs(call.charm - put.charm - carryOfDelta)).toBeLessThan(1e-14 * size);
      }),
    );
  });

  test('share every greek that a forward does not have', () => {
    const shared = ['gamma', 'vega', 'vanna', 'volga', 'speed', 'zomma', 'color', 'veta'] as const;
    fc.assert(
      fc.property(pair, ({ call, put }) => {
        for (const name of shared) expect(put[name]).toBe(call[name]);
      }),
    );
  });
});

test('an option beyond the reach of the density is worth its forward or nothing, without NaN', () => {
  const far = { spot: 100, years: 1e-6, vol: 0.01, rate: 0.05, dividendYield: 0.01 };
  const worthless = greeksOf({ ...far, strike: 200, isCall: true });
  expect(worthless).toEqual({
    ...emptyGreeks(),
    theta: expect.closeTo(0),
    charm: expect.closeTo(0),
  });
  const certain = greeksOf({ ...far, strike: 50, isCall: true });
  expect(certain.price).toBeCloseTo(50, 5);
  expect(certain.delta).toBeCloseTo(1, 7);
  expect(certain.gamma).toBe(0);
});

test('no price is negative, however far out of the money', () => {
  fc.assert(
    fc.property(nearOption, between(1, 60), (input, deviations) => {
      const sd = input.vol * Math.sqrt(input.years);
      const away = (input.isCall ? 1 : -1) * Math.min(deviations * sd, 300);
      const { price } = greeksOf({ ...input, strike: input.spot * Math.exp(away) });
      expect(price).toBeGreaterThanOrEqual(0);
    }),
  );
});
