import rival from 'implied-volatility';
import { emptyGreeks, greeks } from '../src/core/math/black.ts';
import { type ImpliedVolInput, impliedVol } from '../src/core/math/implied-vol.ts';
import { type BenchRow, benchRows, describeErrors } from './measure.ts';
import { everyNth, goldenWithoutDividend, spxLikeOptions } from './option-sample.ts';

type GoldenRow = {
  readonly price: number;
  readonly S: number;
  readonly K: number;
  readonly T: number;
  readonly r: number;
  readonly q: number;
  readonly type: 'call' | 'put';
  readonly iv: number | null;
  readonly status: string;
  readonly attainableRel: number | null;
};

/** A price below the smallest quote is not seen on a screen. */
const LEAST_PRICE_USD = 0.05;
/** Only prices that carry their vol to this relative accuracy tell solvers apart. */
const WELL_CONDITIONED = 1e-14;

function volByRival(input: ImpliedVolInput): number {
  const { price, spot, strike, years, rate } = input;
  const side = input.isCall ? 'call' : 'put';
  return rival.getImpliedVolatility(price, spot, strike, years, rate, side);
}

function volByUs(input: ImpliedVolInput): number {
  return impliedVol(input).iv ?? Number.NaN;
}

function errorsOf(solve: (input: ImpliedVolInput) => number): string {
  const errors = goldenWithoutDividend<GoldenRow>('iv_cases.json').flatMap((row) => {
    if (row.iv === null || row.attainableRel === null || row.attainableRel > WELL_CONDITIONED)
      return [];
    const found = solve({
      price: row.price,
      spot: row.S,
      strike: row.K,
      years: row.T,
      rate: row.r,
      dividendYield: 0,
      isCall: row.type === 'call',
    });
    return [Math.abs(found / row.iv - 1)];
  });
  return describeErrors(errors);
}

/** Implied vol by us beside the package `implied-volatility`, per contract. */
export function benchImpliedVol(): readonly BenchRow[] {
  const made = emptyGreeks();
  const quotes = spxLikeOptions()
    .map((option): ImpliedVolInput => {
      greeks(option, made);
      return { ...option, price: made.price };
    })
    .filter((quote) => quote.price >= LEAST_PRICE_USD);
  const rivalShare = everyNth(quotes, 200);
  const sumOver = (
    sample: readonly ImpliedVolInput[],
    solve: (input: ImpliedVolInput) => number,
  ) => {
    let sum = 0;
    for (const quote of sample) sum += solve(quote);
    return sum;
  };
  return benchRows('implied vol', [
    {
      name: 'hedgeflow',
      items: quotes.length,
      error: errorsOf(volByUs),
      run: () => sumOver(quotes, volByUs),
    },
    {
      name: 'npm implied-volatility',
      items: rivalShare.length,
      error: errorsOf(volByRival),
      run: () => sumOver(rivalShare, volByRival),
    },
  ]);
}
