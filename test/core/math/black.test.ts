import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type BlackInput, emptyGreeks, type Greeks, greeks } from '../../../src/core/math/black.ts';

type GoldenCase = Greeks & {
  readonly S: number;
  readonly K: number;
  readonly T: number;
  readonly vol: number;
  readonly r: number;
  readonly q: number;
  readonly type: 'call' | 'put';
  readonly d1: number;
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
function scalesOf(row: GoldenCase): Greeks {
  const { S, T, vol, r, q, d1 } = row;
  const sd = vol * Math.sqrt(T);
  const d2 = d1 - sd;
  const b = Math.max(1, Math.abs(d1), Math.abs(d2), Math.abs(d1 * d2));
  const narrow = Math.min(sd, 1);
  return {
    price: S,
    delta: 1,
    gamma: row.gamma,
    vega: row.vega,
    theta: Math.abs(row.theta) + S * (Math.abs(r) + Math.abs(q)),
    rho: S * T,
    vanna: row.gamma * S * b * Math.sqrt(T),
    charm: (row.gamma * S * b) / sd + Math.abs(q) + 1,
    volga: (row.vega * b) / vol,
    speed: (row.gamma * b) / (S * narrow),
    zomma: (row.gamma * b) / vol,
    color: (row.gamma * b * b) / (T * narrow),
    veta: (row.vega * b * b) / (T * narrow),
  };
}

const names = Object.keys(emptyGreeks()) as (keyof Greeks)[];

test.each(names)('%s meets the contract on every golden case', (name) => {
  const computed = emptyGreeks();
  const misses = golden.filter((row) => {
    greeks(inputOf(row), computed);
    const allowed = 1e-11 * Math.abs(row[name]) + 1e-13 * scalesOf(row)[name];
    return !(Math.abs(computed[name] - row[name]) <= allowed);
  });
  expect(golden).toHaveLength(1045);
  expect(misses.map((row) => ({ K: row.K, T: row.T, vol: row.vol, [name]: row[name] }))).toEqual(
    [],
  );
});
