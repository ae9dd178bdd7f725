import rival from 'greeks';
import { type BlackInput, emptyGreeks, type Greeks, greeks } from '../src/core/math/black.ts';
import { type BenchRow, benchRows, describeErrors } from './measure.ts';
import { everyNth, goldenWithoutDividend, spxLikeOptions } from './option-sample.ts';

type GoldenRow = Greeks & {
  readonly S: number;
  readonly K: number;
  readonly T: number;
  readonly vol: number;
  readonly r: number;
  readonly q: number;
  readonly type: 'call' | 'put';
};

/** What both contenders compute. */
type Five = Pick<Greeks, 'delta' | 'gamma' | 'vega' | 'theta' | 'rho'>;

function fiveByRival(input: BlackInput): Five {
  const { spot, strike, years, vol, rate } = input;
  const side = input.isCall ? 'call' : 'put';
  return {
    delta: rival.getDelta(spot, strike, years, vol, rate, side),
    gamma: rival.getGamma(spot, strike, years, vol, rate),
    vega: rival.getVega(spot, strike, years, vol, rate) * 100,
    theta: rival.getTheta(spot, strike, years, vol, rate, side, 1),
    rho: rival.getRho(spot, strike, years, vol, rate, side, 1),
  };
}

function errorsOf(compute: (input: BlackInput) => Five): string {
  const names = ['delta', 'gamma', 'vega', 'theta', 'rho'] as const;
  const errors = goldenWithoutDividend<GoldenRow>('greek_cases.json').flatMap((row) => {
    const computed = compute({
      spot: row.S,
      strike: row.K,
      years: row.T,
      vol: row.vol,
      rate: row.r,
      dividendYield: 0,
      isCall: row.type === 'call',
    });
    return names
      .filter((name) => row[name] !== 0)
      .map((name) => Math.abs(computed[name] / row[name] - 1));
  });
  return describeErrors(errors);
}

/** Price and twelve greeks by us beside five greeks by the package `greeks`, per contract. */
export function benchGreeks(): readonly BenchRow[] {
  const options = spxLikeOptions();
  const rivalShare = everyNth(options, 20);
  const into = emptyGreeks();
  return benchRows('greeks', [
    {
      name: 'hedgeflow, price and 12 greeks',
      items: options.length,
      error: errorsOf((input) => {
        const own = emptyGreeks();
        greeks(input, own);
        return own;
      }),
      run: () => {
        let sum = 0;
        for (const option of options) {
          greeks(option, into);
          sum += into.veta;
        }
        return sum;
      },
    },
    {
      name: 'npm greeks, 5 greeks',
      items: rivalShare.length,
      error: errorsOf(fiveByRival),
      run: () => {
        let sum = 0;
        for (const option of rivalShare) sum += fiveByRival(option).rho;
        return sum;
      },
    },
  ]);
}
