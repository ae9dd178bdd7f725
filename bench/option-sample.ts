import { readFileSync } from 'node:fs';
import type { BlackInput } from '../src/core/math/black.ts';

const SPOT = 6000;
const STRIKE_STEP = 5;
const EXPIRY_DAYS = [0.2, 1, 2, 3, 4, 7, 9, 14, 21, 30, 45, 60, 90, 150, 270, 365];
/** Strikes this many standard deviations from spot still carry a quote. */
const REACH = 4;

/** An SPX-like chain out of the money: 5-point strikes, a put skew, sixteen expiries. */
export function spxLikeOptions(): BlackInput[] {
  const options: BlackInput[] = [];
  for (const days of EXPIRY_DAYS) {
    const years = days / 365;
    const width = 0.15 * Math.sqrt(years) * REACH;
    const lowest = Math.ceil((SPOT * Math.exp(-width)) / STRIKE_STEP) * STRIKE_STEP;
    for (let strike = lowest; strike < SPOT * Math.exp(width); strike += STRIKE_STEP) {
      const deviations = (Math.log(strike / SPOT) / width) * REACH;
      const vol = 0.15 - 0.015 * deviations + 0.004 * deviations * deviations;
      const isCall = strike > SPOT;
      options.push({ spot: SPOT, strike, years, vol, rate: 0.045, dividendYield: 0.013, isCall });
    }
  }
  return options;
}

/** Every n-th item, so that a slow contender treats a fair share of the sample. */
export function everyNth<Item>(items: readonly Item[], n: number): readonly Item[] {
  return items.filter((_, index) => index % n === 0);
}

/** The rows of a golden file that a contender without dividends can express. */
export function goldenWithoutDividend<Row extends { readonly q: number }>(file: string): Row[] {
  const url = new URL(`../test/golden/${file}`, import.meta.url);
  const rows: Row[] = JSON.parse(readFileSync(url, 'utf8'));
  return rows.filter((row) => row.q === 0);
}
