import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { dealerBook } from '../../../src/core/exposure/dealer-book.ts';
import { observedSigns } from '../../../src/core/exposure/observed-signs.ts';
import {
  accumulate,
  clampToChain,
  observedPositions,
  type Positions,
} from '../../../src/core/trades/positions.ts';
import type { Trade } from '../../../src/core/trades/trade.ts';
import { aChain } from '../../support/a-chain.ts';
import { arbitraryTrades, aTrade, TRADE_TIME_MS } from '../../support/a-trade.ts';
import { SEED } from '../../support/arbitrary-chain.ts';

const NONE: Positions = new Map();
const HOUR_MS = 3_600_000;

/** A chain after all trades, in which three instruments are open. */
function chainOf(openInterest: { a: number | null; b: number; c: number }, asOfMs?: number) {
  return aChain({
    asOfMs: asOfMs ?? TRADE_TIME_MS + 2 * HOUR_MS,
    contracts: (['a', 'b', 'c'] as const).map((instrument) => ({
      instrument,
      openInterest: openInterest[instrument],
      type: instrument === 'b' ? ('put' as const) : ('call' as const),
    })),
  });
}

const openInterests = fc.record({
  a: fc.double({ min: 0, max: 500, noNaN: true }),
  b: fc.double({ min: 0, max: 500, noNaN: true }),
  c: fc.double({ min: 0, max: 500, noNaN: true }),
});

describe('positions from trades', () => {
  it('do not depend on the order of trades, nor on how they are cut into pages (any trades)', () => {
    const reordered = arbitraryTrades.chain((trades) =>
      fc.record({
        trades: fc.constant(trades),
        shuffled: fc.shuffledSubarray([...trades], { minLength: trades.length }),
        cut: fc.nat({ max: trades.length }),
      }),
    );
    fc.assert(
      fc.property(reordered, ({ trades, shuffled, cut }) => {
        const first = accumulate(NONE, shuffled.slice(0, cut));
        const inPages = accumulate(first, shuffled.slice(cut));
        const whole = accumulate(NONE, trades);
        expect(Object.fromEntries(inPages)).toEqual(Object.fromEntries(whole));
      }),
      { seed: SEED },
    );
  });

  it('never hold more than is open, never sign more than was seen, and λ lies in 0..1 (any trades)', () => {
    fc.assert(
      fc.property(arbitraryTrades, openInterests, (trades, open) => {
        const positions = accumulate(NONE, trades);
        const chain = chainOf(open);
        for (const [instrument, { signedContracts, seenContracts }] of positions) {
          expect(Math.abs(signedContracts)).toBeLessThanOrEqual(seenContracts);
          const clamped = clampToChain(positions, chain).get(instrument);
          const most = open[instrument as keyof typeof open];
          expect(Math.abs(clamped?.signedContracts ?? 0)).toBeLessThanOrEqual(most);
        }
        for (const { observedShare } of observedPositions({ positions }, chain).values()) {
          expect(observedShare).toBeGreaterThanOrEqual(0);
          expect(observedShare).toBeLessThanOrEqual(1);
        }
      }),
      { seed: SEED },
    );
  });

  it('give naive signs where nothing was seen and the flow where all was', () => {
    const chain = cleanChain(chainOf({ a: 10, b: 10, c: 10 }));
    const trades: readonly Trade[] = [
      aTrade({ id: '1', instrument: 'a', contracts: 10, taker: 'buy' }),
      aTrade({ id: '2', instrument: 'b', contracts: 4, taker: 'sell' }),
    ];
    const positions = accumulate(NONE, trades);
    const model = observedSigns(observedPositions({ positions }, chain.source));
    // a: all ten were bought from dealers. b: four of ten were sold to them, six puts stay assumed short. c: assumed long.
    const units = [-10, 4 - 6, 10].map((each) => expect.closeTo(each, 12));
    expect([...dealerBook(chain, model).units]).toEqual(units);
  });

  it('find the true book again where every trade opened a position in a naive book', () => {
    const trueUnits = { a: 7 - 5, b: -8 + 3, c: 6 };
    const open = { a: 12, b: 11, c: 6 };
    const trades = [
      aTrade({ id: '1', instrument: 'a', contracts: 5, taker: 'buy' }),
      aTrade({ id: '2', instrument: 'b', contracts: 3, taker: 'sell' }),
    ];
    const positions = accumulate(NONE, trades);
    const chain = cleanChain(chainOf(open));
    const model = observedSigns(observedPositions({ positions }, chain.source));
    const units = [...dealerBook(chain, model).units];
    for (const [row, name] of (['a', 'b', 'c'] as const).entries())
      expect(units[row]).toBeCloseTo(trueUnits[name], 12);
  });
});

describe('positions at a chain', () => {
  const held = accumulate(NONE, [aTrade({ instrument: 'a', contracts: 50, taker: 'sell' })]);
  const signed = (chain: ReturnType<typeof chainOf>) =>
    clampToChain(held, chain).get('a')?.signedContracts;

  it('are cut to what is open, for good', () => {
    const cut = clampToChain(held, chainOf({ a: 20, b: 0, c: 0 }));
    const grown = clampToChain(cut, chainOf({ a: 90, b: 0, c: 0 }));
    expect(grown.get('a')?.signedContracts).toBe(20);
  });

  it('stay where open interest is unknown or the instrument is not listed', () => {
    expect(signed(chainOf({ a: null, b: 0, c: 0 }))).toBe(50);
    expect(signed(aChain({ asOfMs: TRADE_TIME_MS + HOUR_MS }))).toBe(50);
  });

  it('stay where they traded after the chain was made, which cannot know that trade', () => {
    expect(signed(chainOf({ a: 0, b: 0, c: 0 }, TRADE_TIME_MS - 1))).toBe(50);
  });

  it('are gone at expiry', () => {
    const expiryMs = aTrade().expiryMs;
    expect(signed(chainOf({ a: 50, b: 0, c: 0 }, expiryMs))).toBeUndefined();
    expect(signed(chainOf({ a: 50, b: 0, c: 0 }, expiryMs - 1))).toBe(50);
  });
});
