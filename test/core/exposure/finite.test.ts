import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseChainFile } from '../../../src/core/chain/chain-file.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { analyseChain } from '../../../src/core/exposure/analysis.ts';
import { levelsOf } from '../../../src/core/exposure/levels-of.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { SEED } from '../../support/arbitrary-chain.ts';
import { nonFiniteNumbersIn } from '../../support/finite.ts';

const number = fc.oneof(
  { arbitrary: fc.double({ noNaN: true }), weight: 1 },
  { arbitrary: fc.double({ min: 1e-3, max: 1e5, noNaN: true }), weight: 6 },
  {
    arbitrary: fc.constantFrom(0, -0, 1e-300, 5e-324, 1e-12, 1e-9, 100, 1e12, 1e15, 1e300),
    weight: 2,
  },
);
const anything = fc.oneof(
  { arbitrary: number, weight: 12 },
  { arbitrary: fc.constantFrom<unknown>(null, undefined, 'x', [], {}, true), weight: 1 },
);
const instant = fc.constantFrom(
  '2026-03-02T15:30:00.001Z',
  '2026-03-02T15:30:07Z',
  '2026-03-06T20:00:00Z',
  '2027-03-06T20:00:00Z',
  '9999-12-31T23:59:59Z',
  '2020-01-01T00:00:00Z',
  'never',
);
const contract = fc.record({
  strike: anything,
  expiry: instant,
  type: fc.constantFrom('call', 'put', 'future'),
  openInterest: anything,
  iv: anything,
  forward: fc.option(anything, { nil: undefined, freq: 2 }),
  multiplier: fc.option(anything, { nil: undefined, freq: 2 }),
});
const chainDocument = fc.record({
  name: fc.string(),
  asOf: fc.constant('2026-03-02T15:30:00Z'),
  spot: fc.oneof({ arbitrary: fc.constant(100), weight: 3 }, { arbitrary: number, weight: 2 }),
  rate: fc.constantFrom(0, 0.05, -0.5, 10, -10),
  dividendYield: fc.constantFrom(0, 0.05, -0.5, 10, -10),
  multiplier: fc.constantFrom(1, 100, 1e-300, 1e9),
  contracts: fc.array(contract, { maxLength: 6 }),
});
const range = fc.constantFrom(
  { low: 0.75, high: 1.25 },
  { low: 0.01, high: 100 },
  { low: 0.999999, high: 1.000001 },
);

it('no number that is not finite leaves the analysis, whatever a readable file holds', () => {
  let analysed = 0;
  fc.assert(
    fc.property(chainDocument, range, (document, searched) => {
      const quoted = parseChainFile(document);
      if (!quoted.ok) return;
      const chain = cleanChain(quoted.value);
      analysed += chain.size;
      const options = { signModel: SIGN_MODELS.naive, levels: 33, range: searched };
      expect(nonFiniteNumbersIn(analyseChain(chain, options))).toEqual([]);
      expect(nonFiniteNumbersIn(levelsOf(chain, { symbol: 'X', venue: 'test' }))).toEqual([]);
    }),
    { seed: SEED, numRuns: 800 },
  );
  // The property says nothing if every contract was turned away.
  expect(analysed).toBeGreaterThan(100);
});
