import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { attributeFlip } from '../../../src/core/exposure/attribution.ts';
import { dealerBook } from '../../../src/core/exposure/dealer-book.ts';
import { findFlip } from '../../../src/core/exposure/flip.ts';
import { gammaBook } from '../../../src/core/exposure/gamma-book.ts';
import { SIGN_MODELS } from '../../../src/core/exposure/sign-model.ts';
import { aChain } from '../../support/a-chain.ts';
import { SEED } from '../../support/arbitrary-chain.ts';

const DAY_MS = 86_400_000;

/** Puts below, calls above, at three expiries; the first settles within a day. */
const before = aChain({
  contracts: [0.5, 8, 40].flatMap((days) => [
    { strike: 95, type: 'put' as const, days, iv: 0.3, openInterest: 900 },
    { strike: 100, type: 'put' as const, days, iv: 0.26, openInterest: 200 },
    { strike: 106, days, iv: 0.24, openInterest: 1_000 },
  ]),
});

type Change = (contract: QuotedChain['contracts'][number]) => object;

function snapshotAfter(laterMs: number, change: Change = () => ({})): QuotedChain {
  const contracts = before.contracts.map((contract) => ({ ...contract, ...change(contract) }));
  return { ...before, asOfMs: before.asOfMs + laterMs, contracts };
}

function attributed(later: QuotedChain) {
  const parts = attributeFlip(cleanChain(before), cleanChain(later));
  if (parts === null) throw new Error('nothing was attributed');
  return parts;
}

function flipSpot(chain: QuotedChain): number {
  const flip = findFlip(gammaBook(dealerBook(cleanChain(chain), SIGN_MODELS.naive)));
  return flip.status === 'found' ? flip.spot : Number.NaN;
}

