import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { dealerBook } from '../../../src/core/exposure/dealer-book.ts';
import type { ReadingName } from '../../../src/core/exposure/flip.ts';
import { flipWithReadings } from '../../../src/core/exposure/readings.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { aChain, type ContractTerms } from '../../support/a-chain.ts';
import { arbitraryChain, SEED } from '../../support/arbitrary-chain.ts';

function flipOf(chain: QuotedChain) {
  const book = dealerBook(cleanChain(chain), SIGN_MODELS.naive);
  return flipWithReadings(book);
}

function readingsOf(chain: QuotedChain): Partial<Record<ReadingName, number | null>> {
  const flip = flipOf(chain);
  if (flip.status !== 'found') throw new Error(`the book has no flip: ${flip.status}`);
  return Object.fromEntries(flip.readings.map(({ name, spot }) => [name, spot]));
}

const call = (strike: number, terms: ContractTerms = {}) => ({ strike, ...terms });
const put = (strike: number, terms: ContractTerms = {}) => ({
  strike,
  type: 'put' as const,
  ...terms,
});

describe('the readings of a flip', () => {
  it('count each what their name says, as a book of just those contracts would', () => {
    const near = [put(97, { days: 3 }), call(104, { days: 3 })];
    const month = [put(95, { days: 20 }), call(105, { days: 20 })];
    const far = [put(90, { days: 90, openInterest: 2 }), call(108, { days: 90 })];
    const inTheMoney = [call(94, { days: 20, openInterest: 0.5 })];
    const all = readingsOf(aChain({ contracts: [...near, ...month, ...far, ...inTheMoney] }));
    const alone = (...contracts: readonly ContractTerms[]) =>
      readingsOf(aChain({ contracts }))['all expiries'];
    expect(all['next 30 days']).toBeCloseTo(alone(...near, ...month, ...inTheMoney) ?? 0, 9);
    expect(all['without the nearest expiry']).toBeCloseTo(
      alone(...month, ...far, ...inTheMoney) ?? 0,
      9,
    );
    expect(all['out of the money']).toBeCloseTo(alone(...near, ...month, ...far) ?? 0, 9);
  });

  it.each([
    ['counts', 29.9],
    ['leaves out', 30.1],
  ])('next 30 days %s what settles %d days from now', (verb, days) => {
    const near = [put(95), call(105)];
    const edge = call(97, { days, openInterest: 0.5 });
    const alone = (...contracts: readonly ContractTerms[]) =>
      readingsOf(aChain({ contracts }))['all expiries'] ?? 0;
    const [within, without] = [alone(...near, edge), alone(...near)];
    expect(Math.abs(within / without - 1)).toBeGreaterThan(0.001);
    const reading = readingsOf(aChain({ contracts: [...near, edge] }))['next 30 days'];
    expect(reading).toBeCloseTo(verb === 'counts' ? within : without, 9);
  });

  it('shift every vol by two points, up and down', () => {
    const contracts = (shift: number) => [
      put(95, { iv: 0.3 + shift }),
      call(104, { iv: 0.25 + shift, days: 25 }),
    ];
    const at = (shift: number) => readingsOf(aChain({ contracts: contracts(shift) }));
    expect(at(0)['vols +2']).toBeCloseTo(at(0.02)['all expiries'] ?? 0, 9);
    expect(at(0)['vols −2']).toBeCloseTo(at(-0.02)['all expiries'] ?? 0, 9);
  });

  it('say of a way of counting that has no flip that it has none', () => {
    const contracts = [put(95), call(105), call(100, { days: 60 })];
    const [only] = [readingsOf(aChain({ contracts }))];
    expect(only?.['without the nearest expiry']).toBeNull();
  });

  it('do not change when the book is doubled (any book)', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        expect(flipOf({ ...chain, multiplier: 2 * chain.multiplier })).toEqual(flipOf(chain));
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('are what a search of each book alone finds, though they share its profiles (any book)', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const flip = flipOf(chain);
        if (flip.status !== 'found') return;
        const firstMs = Math.min(...chain.contracts.map(({ expiryMs }) => expiryMs));
        const monthMs = chain.asOfMs + 30 * 86_400_000;
        const expected = {
          'next 30 days': chain.contracts.filter(({ expiryMs }) => expiryMs <= monthMs),
          'without the nearest expiry': chain.contracts.filter(
            ({ expiryMs }) => expiryMs !== firstMs,
          ),
          'out of the money': chain.contracts.filter(({ type, strike }) =>
            type === 'call' ? strike >= chain.spot : strike <= chain.spot,
          ),
        };
        for (const [name, contracts] of Object.entries(expected)) {
          const alone = flipOf({ ...chain, contracts });
          const reading = flip.readings.find((each) => each.name === name)?.spot ?? null;
          if (alone.status !== 'found') expect(reading, name).toBeNull();
          else expect(Math.abs((reading ?? 0) / alone.spot - 1), name).toBeLessThan(1e-10);
        }
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('make a range that holds the flip and every reading (any book)', () => {
    fc.assert(
      fc.property(arbitraryChain, (chain) => {
        const flip = flipOf(chain);
        if (flip.status !== 'found') return;
        const spots = [flip.spot, ...flip.readings.flatMap(({ spot }) => spot ?? [])];
        for (const spot of spots) {
          expect(spot).toBeGreaterThanOrEqual(flip.range.low);
          expect(spot).toBeLessThanOrEqual(flip.range.high);
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
