import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainAtPrice } from '../../../src/core/chain/chain-at-price.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { levelsAtPrice } from '../../../src/core/exposure/levels-at-price.ts';
import { levelsOf } from '../../../src/core/exposure/levels-of.ts';
import { laterChain } from '../../support/poll-stage.ts';

const quoted = laterChain(Date.parse('2026-03-02T15:30:00Z'), 93_250.55);
const listing = { symbol: 'BTC', venue: 'deribit' };
const levels = levelsOf(cleanChain(quoted), listing);
const at = (usd: number, aheadMs = 0) =>
  levelsAtPrice(
    quoted,
    { usd, atMs: quoted.asOfMs + aheadMs },
    { listing, known: { levels, positions: null } },
  ).levels;

describe('levels of a chain at a later price', () => {
  it('keep the flip where it was, since each strike keeps its vol and each forward its carry', () => {
    const prices = fc
      .integer({ min: -40, max: 20 })
      .map((step) => quoted.spot * (1 + step / 1_000));
    fc.assert(
      fc.property(prices, (usd) => {
        const { flip, spot } = at(usd);
        expect(spot).toBe(usd);
        if (levels.flip.status !== 'found' || flip.status !== 'found')
          throw new Error('the golden book has a flip');
        expect(Math.abs(flip.spot / levels.flip.spot - 1)).toBeLessThan(1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('have the gamma that the profile of the chain shows at that price', () => {
    for (const index of [60, 90, 110, 140]) {
      const usd = levels.profile.spots[index] ?? Number.NaN;
      const gexUsd = levels.profile.gexUsd[index] ?? Number.NaN;
      expect(Math.abs(at(usd).gexUsd - gexUsd)).toBeLessThan(1e-9 * levels.grossGexUsd);
    }
  });

  it('trade between two prices what the ladder of the chain says', () => {
    const rung = levels.ladder.find(({ move }) => move === -0.01);
    const below = at(rung?.spot ?? Number.NaN);
    const back = below.ladder.find(({ move }) => move === 0.01);
    // There and a little further back: two trades that all but cancel.
    expect(Math.sign(rung?.units ?? 0)).toBe(-Math.sign(back?.units ?? 0));
    expect(Math.abs((back?.units ?? 0) / (rung?.units ?? 1) + 1)).toBeLessThan(0.1);
  });

  it('carry the grade of the chain, and none of its quotes', () => {
    const known = { ...levels, grade: { letter: 'B' as const, reasons: ['a reason'] } };
    const price = { usd: quoted.spot * 0.97, atMs: quoted.asOfMs + 60_000 };
    const moved = levelsAtPrice(quoted, price, {
      listing,
      known: { levels: known, positions: null },
    });
    expect(moved.levels.grade).toEqual(known.grade);
    expect(moved.levels.dataTimeMs).toBe(price.atMs);
    const quotedAgain = chainAtPrice(
      { ...quoted, contracts: quoted.contracts.map((each) => ({ ...each, bid: 1, ask: 2 })) },
      price,
    );
    expect(quotedAgain.contracts.some((each) => 'bid' in each || 'ask' in each)).toBe(false);
  });

  it('leave out what has settled in between', () => {
    const [first] = quoted.contracts.toSorted((a, b) => a.expiryMs - b.expiryMs);
    const atMs = first?.expiryMs ?? 0;
    const moved = chainAtPrice(quoted, { usd: quoted.spot, atMs });
    expect(moved.contracts.length).toBeLessThan(quoted.contracts.length);
    expect(moved.contracts.every(({ expiryMs }) => expiryMs > atMs)).toBe(true);
  });
});