describe('the attribution of a move of the flip', () => {
  it('begins and ends at the flips of the two snapshots, and adds up (any change)', () => {
    const change = fc.record({
      hours: fc.integer({ min: 0, max: 47 }),
      puts: fc.double({ min: 0.5, max: 2, noNaN: true }),
      vols: fc.double({ min: 0.8, max: 1.3, noNaN: true }),
    });
    fc.assert(
      fc.property(change, ({ hours, puts, vols }) => {
        const later = snapshotAfter((hours * DAY_MS) / 24, ({ type, openInterest, iv }) => ({
          openInterest: (openInterest ?? 0) * (type === 'put' ? puts : 1),
          iv: (iv ?? 0) * vols,
        }));
        const parts = attributed(later);
        expect(parts.from).toBeCloseTo(flipSpot(before), 9);
        expect(parts.to).toBeCloseTo(flipSpot(later), 9);
        const sum = parts.openInterest + parts.vols + parts.time + parts.rollOff;
        expect(sum).toBeCloseTo(parts.to - parts.from, 12);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it.each([
    [
      'openInterest',
      snapshotAfter(0, ({ type }) => (type === 'put' ? { openInterest: 1_500 } : {})),
    ],
    ['vols', snapshotAfter(0, ({ iv }) => ({ iv: (iv ?? 0) + 0.05 }))],
    ['time', snapshotAfter(DAY_MS / 4)],
  ] as const)('gives the whole move to %s where nothing else changed', (cause, later) => {
    const parts = attributed(later);
    const total = parts.to - parts.from;
    expect(Math.abs(total)).toBeGreaterThan(0.001);
    expect(parts[cause]).toBeCloseTo(total, 9);
  });

  it('averages what each input changes over all 24 orders where all of them changed', () => {
    const later = snapshotAfter(DAY_MS, ({ type, openInterest, iv }) => ({
      openInterest: (openInterest ?? 0) * (type === 'put' ? 0.7 : 1.2),
      iv: (iv ?? 0) * 1.25,
    }));
    const isGone = (expiryMs: number) => expiryMs <= later.asOfMs;
    // Each mixture as a chain of its own, seen from the later instant: what has not aged is that much farther away.
    const mixture = (has: ReadonlySet<string>) =>
      flipSpot({
        ...before,
        asOfMs: later.asOfMs,
        contracts: before.contracts.flatMap((early, index) => {
          const late = later.contracts[index] ?? early;
          const gone = isGone(early.expiryMs);
          if (gone && has.has('rollOff')) return [];
          const ages = has.has('time') && !gone;
          return [
            {
              ...early,
              expiryMs: early.expiryMs + (ages ? 0 : DAY_MS),
              openInterest: (has.has('openInterest') && !gone ? late : early).openInterest,
              iv: (has.has('vols') && !gone ? late : early).iv,
            },
          ];
        }),
      });
    const inputs = ['openInterest', 'vols', 'time', 'rollOff'] as const;
    const orders = inputs.flatMap((a) =>
      inputs.flatMap((b) =>
        inputs.flatMap((c) =>
          inputs.flatMap((d) => (new Set([a, b, c, d]).size === 4 ? [[a, b, c, d] as const] : [])),
        ),
      ),
    );
    expect(orders).toHaveLength(24);
    const parts = attributed(later);
    for (const input of inputs) {
      const steps = orders.map((order) => {
        const earlier = new Set<string>(order.slice(0, order.indexOf(input)));
        return mixture(new Set([...earlier, input])) - mixture(earlier);
      });
      const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
      expect(parts[input]).toBeCloseTo(mean, 7);
      // What it changes hangs on the order, so that no single one would do.
      expect(Math.max(...steps) - Math.min(...steps)).toBeGreaterThan(1e-4);
    }
  });

  it('gives what an expiry took with it to roll-off', () => {
    const gone = {
      ...before,
      contracts: before.contracts.filter(({ expiryMs }) => expiryMs > before.asOfMs + DAY_MS),
    };
    const parts = attributed(snapshotAfter(DAY_MS));
    // In part: what it took is averaged over orders in which the rest has aged or not.
    const alone = flipSpot(gone) - flipSpot(before);
    expect(parts.rollOff / alone).toBeGreaterThan(0.9);
    expect(parts.rollOff / alone).toBeLessThan(1.1);
    expect(parts.openInterest).toBeCloseTo(0, 9);
  });

  it('begins at the flip of the earlier snapshot also where spot has moved to another root since', () => {
    const days = 2;
    const twoFlips = (spot: number) =>
      aChain({
        spot,
        contracts: [
          { strike: 92, type: 'put', days },
          { strike: 96, days },
          { strike: 101, type: 'put', days },
          { strike: 107, days },
        ],
      });
    const parts = attributeFlip(cleanChain(twoFlips(95)), cleanChain(twoFlips(104)));
    expect(parts?.from).toBeCloseTo(flipSpot(twoFlips(95)), 9);
    expect(parts?.to).toBeCloseTo(flipSpot(twoFlips(104)), 9);
    expect((parts?.to ?? 0) - (parts?.from ?? 0)).toBeGreaterThan(5);
    expect(parts?.vols).toBeCloseTo((parts?.to ?? 0) - (parts?.from ?? 0), 9);
  });

  it('leaves out an order in which some mixture has no flip, and still adds up', () => {
    const put = { strike: 95, type: 'put' as const, openInterest: 1_000, iv: 0.3 };
    const call = { strike: 105, openInterest: 1_000, iv: 0.3 };
    // Puts of the first hours make the flip; without them it takes the ones that were opened since.
    const first = aChain({
      contracts: [
        { ...put, days: 0.9 },
        { ...call, days: 8 },
      ],
    });
    const listed = { ...first.contracts[1], strike: 95, type: 'put' as const };
    const contracts = [...first.contracts.slice(1), listed] as QuotedChain['contracts'];
    const second = { ...first, asOfMs: first.asOfMs + DAY_MS, contracts };
    const withoutNew = { ...second, contracts: first.contracts.slice(1) };
    expect(flipSpot(withoutNew)).toBeNaN();
    const parts = attributeFlip(cleanChain(first), cleanChain(second));
    if (parts === null) throw new Error('nothing was attributed');
    const sum = parts.openInterest + parts.vols + parts.time + parts.rollOff;
    expect(sum).toBeCloseTo(parts.to - parts.from, 12);
    expect(parts.to).toBeCloseTo(flipSpot(second), 9);
  });

  it('counts newly listed contracts as open interest', () => {
    const listed = {
      ...before.contracts[7],
      strike: 102,
      type: 'call' as const,
      openInterest: 800,
    };
    const later = { ...before, contracts: [...before.contracts, listed] } as QuotedChain;
    const parts = attributed(later);
    expect(parts.openInterest).toBeCloseTo(parts.to - parts.from, 9);
  });

  it('is absent where one of the snapshots has no flip', () => {
    const callsOnly = {
      ...before,
      contracts: before.contracts.filter(({ type }) => type === 'call'),
    };
    expect(attributeFlip(cleanChain(before), cleanChain(callsOnly))).toBeNull();
    expect(attributeFlip(cleanChain(callsOnly), cleanChain(before))).toBeNull();
  });
});
