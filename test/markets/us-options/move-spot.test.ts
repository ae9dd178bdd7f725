import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedContract } from '../../../src/core/chain/chain.ts';
import { emptyGreeks, greeks } from '../../../src/core/math/black.ts';
import { moveSpot } from '../../../src/markets/us-options/move-spot.ts';
import type { UsChain } from '../../../src/markets/us-options/us-chain.ts';

const DAY_MS = 86_400_000;
const CLOSE_MS = Date.parse('2025-06-11T20:00:00Z');
const MORNING_MS = Date.parse('2025-06-12T13:00:00Z');
const [CLOSE, RATE, DIVIDEND_YIELD, VOL] = [5000, 0.045, 0.013, 0.15];

/** The evening's document with its price of the close; its quotes were made with the underlying at `quotedAt`. */
function aDocument(quotedAt: number): UsChain {
  const contracts = [2, 5, 9, 100, 280].flatMap((days) =>
    Array.from({ length: 31 }, (_, index) => CLOSE * (0.85 + 0.01 * index)).flatMap((strike) =>
      (['call', 'put'] as const).map((type): QuotedContract => {
        const into = emptyGreeks();
        const years = days / 365;
        const terms = { rate: RATE, dividendYield: DIVIDEND_YIELD, isCall: type === 'call' };
        greeks({ spot: quotedAt, strike, years, vol: VOL, ...terms }, into);
        const half = Math.min(0.05, into.price / 2);
        const quote = { bid: into.price - half, ask: into.price + half };
        const expiryMs = CLOSE_MS + days * DAY_MS;
        return { strike, expiryMs, type, openInterest: 1, iv: VOL, volume: 7, ...quote };
      }),
    ),
  );
  const size = contracts.length;
  return {
    chain: {
      name: 'cboe:SPX',
      asOfMs: CLOSE_MS,
      spot: CLOSE,
      rate: 0,
      dividendYield: 0,
      multiplier: 100,
      contracts,
      invalidRows: 0,
    },
    symbol: 'SPX',
    session: '2025-06-11',
    openInterestSession: '2025-06-12',
    counts: {
      listed: size,
      read: size,
      unreadable: 0,
      adjusted: 0,
      foreign: 0,
      duplicate: 0,
      contradicted: 0,
    },
    caveats: [],
  };
}

/** Far enough that no carry of the near expiries could be taken for it. */
const move = fc
  .double({ min: 0.002, max: 0.05, noNaN: true })
  .chain((size) => fc.constantFrom(1 + size, 1 - size));

function forwardOf(spot: number, expiryMs: number): number {
  const years = (expiryMs - CLOSE_MS) / (365 * DAY_MS);
  return spot * Math.exp((RATE - DIVIDEND_YIELD) * years);
}

describe('a chain moved to the spot of the morning', () => {
  it.each<[string, (spot: number) => number, boolean]>([
    ['stand at the close', () => CLOSE, false],
    ['have moved on overnight', (spot) => spot, true],
  ])('has the forwards of that spot, whether its quotes %s', (_, quotedAt, areQuotesKept) => {
    fc.assert(
      fc.property(move, (factor) => {
        const spot = CLOSE * factor;
        const moved = moveSpot(aDocument(quotedAt(spot)), { spot, asOfMs: MORNING_MS }, 0);
        expect(moved).toMatchObject({ spot, asOfMs: MORNING_MS });
        for (const { forward = 0, expiryMs, bid, iv } of moved.contracts) {
          expect(Math.abs(forward / forwardOf(spot, expiryMs) - 1)).toBeLessThan(2e-4);
          expect(bid !== null && bid !== undefined).toBe(areQuotesKept);
          expect(iv).toBe(VOL);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('has no trades of the session before', () => {
    for (const quotedAt of [CLOSE, CLOSE * 1.01]) {
      const now = { spot: CLOSE * 1.01, asOfMs: MORNING_MS };
      const moved = moveSpot(aDocument(quotedAt), now, 0);
      expect(moved.contracts.filter((contract) => 'volume' in contract)).toEqual([]);
    }
  });
});
