import { describe, expect, it } from 'vitest';
import { dealerChange } from '../../../src/core/trades/dealer-change.ts';
import type { Trade } from '../../../src/core/trades/trade.ts';
import { aTrade } from '../../support/a-trade.ts';

/** How much of ten contracts that a taker buys counts as sold by dealers. */
function soldOfTen(overrides: Partial<Trade>): number {
  return 0 - dealerChange(aTrade({ contracts: 10, ...overrides })).signedContracts;
}

describe('what one trade shows of dealers', () => {
  it('is the other side of the taker', () => {
    expect(dealerChange(aTrade({ taker: 'buy', contracts: 3 }))).toEqual({
      signedContracts: -3,
      seenContracts: 3,
    });
    expect(dealerChange(aTrade({ taker: 'sell', contracts: 3 }))).toEqual({
      signedContracts: 3,
      seenContracts: 3,
    });
  });

  it.each([
    ['a screen trade counts in full', { origin: 'screen' }, 10],
    ['a leg of a combo counts by its own direction', { origin: 'combo-leg' }, 10],
    [
      'a block by request for quotes counts in full, as dealers were asked',
      { origin: 'block-rfq' },
      10,
    ],
    ['a block agreed elsewhere counts by half', { origin: 'block' }, 5],
    ['a liquidated maker was no dealer', { liquidated: 'maker' }, 0],
    ['nor where both sides were liquidated', { liquidated: 'both' }, 0],
    ['a liquidated taker is a customer like any other', { liquidated: 'taker' }, 10],
    ['a purchase under the mark counts by half', { overMark: -0.01 }, 5],
    ['a purchase over the mark counts in full', { overMark: 0.01 }, 10],
    ['a purchase without a mark counts in full', { overMark: null }, 10],
    ['the price of a leg says nothing', { origin: 'combo-leg', overMark: -0.5 }, 10],
  ] satisfies [string, Partial<Trade>, number][])('%s', (_, trade, sold) => {
    expect(soldOfTen(trade)).toBe(sold);
  });

  it('weighs a sale over the mark as a purchase under it', () => {
    expect(dealerChange(aTrade({ taker: 'sell', overMark: 0.01 })).signedContracts).toBe(0.5);
    expect(dealerChange(aTrade({ taker: 'sell', overMark: -0.01 })).signedContracts).toBe(1);
  });

  it('never calls more seen than it signs', () => {
    for (const origin of ['screen', 'combo-leg', 'block-rfq', 'block'] as const)
      for (const overMark of [-1, 0, 1, null]) {
        const { signedContracts, seenContracts } = dealerChange(aTrade({ origin, overMark }));
        expect(Math.abs(signedContracts)).toBe(seenContracts);
      }
  });
});
