import axios, { type InternalAxiosRequestConfig } from 'axios';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { QuotedChain } from '../../src/core/chain/chain.ts';
import { cleanChain } from '../../src/core/chain/clean.ts';
import type { Result } from '../../src/core/result.ts';
import type { FetchFailure, Market } from '../../src/markets/market.ts';
import { nonFiniteNumbersIn } from '../support/finite.ts';

/** A venue whose answers are spoiled on their way. */
export type MutatedMarket = {
  readonly symbol: string;
  readonly create: () => Market;
  readonly healthyAnswer: (path: string) => string;
};

/** JSON texts that may stand where another value belongs. */
const junk = fc.constantFrom(
  ...['null', '0', '-0', '-1', '1e400', '-1e400', '1e308', '5e-324', '9007199254740993', '""'],
  ...[
    '"NaN"',
    '"60.1"',
    '"-3"',
    '"1e400"',
    'true',
    '[]',
    '{}',
    '[[[]]]',
    '[null]',
    '"constructor"',
  ],
  ...['{"__proto__":{"strike":1}}', '"2026-02-30"', '"SPX990230C00000001"', '"BTC-31JUN26-1-C"'],
);

/** A value of an object or a list. */
const VALUE = /([:[,]\s*)(?:"[^"]*"|-?\d[\d.]*(?:e-?\d+)?|null|true|false)/g;

/** The first value after a place, replaced. */
const value = fc.tuple(fc.nat(20_000), junk).map(([at, text]) => (answer: string) => {
  VALUE.lastIndex = at % (answer.length + 1);
  const found = VALUE.exec(answer);
  if (found === null) return answer;
  const [whole, before] = found;
  return `${answer.slice(0, found.index)}${before}${text}${answer.slice(found.index + whole.length)}`;
});

/** Characters cut out and others put in their place. */
const text = fc
  .record({ at: fc.nat(20_000), length: fc.nat(40), insert: fc.string({ maxLength: 4 }) })
  .map(({ at, length, insert }) => (answer: string) => {
    const from = at % (answer.length + 1);
    return answer.slice(0, from) + insert + answer.slice(from + length);
  });

/** What happens to the answers of one fetch, in turn: mostly something, sometimes nothing. */
const spoiled = fc.array(
  fc.option(
    fc
      .array(fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: text }), {
        minLength: 1,
        maxLength: 5,
      })
      .map((changes) => (answer: string) => changes.reduce((now, change) => change(now), answer)),
    { freq: 3 },
  ),
  { minLength: 1, maxLength: 6 },
);

/** Answers every request in this process: a socket would take a hundred times as long as what is tested. */
function answering(answer: (path: string) => string): () => void {
  const { adapter = ['http'] } = axios.defaults;
  axios.defaults.adapter = async (config: InternalAxiosRequestConfig) => {
    const query = new URLSearchParams(config.params);
    const data = Buffer.from(answer(`${config.url}?${query}`));
    return { data, status: 200, statusText: 'OK', headers: {}, config };
  };
  return () => {
    axios.defaults.adapter = adapter;
  };
}

/** Whatever a spoiled answer becomes must be a chain of finite numbers or a reason that blames the answer. */
function expectChainOrReason(result: Result<QuotedChain, FetchFailure>): void {
  expect(nonFiniteNumbersIn(result)).toEqual([]);
  if (!result.ok) {
    // A bug inside the client would pass for a network that is down.
    expect(result.failure.kind).not.toMatch(/unreachable|timeout|stopped|breaker/);
    return;
  }
  expect(() => new Date(result.value.asOfMs).toISOString()).not.toThrow();
  const { vol, dividendYield, years, strike, openInterest } = cleanChain(result.value);
  for (const column of [vol, dividendYield, years, strike, openInterest])
    expect(column.every(Number.isFinite)).toBe(true);
}

/** Fetches so many spoiled chains, each through a client of its own: no throw, no number that is not finite. */
export async function expectMutationsHarmless(
  { symbol, create, healthyAnswer }: MutatedMarket,
  runs: { readonly numRuns: number; readonly seed?: number },
): Promise<void> {
  let changes: readonly (((answer: string) => string) | null)[] = [null];
  let asked = 0;
  const restore = answering((path) => {
    const change = changes[asked % changes.length] ?? null;
    asked += 1;
    return change === null ? healthyAnswer(path) : change(healthyAnswer(path));
  });
  try {
    await fc.assert(
      fc.asyncProperty(spoiled, async (plan) => {
        changes = plan;
        asked = 0;
        expectChainOrReason(await create().fetchChain(symbol, new AbortController().signal));
      }),
      runs,
    );
  } finally {
    restore();
  }
}
