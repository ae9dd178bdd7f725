import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { accumulate, bookChain } from '../../src/core/trades/positions.ts';
import type { Store, TradeBatch } from '../../src/store/store.ts';
import { aChain } from '../support/a-chain.ts';
import { arbitraryTrades, aTrade, TRADE_TIME_MS } from '../support/a-trade.ts';
import { SEED } from '../support/arbitrary-chain.ts';
import { anObservation, storedLevels } from '../support/stored-values.ts';

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
    return (await store.positions('BTC'))?.positions.get(instrument)?.since?.signedContracts;
  }

  /** A chain that comes so long after the first trade, with that much open in the instrument of trades. */
  async function observe(
    store: Store,
    {
      afterMs,
      open,
      symbol = 'BTC',
      isSound = true,
    }: {
      readonly afterMs: number;
      readonly open: number;
      readonly symbol?: string;
      readonly isSound?: boolean;
    },
  ) {
    const asOfMs = TRADE_TIME_MS + afterMs;
    const { instrument } = aTrade();
    const chain = aChain({ asOfMs, contracts: [{ instrument, openInterest: open }] });
    const levels = storedLevels({ symbol, dataTimeMs: asOfMs });
    await store.recordObservation(anObservation({ chain, levels, isSound }), asOfMs);
    return chain;
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
      const from = { sinceMs: TRADE_TIME_MS, cursorMs: TRADE_TIME_MS, gap: null, chainMs: null };
      expect(seen).toMatchObject(from);
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
      await observe(store, { afterMs: 1, open: 5, symbol: 'ETH' });
      expect(await signedOf(store)).toBe(-1);
      expect((await store.positions('BTC'))?.chainMs).toBeNull();
    });

    it('counts the sides of each chain together with the observation, and remembers what came since', async () => {
      const store = await aStore();
      const first = await observe(store, { afterMs: 0, open: 30 });
      const trade = aTrade({ atMs: TRADE_TIME_MS + 1, contracts: 30 });
      await store.recordTrades(aBatch({ trades: [trade], cursorMs: TRADE_TIME_MS + 5 }));
      const second = await observe(store, { afterMs: 5, open: 60 });
      const late = aTrade({ id: 'late', atMs: TRADE_TIME_MS + 9 });
      await store.recordTrades(aBatch({ trades: [late], cursorMs: TRADE_TIME_MS + 9 }));
      const start = { positions: new Map(), chainMs: null, cursorMs: TRADE_TIME_MS };
      const unseen = accumulate(bookChain(start, first), [trade]);
      const times = { chainMs: first.asOfMs, cursorMs: TRADE_TIME_MS + 5 };
      const expected = accumulate(bookChain({ positions: unseen, ...times }, second), [late]);
      const seen = await store.positions('BTC');
      expect(seen?.chainMs).toBe(second.asOfMs);
      expect(Object.fromEntries(seen?.positions ?? [])).toEqual(Object.fromEntries(expected));
      const { count } = expected.get(trade.instrument) ?? {};
      expect(count).toMatchObject({ openContracts: 60, unseenSides: 60, signedContracts: -30 });
    });

    it('counts nothing by a chain that cannot be relied on, nor by one that is older', async () => {
      const store = await aStore();
      await observe(store, { afterMs: 10, open: 30 });
      const before = await store.positions('BTC');
      await observe(store, { afterMs: 20, open: 1, isSound: false });
      await observe(store, { afterMs: 5, open: 2 });
      expect(await store.positions('BTC')).toEqual(before);
    });

    it('takes all that is open for unseen again after a gap', async () => {
      const store = await aStore();
      await observe(store, { afterMs: 0, open: 30 });
      const gap = { fromMs: TRADE_TIME_MS, untilMs: TRADE_TIME_MS + 10 };
      await store.recordTrades(aBatch({ cursorMs: gap.untilMs, gap }));
      expect(await store.positions('BTC')).toMatchObject({ chainMs: null, positions: new Map() });
      await observe(store, { afterMs: 11, open: 40 });
      const { count } = (await store.positions('BTC'))?.positions.get(aTrade().instrument) ?? {};
      expect(count).toMatchObject({ openContracts: 40, unseenSides: 80 });
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
