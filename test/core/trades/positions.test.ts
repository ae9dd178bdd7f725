import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accumulate,
  bookChain,
  observedPositions,
  type Positions,
  type TradesSeen,
} from '../../../src/core/trades/positions.ts';
import { unseenCount } from '../../../src/core/trades/side-count.ts';
import type { Trade } from '../../../src/core/trades/trade.ts';
import { arbitraryTrades, aTrade, TRADE_TIME_MS } from '../../support/a-trade.ts';
import { SEED } from '../../support/arbitrary-chain.ts';

const NONE: Positions = new Map();
const MINUTE_MS = 60_000;
const EXPIRY_MS = aTrade().expiryMs;

type Open = Readonly<Record<string, number | null>>;

/** A chain so many minutes after the first trades. */
function chainAt(minutes: number, open: Open) {
  const contracts = Object.entries(open).map(([instrument, openInterest]) => ({
    instrument,
    openInterest,
    expiryMs: EXPIRY_MS,
  }));
  return { asOfMs: TRADE_TIME_MS + minutes * MINUTE_MS, contracts };
}

/** A trade so many minutes after the first: a taker buys from dealers. */
function boughtAt(minutes: number, instrument: string, contracts: number): Trade {
  const atMs = TRADE_TIME_MS + minutes * MINUTE_MS;
  return aTrade({ id: `${minutes} ${instrument}`, atMs, instrument, contracts });
}

type Seen = Pick<TradesSeen, 'positions' | 'chainMs' | 'cursorMs'>;

/** What is known after one chain more; trades are told up to it unless said otherwise. */
function afterChain(
  { positions, chainMs }: Seen,
  chain: ReturnType<typeof chainAt>,
  { trades = [], cursorMs = chain.asOfMs }: { trades?: readonly Trade[]; cursorMs?: number } = {},
): Seen {
  const booked = bookChain({ positions: accumulate(positions, trades), chainMs, cursorMs }, chain);
  return { positions: booked, chainMs: chain.asOfMs, cursorMs };
}

const START: Seen = { positions: NONE, chainMs: null, cursorMs: TRADE_TIME_MS };

