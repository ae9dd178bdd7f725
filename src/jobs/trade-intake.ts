import type { Trade } from '../core/trades/trade.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';

/** Trades that wait while a write is under way: some minutes of the busiest market. */
const WAITING_MAX = 5_000;

/** Takes trades as they are made and has them counted at once. What it drops, the polled pages bring. */
export interface TradeIntake {
  take(symbol: string, trades: readonly Trade[]): void;
  /** Ends when nothing waits. */
  settled(): Promise<void>;
}

/** One write at a time; trades that come meanwhile are one batch of the next. */
export function createTradeIntake({
  store,
  log,
}: {
  readonly store: Store;
  readonly log: Log;
}): TradeIntake {
  const waiting = new Map<string, readonly Trade[]>();
  let writing: Promise<void> | null = null;

  async function writeAll(): Promise<void> {
    for (const [symbol, trades] of waiting) {
      waiting.delete(symbol);
      await store
        .recordTrades({ symbol, trades, cursorMs: null, gap: null })
        .catch((error: unknown) => log.error('trades not counted', { reason: String(error) }));
    }
    writing = null;
  }

  return {
    take(symbol, trades) {
      const before = waiting.get(symbol) ?? [];
      waiting.set(symbol, [...before, ...trades].slice(0, WAITING_MAX));
      writing ??= writeAll();
    },
    settled: async () => void (await writing),
  };
}
