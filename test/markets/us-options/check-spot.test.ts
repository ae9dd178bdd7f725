import { describe, expect, it } from 'vitest';
import { emptyGreeks, greeks } from '../../../src/core/math/black.ts';
import { checkSpot } from '../../../src/markets/us-options/index.ts';
import { aChain, type ContractTerms } from '../../support/a-chain.ts';

/** Three days of quotes a cent wide around Black prices at this price of the underlying. */
function quotedAt(price: number): ContractTerms[] {
  const into = emptyGreeks();
  return [-4, -2, 0, 2, 4].flatMap((step) =>
    (['call', 'put'] as const).map((type) => {
      const strike = Math.round(price) + step;
      const isCall = type === 'call';
      const terms = { strike, years: 3 / 365, vol: 0.2, rate: 0, dividendYield: 0, isCall };
      greeks({ ...terms, spot: price }, into);
      return { days: 3, strike, type, bid: into.price - 0.005, ask: into.price + 0.005 };
    }),
  );
}

function kindsAt(spot: number, { symbol = 'SPX', price = 500 } = {}): readonly string[] {
  const chain = aChain({ spot, contracts: quotedAt(price) });
  return (checkSpot(chain, symbol).caveats ?? []).map(({ kind }) => kind);
}

describe('spot of US chains', () => {
  it('is borne out by what their own near options imply', () => {
    const chain = checkSpot(aChain({ spot: 500, contracts: quotedAt(500.3) }), 'SPX');
    expect(chain.spotQuotes).toEqual([
      { source: 'index', usd: 500 },
      { source: 'parity', usd: expect.closeTo(500.3, 6) },
    ]);
    expect(chain).toMatchObject({ spot: 500, caveats: [] });
  });

  it.each([506, 494, 5_000, 50])('is doubted at %d where options imply 500', (spot) => {
    expect(kindsAt(spot)).toEqual(['spot-divergence']);
  });

  it('may lie above what American options imply by a dividend, and not by more', () => {
    expect(kindsAt(508, { symbol: 'VZ' })).toEqual([]);
    expect(kindsAt(520, { symbol: 'VZ' })).toEqual(['spot-divergence']);
    expect(kindsAt(492, { symbol: 'VZ' })).toEqual(['spot-divergence']);
  });

  it('is left as it is without quotes to hold it against', () => {
    const chain = aChain({ spot: 500 });
    expect(checkSpot(chain, 'SPX')).toBe(chain);
  });
});
