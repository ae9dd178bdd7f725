import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpotQuote } from '../../../src/core/chain/chain.ts';
import {
  checkedSpot,
  robustSpot,
  SPOT_DIVERGENCE_MAX,
} from '../../../src/core/chain/robust-spot.ts';

const source = fc.constantFrom<SpotQuote['source']>('index', 'perpetual', 'future', 'parity');
const usd = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
const nearUsd = fc.double({ min: 99, max: 101, noNaN: true });
const quotes = (price: fc.Arbitrary<number>, minLength = 1) =>
  fc.array(fc.record({ source, usd: price }), { minLength, maxLength: 8 });
const prices = (of: readonly SpotQuote[]) => of.map((quote) => quote.usd);

describe('robust spot', () => {
  it('lies within its quotes', () => {
    fc.assert(
      fc.property(quotes(usd), (of) => {
        const spot = robustSpot(of);
        expect(spot).toBeGreaterThanOrEqual(Math.min(...prices(of)));
        expect(spot).toBeLessThanOrEqual(Math.max(...prices(of)));
      }),
    );
  });

  it('is never moved outside the others by one wild quote of three or more', () => {
    fc.assert(
      fc.property(quotes(fc.oneof(nearUsd, usd), 2), source, usd, (others, of, wild) => {
        const spot = robustSpot([...others, { source: of, usd: wild }]);
        expect(spot).toBeGreaterThanOrEqual(Math.min(...prices(others)));
        expect(spot).toBeLessThanOrEqual(Math.max(...prices(others)));
      }),
    );
  });

  it('does not depend on the order of quotes', () => {
    const shuffled = quotes(fc.oneof(nearUsd, usd)).chain((of) =>
      fc.tuple(fc.constant(of), fc.shuffledSubarray(of, { minLength: of.length })),
    );
    fc.assert(
      fc.property(shuffled, ([of, order]) => {
        expect(robustSpot(order)).toBe(robustSpot(of));
      }),
    );
  });

  it('is the one quote there is, and unknown without any', () => {
    fc.assert(
      fc.property(source, usd, (of, price) => {
        expect(robustSpot([{ source: of, usd: price }])).toBe(price);
      }),
    );
    expect(robustSpot([])).toBeNull();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 0, -1])(
    'takes no notice of a price of %d',
    (junk) => {
      const index: SpotQuote = { source: 'index', usd: 100 };
      expect(robustSpot([index, { source: 'future', usd: junk }])).toBe(100);
      const others: SpotQuote[] = [{ source: 'perpetual', usd: junk }];
      expect(checkedSpot(100, others)).toEqual({ usd: 100, caveats: [] });
    },
  );

  it('is the middle of the others once one of four is wild', () => {
    const of = [100, 100.02, 100.05, 250].map((price) => ({
      source: 'index' as const,
      usd: price,
    }));
    expect(robustSpot(of)).toBe(100.02);
  });
});

describe('checked spot', () => {
  const perpetual = (price: number): SpotQuote => ({ source: 'perpetual', usd: price });
  const future = (price: number): SpotQuote => ({ source: 'future', usd: price });
  const parity = (price: number): SpotQuote => ({ source: 'parity', usd: price });
  const kindsOf = (spot: ReturnType<typeof checkedSpot>) => spot.caveats.map(({ kind }) => kind);

  it('is the quoted one, without a word, while the others are within the bound', () => {
    const near = fc.double({
      min: 100 * (1 - 0.99 * SPOT_DIVERGENCE_MAX),
      max: 100 * (1 + 0.99 * SPOT_DIVERGENCE_MAX),
      noNaN: true,
    });
    fc.assert(
      fc.property(quotes(near), (of) => {
        expect(checkedSpot(100, of)).toEqual({ usd: 100, caveats: [] });
      }),
    );
  });

  it('is the middle of all where two that agree outvote the quoted one', () => {
    const spot = checkedSpot(1_000, [perpetual(100), future(100.1)]);
    expect(spot.usd).toBe(100.1);
    expect(spot.caveats).toEqual([
      {
        kind: 'spot-divergence',
        reason:
          'the perp (90%) and the future (90%) are away from the quoted spot: the middle of all is used',
      },
    ]);
  });

  it('is doubted, and still used, where one other price is all there is', () => {
    expect(checkedSpot(100, [perpetual(103)])).toEqual({
      usd: 100,
      caveats: [
        {
          kind: 'spot-divergence',
          reason:
            'the perp (3%) is away from the quoted spot, which is used because contracts settle on it',
        },
      ],
    });
  });

  it('leaves out one wild price of three, and says so without withholding', () => {
    const spot = checkedSpot(100, [perpetual(103), future(100.1), parity(99.9)]);
    expect(spot.usd).toBe(100);
    expect(kindsOf(spot)).toEqual(['spot-outlier']);
  });

  it('is doubted where the others contradict it and each other', () => {
    const spot = checkedSpot(100, [perpetual(103), future(97)]);
    expect(spot.usd).toBe(100);
    expect(kindsOf(spot)).toEqual(['spot-divergence']);
  });

  it('never uses a price that a majority contradicts without withholding', () => {
    fc.assert(
      fc.property(usd, quotes(fc.oneof(nearUsd, usd), 2), (quoted, of) => {
        const spot = checkedSpot(quoted, of);
        const others = of.filter((quote) => quote.source !== 'index');
        const against = others.filter(
          (quote) => Math.abs(quote.usd / spot.usd - 1) > SPOT_DIVERGENCE_MAX,
        );
        if (2 * against.length > others.length) expect(kindsOf(spot)).toEqual(['spot-divergence']);
      }),
    );
  });
});
