import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { accumulate } from '../../src/core/trades/positions.ts';
import type { Store, TradeBatch } from '../../src/store/store.ts';
import { aChain } from '../support/a-chain.ts';
import { arbitraryTrades, aTrade, TRADE_TIME_MS } from '../support/a-trade.ts';
import { SEED } from '../support/arbitrary-chain.ts';

const HOUR_MS = 3_600_000;

function aBatch(overrides: Partial<TradeBatch> = {}): TradeBatch {
  return { symbol: 'BTC', trades: [], cursorMs: TRADE_TIME_MS, gap: null, ...overrides };
}

/** What every store promises about trades, whatever its engine; `open` gives an empty one. */
export function tradeStoreContract(name: string, open: () => Promise<Store>): void {
  /** A store that counts BTC's trades from `TRADE_TIME_MS` on. */
  async function aStore(): Promise<Store> {
    const store = await open();
    onTestFinished(() => store.close());
    await store.recordTrades(aBatch());
    return store;
  }

  async function signedOf(store: Store, instrument = aTrade().instrument) {
    return (await store.positions('BTC'))?.positions.get(instrument)?.signedContracts;
  }

  describe(`${name}: trades`, () => {
    it('knows nothing of a symbol whose trades were never read', async () => {
      const store = await aStore();
      expect(await store.positions('ETH')).toBeNull();
      const early = aBatch({ symbol: 'ETH', trades: [aTrade()], cursorMs: null });
      expect(await store.recordTrades(early)).toBe(0);
      expect(await store.positions('ETH')).toBeNull();
    });

    it('begins where the first batch says, with no history before it', async () => {
      const store = await aStore();
      const trades = [aTrade({ id: 'old', atMs: TRADE_TIME_MS - 1 }), aTrade({ id: 'new' })];
      expect(await store.recordTrades(aBatch({ trades }))).toBe(1);
      const seen = await store.positions('BTC');
      expect(seen).toMatchObject({ sinceMs: TRADE_TIME_MS, cursorMs: TRADE_TIME_MS, gap: null });
      expect(await signedOf(store)).toBe(-1);
    });

    it('counts a trade once, however often and in whatever pages it comes (any trades)', async () => {
      const drawn = arbitraryTrades.chain((trades) =>
        fc.record({
          trades: fc.constant(trades),
          pages: fc.array(fc.subarray([...trades]), { maxLength: 4 }),
        }),
      );
      await fc.assert(
        fc.asyncProperty(drawn, async ({ trades, pages }) => {
          const store = await open();
          await store.recordTrades(aBatch());
          let counted = 0;
          for (const page of [...pages, [...trades, ...trades]])
            counted += await store.recordTrades(aBatch({ trades: page }));
          const seen = await store.positions('BTC');
          await store.close();
          expect(counted).toBe(trades.length);
          const expected = Object.fromEntries(accumulate(new Map(), trades));
          expect(Object.fromEntries(seen?.positions ?? [])).toEqual(expected);
        }),
        { seed: SEED, numRuns: 25 },
      );
    });

    it('counts nothing that is older than the cursor: its id may have been forgotten', async () => {
      const store = await aStore();
      const trade = aTrade({ atMs: TRADE_TIME_MS + 10 });
      await store.recordTrades(aBatch({ trades: [trade], cursorMs: TRADE_TIME_MS + HOUR_MS }));
      expect(await store.recordTrades(aBatch({ trades: [trade] }))).toBe(0);
      expect(await signedOf(store)).toBe(-1);
      expect((await store.positions('BTC'))?.cursorMs).toBe(TRADE_TIME_MS + HOUR_MS);
    });

    it('takes trades ahead of the cursor without moving it, and knows them when the page comes', async () => {
      const store = await aStore();
      const trade = aTrade({ atMs: TRADE_TIME_MS + 10 });
      expect(await store.recordTrades(aBatch({ trades: [trade], cursorMs: null }))).toBe(1);
      expect((await store.positions('BTC'))?.cursorMs).toBe(TRADE_TIME_MS);
      const page = aBatch({ trades: [trade], cursorMs: TRADE_TIME_MS + 20 });
      expect(await store.recordTrades(page)).toBe(0);
      expect(await signedOf(store)).toBe(-1);
    });

    it('keeps nothing of a batch that cannot be written', async () => {
      const store = await aStore();
      const broken = aTrade({ id: '2', contracts: Number.NaN });
      const batch = aBatch({ trades: [aTrade(), broken], cursorMs: TRADE_TIME_MS + 1 });
      await expect(store.recordTrades(batch)).rejects.toThrow();
      expect(await store.positions('BTC')).toMatchObject({ cursorMs: TRADE_TIME_MS });
      expect(await signedOf(store)).toBeUndefined();
      expect(await store.recordTrades(aBatch({ trades: [aTrade()] }))).toBe(1);
    });

    it('begins anew after a gap, and says from when to when it was', async () => {
      const store = await aStore();
      await store.recordTrades(aBatch({ trades: [aTrade()] }));
      const gap = { fromMs: TRADE_TIME_MS, untilMs: TRADE_TIME_MS + HOUR_MS };
      const trades = [
        aTrade({ id: 'lost', atMs: gap.untilMs - 1 }),
        aTrade({ id: 'after', atMs: gap.untilMs, taker: 'sell' }),
      ];
      await store.recordTrades(aBatch({ trades, cursorMs: gap.untilMs + 5, gap }));
      expect(await store.positions('BTC')).toMatchObject({
        gap,
        sinceMs: gap.untilMs,
        cursorMs: gap.untilMs + 5,
      });
      expect(await signedOf(store)).toBe(1);
      await store.recordTrades(aBatch({ cursorMs: gap.untilMs + 9 }));
      expect((await store.positions('BTC'))?.gap).toEqual(gap);
    });

    it('keeps symbols apart, also where they name trades alike', async () => {
      const store = await aStore();
      await store.recordTrades(aBatch({ symbol: 'ETH' }));
      for (const symbol of ['BTC', 'ETH'])
        expect(await store.recordTrades(aBatch({ symbol, trades: [aTrade()] }))).toBe(1);
      await store.clampPositions('ETH', aChain({ asOfMs: aTrade().expiryMs }));
      expect(await signedOf(store)).toBe(-1);
    });

    it('cuts positions to what a chain says is open', async () => {
      const store = await aStore();
      const { instrument } = aTrade();
      await store.recordTrades(aBatch({ trades: [aTrade({ contracts: 30 })] }));
      const open = (openInterest: number) =>
        aChain({ asOfMs: TRADE_TIME_MS + 1, contracts: [{ instrument, openInterest }] });
      await store.clampPositions('BTC', open(12));
      await store.clampPositions('BTC', open(80));
      expect(await signedOf(store)).toBe(-12);
    });

    it('forgets what has settled', async () => {
      const store = await aStore();
      const later = aTrade({ id: '2', instrument: 'later', expiryMs: aTrade().expiryMs + 1 });
      await store.recordTrades(aBatch({ trades: [aTrade(), later] }));
      await store.prune(aTrade().expiryMs + 1);
      const seen = await store.positions('BTC');
      expect([...(seen?.positions.keys() ?? [])]).toEqual(['later']);
    });
  });
}
