import { describe, expect, it } from 'vitest';
import { impliedForward } from '../../../src/core/chain/forward.ts';

/** Price of an American option by a Cox–Ross–Rubinstein tree, averaged over two depths against its saw-tooth. */
function americanPrice(terms: Terms, strike: number, isCall: boolean): number {
  return (treePrice(terms, strike, isCall, 200) + treePrice(terms, strike, isCall, 201)) / 2;
}

type Terms = { spot: number; years: number; vol: number; rate: number; dividendYield: number };

function treePrice(terms: Terms, strike: number, isCall: boolean, steps: number): number {
  const { spot, years, vol, rate, dividendYield } = terms;
  const stepYears = years / steps;
  const up = Math.exp(vol * Math.sqrt(stepYears));
  const rise = (Math.exp((rate - dividendYield) * stepYears) - 1 / up) / (up - 1 / up);
  const discount = Math.exp(-rate * stepYears);
  const sign = isCall ? 1 : -1;
  const exercised = (step: number, rises: number) =>
    sign * (spot * up ** (2 * rises - step) - strike);
  let values = Array.from({ length: steps + 1 }, (_, rises) =>
    Math.max(0, exercised(steps, rises)),
  );
  for (let step = steps - 1; step >= 0; step -= 1) {
    values = Array.from({ length: step + 1 }, (_, rises) => {
      const held = discount * (rise * (values[rises + 1] ?? 0) + (1 - rise) * (values[rises] ?? 0));
      return Math.max(held, exercised(step, rises));
    });
  }
  return values[0] ?? Number.NaN;
}

describe('the forward from American quotes', () => {
  it.each([
    { years: 0.05, rate: 0.04, dividendYield: 0.012, vol: 0.17 },
    { years: 0.25, rate: 0.04, dividendYield: 0.012, vol: 0.17 },
    { years: 0.25, rate: 0.045, dividendYield: 0, vol: 0.4 },
    { years: 0.9, rate: 0.04, dividendYield: 0.012, vol: 0.17 },
  ])('errs by no more than its grade says: %o', (market) => {
    const terms = { spot: 730, ...market };
    const quotes = Array.from({ length: 31 }, (_, index) => {
      const strike = 715 + index;
      const call = americanPrice(terms, strike, true);
      const put = americanPrice(terms, strike, false);
      return {
        strike,
        callBid: call - 0.05,
        callAsk: call + 0.05,
        putBid: put - 0.05,
        putAsk: put + 0.05,
      };
    });
    const carry = market.rate - market.dividendYield;
    const found = impliedForward(quotes, { ...terms, carry, exercise: 'american' });
    if (found.kind !== 'parity') throw new Error(found.reason);
    const error = Math.abs(found.forward / (730 * Math.exp(carry * market.years)) - 1);
    expect(error).toBeLessThan({ A: 1e-4, B: 3e-4, C: 1e-2 }[found.quality]);
  });
});
