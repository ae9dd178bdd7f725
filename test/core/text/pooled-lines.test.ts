import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PooledBook } from '../../../src/core/exposure/companions.ts';
import type { Levels } from '../../../src/core/exposure/levels.ts';
import { pooledLines } from '../../../src/core/text/pooled-lines.ts';
import { aView, DATA_TIME_MS, someLevels } from '../../support/market-view.ts';

/** SPX below its flip, so that dealers are short there. */
const SPX: Levels = {
  ...someLevels({ symbol: 'SPX', spot: 7_331, roots: [7_354] }),
  symbol: 'SPX',
};

type Spy = { readonly side: 'long' | 'short'; readonly flipSpot: number | null };

function linesOf({ side, flipSpot }: Spy, overrides: Partial<Levels> = {}): readonly string[] {
  const flipSpotHere = flipSpot === null ? null : 10.0265 * flipSpot;
  const member = { dataTimeMs: DATA_TIME_MS, gexUsd: side === 'long' ? 1e9 : -1e9 };
  const book: PooledBook = {
    name: 'S&P',
    gexUsd: -9e9,
    flipSpot: 7_359,
    side: 'short',
    members: [
      { ...member, symbol: 'SPX', flipSpot: 7_354, flipSpotHere: 7_354, side: 'short' },
      { ...member, symbol: 'SPY', flipSpot, flipSpotHere, side },
    ],
  };
  return pooledLines(aView({ ...SPX, pooled: book, ...overrides }));
}

it('the line names the market, its flip, and the other listing at its own price and at this one', () => {
  expect(linesOf({ side: 'short', flipSpot: 735.4 })).toEqual([
    '**S&P together** SPX + SPY in dollars 7,359 · SPY alone 735.4 = SPX 7,373, same side',
  ]);
});

it('the line says other side exactly where the sides differ', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('long' as const, 'short' as const),
      fc.option(fc.double({ min: 700, max: 760, noNaN: true })),
      (side, flipSpot) => {
        const line = linesOf({ side, flipSpot }).join();
        expect(line.endsWith(', other side')).toBe(side === 'long');
        expect(line.endsWith(', same side')).toBe(side === 'short');
        expect(/without a flip/.test(line)).toBe(flipSpot === null);
      },
    ),
  );
});

it('there is no line for a book that stands alone, and none where its levels are withheld', () => {
  expect(pooledLines(aView(SPX))).toEqual([]);
  const flip = { status: 'withheld' as const, reason: 'test', roots: [] };
  expect(linesOf({ side: 'long', flipSpot: 735 }, { flip })).toEqual([]);
});
