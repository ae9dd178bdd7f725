import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lobe, lobesOf, mergedLobes } from '../../../src/core/exposure/lobes.ts';
import { SEED } from '../../support/arbitrary-chain.ts';

const SHARE_MIN = 0.02;

/** Lobes of alternating sign and different sizes, one sample each. */
const lobes = fc
  .uniqueArray(fc.double({ min: 1e-4, max: 0.06, noNaN: true }), { maxLength: 14 })
  .map((shares) =>
    lobesOf(
      shares.map((share, index) => ({
        x: index,
        net: index % 2 === 0 ? share : -share,
        gross: 1,
      })),
      0,
    ),
  );

/** The rule as it is stated: take the least lobe away, again and again. */
function oneByOne(all: readonly Lobe[]): readonly Lobe[] {
  const least = Math.min(...all.map(({ share }) => share));
  if (all.length < 2 || least >= SHARE_MIN) return all;
  const index = all.findIndex(({ share }) => share === least);
  const [left, right] = [all[index - 1], all[index + 1]];
  if (left === undefined || right === undefined)
    return oneByOne(all.filter((_, at) => at !== index));
  const larger = left.share > right.share ? left : right;
  const whole = { ...larger, first: left.first, last: right.last };
  return oneByOne([...all.slice(0, index - 1), whole, ...all.slice(index + 2)]);
}

describe('merging lobes', () => {
  it('in one pass leaves what taking the least away, again and again, leaves', () => {
    fc.assert(
      fc.property(lobes, (all) => {
        expect(mergedLobes(all, SHARE_MIN)).toEqual(oneByOne(all));
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('never removes a sign change between two lobes that reach the share', () => {
    fc.assert(
      fc.property(lobes, (all) => {
        const signs = all
          .filter(({ share }) => share >= SHARE_MIN)
          .map(({ peak }) => Math.sign(peak.net));
        const changes = signs.filter((sign, index) => index > 0 && sign !== signs[index - 1]);
        expect(mergedLobes(all, SHARE_MIN).length).toBe(all.length === 0 ? 0 : changes.length + 1);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});
