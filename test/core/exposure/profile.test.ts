import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { dealerBook } from '../../../src/core/exposure/dealer-book.ts';
import { gammaBook } from '../../../src/core/exposure/gamma-book.ts';
import { dealerDelta } from '../../../src/core/exposure/hedge-flow.ts';
import { gammaProfile, logGrid } from '../../../src/core/exposure/profile.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { aChain } from '../../support/a-chain.ts';
import { arbitraryChain, SEED } from '../../support/arbitrary-chain.ts';
import { directGamma } from '../../support/direct-gamma.ts';

const LOW = Math.log(0.6);
const HIGH = Math.log(1.5);

function bookOf(chain: Parameters<typeof cleanChain>[0]) {
  return dealerBook(cleanChain(chain), SIGN_MODELS.naive);
}

describe('the gamma profile', () => {
  it('is the direct sum at every level, however many levels there are', () => {
    fc.assert(
      fc.property(arbitraryChain, fc.integer({ min: 2, max: 3_000 }), (chain, levels) => {
        const grid = logGrid(LOW, HIGH, levels);
        const { spots, net, gross } = gammaProfile(gammaBook(bookOf(chain)), grid);
        const peak = Math.max(...gross);
        for (const [j, spot] of spots.entries()) {
          const direct = directGamma(chain, spot);
          const allowed = 1e-11 * Math.max(direct.gross, 1e-6 * peak);
          expect(Math.abs((net[j] ?? Number.NaN) - direct.net)).toBeLessThanOrEqual(allowed);
          expect(Math.abs((gross[j] ?? Number.NaN) - direct.gross)).toBeLessThanOrEqual(allowed);
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('keeps its accuracy far from a peak that lies outside the range', () => {
    const chain = aChain({ contracts: [{ strike: 100, iv: 0.2, days: 90 }] });
    const grid = logGrid(Math.log(1.2), Math.log(1.8), 5_000);
    const { spots, net } = gammaProfile(gammaBook(bookOf(chain)), grid);
    for (const [j, spot] of spots.entries()) {
      const direct = directGamma(chain, spot).net;
      if (direct < 1e-12 * (net[0] ?? 0)) continue;
      expect(Math.abs((net[j] ?? 0) / direct - 1)).toBeLessThan(1e-11);
    }
  });

  it('integrates to the change of dealer delta: ΔD = ∫ 100·GEX/S d ln S', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const contracts = chain.contracts.map((contract) => ({
          ...contract,
          // Boole's rule needs bells that are wide beside its step.
          expiryMs: Math.max(contract.expiryMs, chain.asOfMs + 5 * 86_400_000),
        }));
        const book = bookOf({ ...chain, contracts });
        const grid = logGrid(Math.log(0.95), Math.log(1.05), 2_001);
        const { spots, net } = gammaProfile(gammaBook(book), grid);
        let integral = 0;
        for (const [j, spot] of spots.entries()) {
          const weight = j === 0 || j === 2_000 ? 7 : j % 2 === 1 ? 32 : j % 4 === 2 ? 12 : 14;
          integral += ((2 * weight * grid.step) / 45) * ((100 * (net[j] ?? 0)) / spot);
        }
        const change = dealerDelta(book, 105) - dealerDelta(book, 95);
        const open = book.units.reduce((sum, units) => sum + Math.abs(units), 0);
        expect(Math.abs(integral - change)).toBeLessThan(1e-12 * open);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
