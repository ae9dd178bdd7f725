import { describe, expect, it } from 'vitest';
import { forwardStraddle } from '../../../src/core/exposure/straddle.ts';
import { touchOdds } from '../../../src/core/exposure/touch-odds.ts';
import { aChain, type ContractTerms } from '../../support/a-chain.ts';
import { seededNormal, seededUniform } from '../../support/seeded.ts';

const DAY_MS = 86_400_000;

function pair(strike: number, terms: ContractTerms = {}): readonly ContractTerms[] {
  const quote = { strike, days: 1, bid: 1.9, ask: 2.1, ...terms };
  return [
    { ...quote, type: 'call' },
    { ...quote, type: 'put' },
  ];
}

function straddleOf(contracts: readonly ContractTerms[]) {
  return forwardStraddle(aChain({ contracts }));
}

describe('the straddle', () => {
  it('is call plus put at the strike nearest to the forward, for the next settlement', () => {
    const chain = aChain({
      contracts: [
        ...pair(99, { forward: 101.2 }),
        { type: 'call', strike: 101, days: 1, forward: 101.2, bid: 2.4, ask: 2.6 },
        { type: 'put', strike: 101, days: 1, forward: 101.2, bid: 2, ask: 2.5 },
        ...pair(101, { forward: 101.2, days: 2, bid: 8, ask: 9 }),
      ],
    });
    const settlesMs = chain.asOfMs + DAY_MS;
    expect(forwardStraddle(chain)).toEqual({ settlesMs, usd: 4.75, forward: 101.2 });
  });

  it('needs no open interest, as a series listed today has none', () => {
    expect(straddleOf(pair(100, { openInterest: 0, iv: null }))?.usd).toBeCloseTo(4, 12);
  });

  it('leaves a settlement that nobody quotes any more to the next', () => {
    const contracts = [...pair(100, { bid: null }), ...pair(100, { days: 2, bid: 3, ask: 3 })];
    expect(straddleOf(contracts)).toMatchObject({ usd: 6 });
  });

  it.each<[string, readonly ContractTerms[]]>([
    ['no quotes', pair(100, { bid: null, ask: null })],
    ['one side', pair(100, { bid: 0 })],
    ['crossed quotes', pair(100, { bid: 2.2 })],
    ['a quote that is no number', pair(100, { ask: Number.POSITIVE_INFINITY })],
    ['quotes too wide to have a middle', pair(100, { bid: 0.1, ask: 4 })],
    ['no put', pair(100).slice(0, 1)],
    ['the strike at the forward unquoted', [...pair(100, { bid: null }), ...pair(105)]],
    ['settlements more than a week ahead alone', pair(100, { days: 8 })],
    ['settled contracts alone', pair(100, { days: -1 })],
    ['a forward that is no price', pair(100, { forward: 0 })],
    ['nothing', []],
  ])('is absent with %s', (_, contracts) => {
    expect(straddleOf(contracts)).toBeNull();
  });
});

const ONE_ROOT = { spot: 97, slopeSign: 1, prominence: 1 } as const;

function flipAt(spot: number) {
  const range = { low: spot - 0.5, high: spot + 0.5 };
  return { status: 'found', spot, range, readings: [], roots: [ONE_ROOT], minorRoots: [] } as const;
}

/**
 * Paths of a price without drift in its logarithm, each with what it ends at and the chance that it touched the barrier.
 * Between steps the touch is that of a Brownian bridge, so that the steps cost nothing.
 */
function simulated({ sigma, barrier }: { sigma: number; barrier: number }) {
  const normal = seededNormal(20_261_124);
  const uniform = seededUniform(7);
  const [paths, steps] = [40_000, 16];
  const stepSigma = sigma / Math.sqrt(steps);
  const wall = Math.log(barrier / 100);
  let touches = 0;
  let endDistance = 0;
  for (let path = 0; path < paths; path += 1) {
    let at = 0;
    let hasTouched = false;
    for (let step = 0; step < steps; step += 1) {
      const next = at + stepSigma * normal();
      const between = Math.exp((-2 * (at - wall) * (next - wall)) / stepSigma ** 2);
      if (next <= wall || uniform() < between) hasTouched = true;
      at = next;
    }
    if (hasTouched) touches += 1;
    endDistance += Math.abs(100 * Math.exp(at) - 100);
  }
  return { touched: touches / paths, straddleUsd: endDistance / paths };
}

describe('the odds of a touch', () => {
  // Standard error of 40,000 paths is at most 0.0025; a straddle prices a log-normal end, the formula a normal one.
  it.each([
    { sigma: 0.02, barrier: 99 },
    { sigma: 0.02, barrier: 97 },
    { sigma: 0.01, barrier: 98.5 },
    { sigma: 0.05, barrier: 92 },
  ])('are those of a path without drift: $sigma to the end, flip $barrier', (terms) => {
    const { touched, straddleUsd } = simulated(terms);
    const straddle = { settlesMs: 0, usd: straddleUsd, forward: 100 };
    const odds = touchOdds(flipAt(terms.barrier), 100, straddle) ?? Number.NaN;
    expect(Math.abs(odds - touched)).toBeLessThan(0.012);
  });

  it('take the straddle as a share of spot, and the distance from the forward', () => {
    const straddle = { settlesMs: 0, usd: 1.6, forward: 104 };
    const sigma = 1.2533141373155 * (1.6 / 100);
    // erfc(z/√2) = 2·N(−z), here by Simpson's rule over the density.
    const z = Math.log(104 / 101.5) / sigma;
    const density = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    const steps = 2_000;
    const inside = Array.from({ length: steps + 1 }, (_, j) => {
      const weight = j === 0 || j === steps ? 1 : j % 2 === 0 ? 2 : 4;
      return (weight * density((z * j) / steps) * z) / steps / 3;
    }).reduce((sum, part) => sum + part, 0);
    expect(touchOdds(flipAt(101.5), 100, straddle)).toBeCloseTo(1 - 2 * inside, 6);
  });

  it('are absent inside the range, without a straddle and without a flip', () => {
    const straddle = { settlesMs: 0, usd: 1, forward: 100 };
    expect(touchOdds(flipAt(100.4), 100, straddle)).toBeNull();
    expect(touchOdds(flipAt(97), 100, null)).toBeNull();
    expect(touchOdds({ status: 'none_long', roots: [], minorRoots: [] }, 100, straddle)).toBeNull();
  });
});
