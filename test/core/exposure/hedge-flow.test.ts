import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { dealerBook } from '../../../src/core/exposure/dealer-book.ts';
import { contractExposures, totalExposure } from '../../../src/core/exposure/exposure.ts';
import { hedgeFlows, hedgeTrades } from '../../../src/core/exposure/hedge-flow.ts';
import { scenarioGrid } from '../../../src/core/exposure/scenarios.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { aChain } from '../../support/a-chain.ts';
import { arbitraryChain, SEED } from '../../support/arbitrary-chain.ts';

function bookOf(chain: Parameters<typeof cleanChain>[0]) {
  return dealerBook(cleanChain(chain), SIGN_MODELS.naive);
}

function gexOf(book: ReturnType<typeof bookOf>) {
  return totalExposure(book, contractExposures(book)).gex;
}

describe('hedge flows', () => {
  it('have dealers who are long gamma buy falls and sell rises, and the reverse when short', () => {
    const long = hedgeFlows(bookOf(aChain({ contracts: [{}] })), 1);
    const short = hedgeFlows(bookOf(aChain({ contracts: [{ type: 'put' }] })), -1);
    for (const [index, flow] of long.entries()) {
      expect(Math.sign(flow.hedgeUnits)).toBe(-Math.sign(flow.move));
      expect(Math.sign(short[index]?.hedgeUnits ?? 0)).toBe(Math.sign(flow.move));
      expect(Math.sign(flow.linearGammaNotionalOldSpot)).toBe(-Math.sign(flow.move));
    }
  });

  it('agree with gamma times the move where the move is tiny', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const contracts = chain.contracts.map((contract) => ({
          ...contract,
          expiryMs: Math.max(contract.expiryMs, chain.asOfMs + 10 * 86_400_000),
        }));
        const book = bookOf({ ...chain, contracts });
        const open = book.units.reduce((sum, units) => sum + Math.abs(units), 0);
        const move = 1e-6;
        const [up, down] = hedgeTrades(book, [move, -move]);
        const mean = ((up?.units ?? 0) - (down?.units ?? 0)) / 2;
        const linear = (-gexOf(book) * 100 * move) / chain.spot;
        expect(Math.abs(mean - linear)).toBeLessThan(1e-12 * open);
      }),
      { seed: SEED },
    );
  });

  it('are priced at the new and at the old spot', () => {
    const book = bookOf(aChain({ spot: 200, contracts: [{ openInterest: 40 }] }));
    for (const flow of hedgeFlows(book, gexOf(book))) {
      expect(flow.newSpot).toBeCloseTo(200 * (1 + flow.move), 10);
      expect(flow.hedgeNotionalNewSpot).toBeCloseTo(flow.hedgeUnits * flow.newSpot, 8);
      expect(flow.hedgeNotionalOldSpot).toBeCloseTo(flow.hedgeUnits * 200, 8);
    }
  });
});

describe('scenarios', () => {
  it('give a contract past its expiry nothing', () => {
    const cells = scenarioGrid(bookOf(aChain({ contracts: [{ days: 0.5 }, { days: 7 }] })));
    const later = cells.filter((cell) => cell.days === 7);
    expect(later).toHaveLength(15);
    for (const cell of later) expect(cell).toMatchObject({ gex: 0, deltaUnits: 0 });
    const tomorrow = cells.filter((cell) => cell.days === 1 && cell.move === 0);
    const alone = scenarioGrid(bookOf(aChain({ contracts: [{ days: 7 }] })));
    expect(tomorrow).toEqual(alone.filter((cell) => cell.days === 1 && cell.move === 0));
  });

  it('leave here and now as it is, and stop falling vols at a tenth of a point', () => {
    const strike = 100.01;
    const book = bookOf(aChain({ contracts: [{ iv: 0.01, strike }] }));
    const cells = scenarioGrid(book).filter((cell) => cell.days === 0 && cell.move === 0);
    const [fallen, here] = cells;
    expect(here?.gex).toBeCloseTo(gexOf(book), 12);
    const floored = bookOf(aChain({ contracts: [{ iv: 0.001, strike }] }));
    expect(gexOf(floored)).toBeGreaterThan(2 * gexOf(book));
    expect(fallen?.gex).toBeCloseTo(gexOf(floored), 9);
  });
});
