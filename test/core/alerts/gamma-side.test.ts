import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearSide } from '../../../src/core/alerts/rules/clear-side.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { gammaSideAt } from '../../../src/core/exposure/gamma-side.ts';
import { levelsOf } from '../../../src/core/exposure/levels-of.ts';
import { arbitraryChain, SEED } from '../../support/arbitrary-chain.ts';
import { between } from '../../support/arbitrary-view.ts';
import { directGamma } from '../../support/direct-gamma.ts';

describe('the side that an alert takes', () => {
  it('is never against the sign of gamma at spot, and stays that of the flip (any book)', () => {
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(arbitraryChain, (quoted) => {
        const levels = levelsOf(cleanChain(quoted), { symbol: 'SPY', venue: 'cboe' });
        const { flip, spot } = levels;
        if (flip.status !== 'found') return;
        const side = clearSide({
          ...{ atMs: 0, spot, dailySigma: 0.004 },
          ...{ flip: flip.spot, low: flip.spot, high: flip.spot },
          gammaSide: gammaSideAt(levels, spot),
        });
        const { net } = directGamma(quoted, spot);
        const isFar = Math.abs(flip.spot / spot - 1) > 0.002;
        if (isFar && (spot - flip.spot) * net < 0) refused += 1;
        if (side === null) return;
        taken += 1;
        expect(side).toBe(net > 0 ? 'long' : 'short');
        expect(side).toBe(spot > flip.spot ? 'long' : 'short');
      }),
      { seed: SEED, numRuns: 400 },
    );
    expect(Math.min(taken, refused)).toBeGreaterThan(5);
  });

  it('is read off the profile at a price between chains', () => {
    fc.assert(
      fc.property(arbitraryChain, between(-0.09, 0.09), (quoted, move) => {
        const levels = levelsOf(cleanChain(quoted), { symbol: 'SPY', venue: 'cboe' });
        const price = levels.spot * (1 + move);
        const nets = [-0.002, 0, 0.002].map((more) => directGamma(quoted, price * (1 + more)).net);
        // Next to a turn the line between two levels may be on the other side of it.
        if (new Set(nets.map(Math.sign)).size > 1) return;
        const least = 1e-4 * Math.max(...levels.profile.gexUsd.map(Math.abs));
        if (nets.some((net) => Math.abs(net) <= least)) return;
        const [first = 0] = nets;
        expect(gammaSideAt(levels, price)).toBe(first > 0 ? 'long' : 'short');
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('is unknown beyond the profile, where it objects to nothing', () => {
    const levels = { spot: 100, gexUsd: 1, profile: { spots: [90, 110], gexUsd: [-1, 1] } };
    expect(gammaSideAt(levels, 111)).toBeNull();
    expect(gammaSideAt(levels, 89)).toBeNull();
    const reading = { atMs: 0, spot: 111, flip: 100, low: 100, high: 100, dailySigma: 0.01 };
    expect(clearSide({ ...reading, gammaSide: null })).toBe('long');
  });
});
