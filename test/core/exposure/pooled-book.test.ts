import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedChain, QuotedContract } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { dealerBook } from '../../../src/core/exposure/dealer-book.ts';
import { contractExposures, totalExposure } from '../../../src/core/exposure/exposure.ts';
import { findFlip } from '../../../src/core/exposure/flip.ts';
import { gammaBook } from '../../../src/core/exposure/gamma-book.ts';
import { levelsOf } from '../../../src/core/exposure/levels-of.ts';
import { type BookMember, pooledBook } from '../../../src/core/exposure/pooled-book.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { aChain } from '../../support/a-chain.ts';
import { arbitraryChain, SEED } from '../../support/arbitrary-chain.ts';

function member(symbol: string, chain: QuotedChain): BookMember {
  return { symbol, book: dealerBook(cleanChain(chain), SIGN_MODELS.naive) };
}

function flipOf({ book }: BookMember): number | null {
  const flip = findFlip(gammaBook(book));
  return flip.status === 'found' ? flip.spot : null;
}

function gexOf({ book }: BookMember): number {
  return totalExposure(book, contractExposures(book)).gex;
}

/** The same market quoted in another size of index: every price times `scale`, and as many dollars open. */
function quotedAt(chain: QuotedChain, scale: number): QuotedChain {
  const contracts = chain.contracts.map((contract): QuotedContract => {
    const { strike, openInterest } = contract;
    return {
      ...contract,
      strike: strike * scale,
      openInterest: openInterest === null ? null : openInterest / scale,
    };
  });
  return { ...chain, spot: chain.spot * scale, contracts };
}

function expectSamePrice(found: number | null, expected: number | null): void {
  if (expected === null) expect(found).toBeNull();
  else expect(Math.abs((found ?? Number.NaN) / expected - 1)).toBeLessThan(1e-9);
}

const books = fc.tuple(arbitraryChain, arbitraryChain, arbitraryChain);

describe('several listings of one market', () => {
  it('add up in dollars at equal returns, whatever their order', () => {
    fc.assert(
      fc.property(books, ([first, second, third]) => {
        const here = member('A', first);
        const others = [member('B', quotedAt(second, 0.1)), member('C', third)];
        const pooled = pooledBook('test', here, others);
        const sum = [here, ...others].reduce((total, each) => total + gexOf(each), 0);
        const gross = pooled.members.reduce((total, { gexUsd }) => total + Math.abs(gexUsd), 0);
        expect(Math.abs(pooled.gexUsd - sum)).toBeLessThan(1e-11 * gross + 1e-300);
        const turned = pooledBook('test', here, others.toReversed());
        expectSamePrice(turned.flipSpot, pooled.flipSpot);
        expect(turned.members.map(({ symbol }) => symbol)).toEqual(['A', 'C', 'B']);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('have the flip of the only one, and of one that is there twice', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const here = member('A', chain);
        const own = flipOf(here);
        expectSamePrice(pooledBook('test', here, []).flipSpot, own);
        const twice = pooledBook('test', here, [member('B', chain)]);
        expectSamePrice(twice.flipSpot, own);
        expect(twice.gexUsd).toBeCloseTo(2 * gexOf(here), 6);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('have the flip of the whole book where one part of it is listed at a tenth of the price', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const part = (odd: number) => ({
          ...chain,
          contracts: chain.contracts.filter((_, index) => index % 2 === odd),
        });
        const here = member('A', part(0));
        const pooled = pooledBook('test', here, [member('B', quotedAt(part(1), 0.1))]);
        expectSamePrice(pooled.flipSpot, flipOf(member('whole', chain)));
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('tell the flip of each member in its own price and in that of the first', () => {
    fc.assert(
      fc.property(arbitraryChain, arbitraryChain, (first, second) => {
        const here = member('A', first);
        const other = member('B', quotedAt(second, 0.1));
        const [own, foreign] = pooledBook('test', here, [other]).members;
        expectSamePrice(own?.flipSpot ?? null, flipOf(here));
        expectSamePrice(foreign?.flipSpot ?? null, flipOf(other));
        expectSamePrice(
          foreign?.flipSpotHere ?? null,
          foreign?.flipSpot === null ? null : 10 * (foreign?.flipSpot ?? Number.NaN),
        );
        // A side is the sign of that very number.
        for (const { gexUsd, side } of [own, foreign].flatMap((each) => each ?? []))
          expect(side).toBe(gexUsd === 0 ? null : gexUsd > 0 ? 'long' : 'short');
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});

it('levels stand together with others only where they have a market in common', () => {
  const chain = cleanChain(aChain({ contracts: [{ strike: 95, type: 'put' }, { strike: 105 }] }));
  const others = [member('SPY', aChain())];
  const earlier = { earlier: null, dayAgo: null };
  const listing = { symbol: 'SPX', venue: 'test', book: 'S&P' };
  const { pooled, gexUsd } = levelsOf(chain, listing, { ...earlier, others });
  expect(pooled).toMatchObject({ name: 'S&P', members: [{ symbol: 'SPX' }, { symbol: 'SPY' }] });
  expect(pooled?.members[0]?.gexUsd).toBeCloseTo(gexUsd, 9);
  expect(levelsOf(chain, listing, earlier).pooled).toBeNull();
  expect(levelsOf(chain, { ...listing, book: null }, { ...earlier, others }).pooled).toBeNull();
});
