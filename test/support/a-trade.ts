import fc from 'fast-check';
import type { Trade } from '../../src/core/trades/trade.ts';

export const TRADE_TIME_MS = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 86_400_000;

/** A plain screen trade in which a taker bought one contract at the mark. */
export function aTrade(overrides: Partial<Trade> = {}): Trade {
  return {
    id: '1',
    atMs: TRADE_TIME_MS,
    instrument: 'BTC-27NOV26-70000-C',
    expiryMs: TRADE_TIME_MS + 4 * DAY_MS,
    contracts: 1,
    taker: 'buy',
    origin: 'screen',
    liquidated: 'nobody',
    overMark: 0,
    ...overrides,
  };
}

/** Trades of every kind in a few instruments, each with an id of its own; amounts are exact in binary. */
export const arbitraryTrades: fc.Arbitrary<readonly Trade[]> = fc
  .array(
    fc.record({
      instrument: fc.constantFrom('a', 'b', 'c'),
      contracts: fc.integer({ min: 1, max: 800 }).map((eighths) => eighths / 8),
      taker: fc.constantFrom('buy' as const, 'sell' as const),
      origin: fc.constantFrom<Trade['origin']>('screen', 'combo-leg', 'block-rfq', 'block'),
      liquidated: fc.constantFrom<Trade['liquidated']>(
        'nobody',
        'nobody',
        'taker',
        'maker',
        'both',
      ),
      overMark: fc.constantFrom(null, -0.1, 0, 0.1),
      atMs: fc.integer({ min: 0, max: 3_600_000 }).map((ms) => TRADE_TIME_MS + ms),
    }),
    { maxLength: 40 },
  )
  .map((drawn) => drawn.map((trade, index) => aTrade({ ...trade, id: `${index}` })));
