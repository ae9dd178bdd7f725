import fc from 'fast-check';
import type { QuotedChain } from '../../src/core/chain/chain.ts';
import { aChain } from './a-chain.ts';

/** Property tests of the exposure maths draw the same chains in every run. */
export const SEED = 20_260_302;

/** A contract near spot 100, from ten minutes to a year. */
const contract = fc.record({
  strike: fc.double({ min: 70, max: 140, noNaN: true }),
  type: fc.constantFrom('call' as const, 'put' as const),
  openInterest: fc.double({ min: 1, max: 1_000, noNaN: true }),
  iv: fc.double({ min: 0.1, max: 1.5, noNaN: true }),
  days: fc
    .double({ min: Math.log(10 / 1_440), max: Math.log(365), noNaN: true })
    .map((logDays) => Math.exp(logDays)),
});

/** A readable chain with one to twelve usable contracts. */
export const arbitraryChain: fc.Arbitrary<QuotedChain> = fc
  .record({
    contracts: fc.array(contract, { minLength: 1, maxLength: 12 }),
    rate: fc.double({ min: -0.02, max: 0.08, noNaN: true }),
    dividendYield: fc.double({ min: 0, max: 0.05, noNaN: true }),
  })
  .map((terms) => aChain(terms));
