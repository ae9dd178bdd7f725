import { emptyGreeks, greeks } from '../math/black.ts';
import type { DealerBook } from './dealer-book.ts';

const DAYS_PER_YEAR = 365;
const PER_PERCENT = 0.01;
const PER_VOL_POINT = 0.01;

/** Dealers' signed exposure in each row of a book; positive: dealers are long it. */
export type ContractExposures = {
  /** Dollars of delta per +1 % of spot: Γ·S²·0.01. */
  readonly gex: Float64Array;
  /** Units of the underlying. */
  readonly delta: Float64Array;
  /** Δ − V/S: units of the underlying for one who counts in it. */
  readonly premiumAdjustedDelta: Float64Array;
  /** Dollars of delta per +1 vol point. */
  readonly vanna: Float64Array;
  /** Dollars of delta per calendar day passing. */
  readonly charm: Float64Array;
  /** Dollars per +1 vol point. */
  readonly vega: Float64Array;
  /** Change of `vega` per +1 vol point, dollars. */
  readonly volga: Float64Array;
  /** Dollars per calendar day passing. */
  readonly theta: Float64Array;
  /** Change of `gex`'s gamma term per +1 %, dollars: speed·S³·1e-4. */
  readonly speed: Float64Array;
};

/** Greeks of every contract times what dealers hold of it. */
export function contractExposures({ chain, units }: DealerBook): ContractExposures {
  const { spot, rate, size } = chain;
  const columns = {
    gex: new Float64Array(size),
    delta: new Float64Array(size),
    premiumAdjustedDelta: new Float64Array(size),
    vanna: new Float64Array(size),
    charm: new Float64Array(size),
    vega: new Float64Array(size),
    volga: new Float64Array(size),
    theta: new Float64Array(size),
    speed: new Float64Array(size),
  };
  const input = { spot, rate, strike: 0, years: 0, vol: 0, dividendYield: 0, isCall: false };
  const one = emptyGreeks();
  for (let row = 0; row < size; row++) {
    input.strike = chain.strike[row] ?? 0;
    input.years = chain.years[row] ?? 0;
    input.vol = chain.vol[row] ?? 0;
    input.dividendYield = chain.dividendYield[row] ?? 0;
    input.isCall = chain.isCall[row] === 1;
    greeks(input, one);
    const held = units[row] ?? 0;
    columns.gex[row] = held * one.gamma * spot * spot * PER_PERCENT;
    columns.delta[row] = held * one.delta;
    columns.premiumAdjustedDelta[row] = held * (one.delta - one.price / spot);
    columns.vanna[row] = held * one.vanna * spot * PER_VOL_POINT;
    columns.charm[row] = (held * one.charm * spot) / DAYS_PER_YEAR;
    columns.vega[row] = held * one.vega * PER_VOL_POINT;
    columns.volga[row] = held * one.volga * PER_VOL_POINT * PER_VOL_POINT;
    columns.theta[row] = (held * one.theta) / DAYS_PER_YEAR;
    columns.speed[row] = held * one.speed * spot ** 3 * PER_PERCENT * PER_PERCENT;
  }
  return columns;
}

/** Sums over the whole book; names, units and signs as in `analyze --json`. */
export type Totals = {
  readonly gex: number;
  readonly grossGex: number;
  readonly callGex: number;
  readonly putGex: number;
  readonly deltaNotional: number;
  readonly deltaUnits: number;
  readonly premiumAdjustedDeltaUnits: number;
  readonly vannaExposure: number;
  readonly grossVannaExposure: number;
  readonly charmExposure: number;
  readonly grossCharmExposure: number;
  readonly vegaExposure: number;
  readonly volgaExposure: number;
  readonly thetaExposurePerDay: number;
  readonly speedExposure: number;
};

/** The book's totals. Gross is the sum of absolute values. */
export function totalExposure({ chain }: DealerBook, columns: ContractExposures): Totals {
  const deltaUnits = sum(columns.delta);
  return {
    gex: sum(columns.gex),
    grossGex: grossSum(columns.gex),
    callGex: sumWhere(columns.gex, chain.isCall, 1),
    putGex: sumWhere(columns.gex, chain.isCall, 0),
    deltaNotional: deltaUnits * chain.spot,
    deltaUnits,
    premiumAdjustedDeltaUnits: sum(columns.premiumAdjustedDelta),
    vannaExposure: sum(columns.vanna),
    grossVannaExposure: grossSum(columns.vanna),
    charmExposure: sum(columns.charm),
    grossCharmExposure: grossSum(columns.charm),
    vegaExposure: sum(columns.vega),
    volgaExposure: sum(columns.volga),
    thetaExposurePerDay: sum(columns.theta),
    speedExposure: sum(columns.speed),
  };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let row = 0; row < values.length; row++) total += values[row] ?? 0;
  return total;
}

function grossSum(values: Float64Array): number {
  let total = 0;
  for (let row = 0; row < values.length; row++) total += Math.abs(values[row] ?? 0);
  return total;
}

function sumWhere(values: Float64Array, keys: Uint8Array, key: number): number {
  let total = 0;
  for (let row = 0; row < values.length; row++) if (keys[row] === key) total += values[row] ?? 0;
  return total;
}