describe('trades between chains', () => {
  it('do not depend on their order, nor on how they are cut into pages (any trades)', () => {
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
});

describe('positions at a chain', () => {
  const held = (seen: Seen, open: Open, minutes = 60) =>
    observedPositions(seen, chainAt(minutes, open)).get('a');

  it('are unseen in the first chain, and seen from the start where an instrument is listed later', () => {
    const first = afterChain(START, chainAt(0, { a: 10 }));
    const second = afterChain(first, chainAt(5, { a: 10, b: 4 }), {
      trades: [boughtAt(1, 'b', 4)],
    });
    const seen = observedPositions(second, chainAt(6, { a: 10, b: 4 }));
    expect(seen.get('a')).toMatchObject({ observedShare: 0, signedContracts: 0 });
    expect(seen.get('b')).toMatchObject({ observedShare: 1, signedContracts: -4 });
  });

  it('say nothing before the first chain', () => {
    const positions = accumulate(NONE, [boughtAt(1, 'a', 5)]);
    expect(observedPositions({ positions, chainMs: null }, chainAt(5, { a: 5 })).size).toBe(0);
  });

  it('are the same whether they are read at a chain or after it was booked (any trades)', () => {
    const open = fc.record({ a: fc.nat(400), b: fc.nat(400), c: fc.nat(400) });
    fc.assert(
      fc.property(arbitraryTrades, open, open, (trades, before, now) => {
        const first = afterChain(START, chainAt(0, before));
        const positions = accumulate(first.positions, trades);
        const chain = chainAt(61, now);
        const read = observedPositions({ ...first, positions }, chain);
        const booked = afterChain({ ...first, positions }, chain);
        expect(observedPositions(booked, chain)).toEqual(read);
        expect(bookChain(booked, chain)).toBe(booked.positions);
      }),
      { seed: SEED },
    );
  });

  it('know λ at once from open interest that no trade explains', () => {
    const first = afterChain(START, chainAt(0, { a: 0 }));
    const second = afterChain(first, chainAt(5, { a: 4 }), { trades: [boughtAt(1, 'a', 4)] });
    expect(held(second, { a: 16 })).toMatchObject({ observedShare: 0.25, signedContracts: -4 });
  });

  it('come out alike where a trade is told after the chain that knows it', () => {
    const trade = boughtAt(4, 'a', 6);
    const first = afterChain(START, chainAt(0, { a: 10 }));
    const inTime = afterChain(first, chainAt(5, { a: 16 }), { trades: [trade] });
    const behind = { cursorMs: trade.atMs - 1 };
    const untold = afterChain(first, chainAt(5, { a: 16 }), behind);
    const told = afterChain(untold, chainAt(10, { a: 16 }), { trades: [trade] });
    expect(held(untold, { a: 16 })).toMatchObject({ observedShare: 0 });
    expect(held(told, { a: 16 })).toEqual(held(inTime, { a: 16 }));
    expect(told.positions.get('a')?.count).toEqual(inTime.positions.get('a')?.count);
  });

  it('come out alike where a trade is told before a chain that does not know it yet', () => {
    const trade = boughtAt(6, 'a', 6);
    const first = afterChain(START, chainAt(0, { a: 10 }));
    const early = afterChain(first, chainAt(5, { a: 10 }), { trades: [trade] });
    const known = afterChain(early, chainAt(10, { a: 16 }));
    const inTime = afterChain(afterChain(first, chainAt(5, { a: 10 })), chainAt(10, { a: 16 }), {
      trades: [trade],
    });
    expect(held(known, { a: 16 })).toEqual(held(inTime, { a: 16 }));
    expect(held(known, { a: 16 })).toMatchObject({ signedContracts: -6, observedShare: 6 / 16 });
  });

  it('give up a change of open interest for unseen one chain later, once all trades before it are told', () => {
    const first = afterChain(START, chainAt(0, { a: 0 }));
    const open = { a: 6 };
    const changed = afterChain(first, chainAt(5, open));
    const tradedAfter = (cursorMs: number) => {
      const next = afterChain(changed, chainAt(10, open), { cursorMs });
      const trades = [boughtAt(12, 'a', 6)];
      return held(afterChain(next, chainAt(15, open), { trades, cursorMs }), open);
    };
    expect(tradedAfter(changed.cursorMs - 1)?.observedShare).toBe(1);
    expect(tradedAfter(changed.cursorMs)?.observedShare).toBeCloseTo(0.5, 12);
  });

  it('stay where open interest is unknown or impossible, or the instrument is missing', () => {
    const first = afterChain(START, chainAt(0, { a: 10 }));
    const trades = [boughtAt(1, 'a', 5)];
    for (const open of [{ a: null }, {}, { a: -15 }, { a: Number.NaN }]) {
      const unknown = afterChain(first, chainAt(5, open), { trades });
      const known = afterChain(unknown, chainAt(10, { a: 15 }));
      const observedShare = expect.closeTo(1 / 3, 12);
      expect(held(known, { a: 15 })).toMatchObject({ signedContracts: -5, observedShare });
    }
  });

  it('do not change by a chain that is older than the last', () => {
    const first = afterChain(START, chainAt(5, { a: 10 }));
    const again = bookChain(first, chainAt(4, { a: 3 }));
    expect(again).toBe(first.positions);
  });

  it('are gone at expiry', () => {
    const first = afterChain(START, chainAt(0, { a: 10 }));
    const minutes = (EXPIRY_MS - TRADE_TIME_MS) / MINUTE_MS;
    expect(bookChain(first, chainAt(minutes, {})).size).toBe(0);
    const before = bookChain(first, chainAt(minutes - 1, {}));
    expect(before.get('a')?.count).toEqual(unseenCount(10));
  });
});
