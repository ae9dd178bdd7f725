import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { attributeFlip } from '../../../src/core/exposure/attribution.ts';
import { levelsOf } from '../../../src/core/exposure/levels-of.ts';
import {
  type ObservedPositions,
  observedSigns,
} from '../../../src/core/exposure/observed-signs.ts';
import { OBSERVED_SHARE_MIN } from '../../../src/core/exposure/signs-in-force.ts';
import { aChain } from '../../support/a-chain.ts';
import { SEED } from '../../support/arbitrary-chain.ts';

const LISTING = { symbol: 'BTC', venue: 'deribit' };

/** Puts below, calls above: the naive book has a flip in between. */
const chain: QuotedChain = aChain({
  contracts: [3, 8, 40].flatMap((days) => [
    {
      strike: 94,
      type: 'put' as const,
      days,
      iv: 0.3,
      openInterest: 900,
      instrument: `${days} low`,
    },
    {
      strike: 100,
      type: 'put' as const,
      days,
      iv: 0.26,
      openInterest: 200,
      instrument: `${days} mid`,
    },
    { strike: 106, days, iv: 0.24, openInterest: 1_000, instrument: `${days} high` },
  ]),
});

/** The same share of every contract seen, in which dealers hold so much of it. */
function seen(observedShare: number, heldOf: (type: 'call' | 'put') => number): ObservedPositions {
  return new Map(
    chain.contracts.map(({ instrument = '', openInterest, type }) => [
      instrument,
      {
        observedShare,
        signedContracts: heldOf(type) * observedShare * (openInterest ?? 0),
        revealedSigned: 0,
        leftContracts: 0,
        evidenceContracts: 0,
      },
    ]),
  );
}

function levelsWith(positions: ObservedPositions | null) {
  return levelsOf(cleanChain(chain), LISTING, { earlier: null, dayAgo: null, positions });
}

const likeNaive = (type: 'call' | 'put') => (type === 'call' ? 1 : -1);
const naive = levelsWith(null);

describe('the signs that levels rest on', () => {
  it('are assumed, with nothing to say about trades, where none are read', () => {
    expect(naive).toMatchObject({ signModel: 'naive', signs: null });
  });

  it('are assumed below a fifth of gamma, and what was seen stands beside them', () => {
    const levels = levelsWith(seen(OBSERVED_SHARE_MIN - 0.01, () => -1));
    expect(levels.signs?.gammaShare).toBeCloseTo(OBSERVED_SHARE_MIN - 0.01, 12);
    expect({ ...levels, signs: null }).toEqual(naive);
  });

  it('are observed from a fifth of gamma on: exposures, ladder and flip are those of that book', () => {
    const levels = levelsWith(seen(0.5, () => 0));
    expect(levels.signModel).toBe('observed');
    expect(levels.gexUsd).toBeCloseTo(naive.gexUsd / 2, 9);
    expect(levels.signs?.assumed).toMatchObject({ gexUsd: naive.gexUsd });
    for (const [index, rung] of levels.ladder.entries())
      expect(rung.usd).toBeCloseTo((naive.ladder[index]?.usd ?? 0) / 2, 6);
    const sum = levels.expiries.reduce((total, { gexUsd }) => total + gexUsd, 0);
    expect(sum).toBeCloseTo(levels.gexUsd, 9);
  });

  it('add one reading to the six of the assumed book, and the range holds them all (any trades)', () => {
    const held = fc.record({
      share: fc.double({ min: OBSERVED_SHARE_MIN + 0.001, max: 1, noNaN: true }),
      calls: fc.double({ min: -1, max: 1, noNaN: true }),
      puts: fc.double({ min: -1, max: 1, noNaN: true }),
    });
    const assumed = naive.flip.status === 'found' ? naive.flip.readings : [];
    expect(assumed).toHaveLength(6);
    fc.assert(
      fc.property(held, ({ share, calls, puts }) => {
        const { flip } = levelsWith(seen(share, (type) => (type === 'call' ? calls : puts)));
        if (flip.status !== 'found') return;
        expect(flip.readings).toEqual([...assumed, { name: 'observed signs', spot: flip.spot }]);
        for (const { spot } of flip.readings) {
          if (spot === null) continue;
          expect(spot).toBeGreaterThanOrEqual(flip.range.low);
          expect(spot).toBeLessThanOrEqual(flip.range.high);
        }
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('change nothing where trades have shown what was assumed', () => {
    const levels = levelsWith(seen(1, likeNaive));
    expect(levels.gexUsd).toBeCloseTo(naive.gexUsd, 9);
    const [was, is] = [naive.flip, levels.flip];
    if (was.status !== 'found' || is.status !== 'found') throw new Error('no flip');
    expect(is.spot).toBeCloseTo(was.spot, 8);
  });

  it('stand on the other side where trades have shown the opposite', () => {
    const levels = levelsWith(seen(1, (type) => -likeNaive(type)));
    expect(levels.gexUsd).toBeCloseTo(-naive.gexUsd, 9);
    expect(levels.flip.status).toBe('inverted_only');
    expect(levels.signs?.assumed.side).not.toBeNull();
  });
});

describe('why the flip moved, under observed signs', () => {
  it('ends at the flip in force and has its signs at both ends, so that equal books did not move', () => {
    const positions = seen(0.6, (type) => (type === 'call' ? 0.4 : -0.9));
    const { flip } = levelsWith(positions);
    const now = cleanChain(chain);
    const parts = attributeFlip(now, now, observedSigns(positions));
    expect(parts?.to).toBeCloseTo(flip.status === 'found' ? flip.spot : Number.NaN, 8);
    expect(parts).toMatchObject({ openInterest: 0, vols: 0, rollOff: 0 });
    expect(parts?.from).toBe(parts?.to);
  });
});
