import { CLOCK_AHEAD_MS_MAX, type Clock } from '../core/schedule/clock.ts';
import { intervalSlot } from '../core/schedule/due.ts';
import { describeFetchFailure } from '../core/text/fetch-failure.ts';
import type { TradesSeen } from '../core/trades/positions.ts';
import type { Listing, TradeFeed } from '../markets/market.ts';
import type { MarketRegistry } from '../markets/registry.ts';
import type { Store } from '../store/store.ts';
import type { Job, JobOutcome } from './job.ts';

type Parts = {
  readonly store: Store;
  readonly markets: MarketRegistry;
  readonly clock: Clock;
  /** Cadence of the chains. */
  readonly pollMs: number;
};

/** Trades are read this many times between two chains: every minute by default. */
const READS_PER_POLL = 5;

/** Pages of one run: 20,000 trades, more than half a busy day; what is left waits for the next run. */
const PAGES_MAX = 20;

/** Twenty pages within the venue's limits, each with its retries. */
const RUN_DEADLINE_MS = 45_000;

/** Since when the count is whole, and what was missed before. */
function reachWords({ sinceMs, gap }: TradesSeen): string {
  const utc = (atMs: number) => new Date(atMs).toISOString();
  return gap === null
    ? `none missed since ${utc(sinceMs)}`
    : `missed those from ${utc(gap.fromMs)} to ${utc(gap.untilMs)} and began anew`;
}

/** Counts every trade since the last run, page by page; a crash in between repeats a page, which counts nothing twice. */
async function readTrades(
  { feed, listing }: { readonly feed: TradeFeed; readonly listing: Listing },
  { store, clock }: Parts,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const { symbol, venueName } = listing;
  const nowMs = clock.nowMs();
  const seen = await store.positions(symbol);
  if (seen === null) {
    await store.recordTrades({ symbol, trades: [], cursorMs: nowMs, gap: null });
    return { state: 'done', detail: 'trades are counted from now on' };
  }
  let fromMs = seen.cursorMs;
  // A cursor so far ahead was set by a clock that has since been put right.
  if (fromMs > nowMs + CLOCK_AHEAD_MS_MAX) {
    const gap = { fromMs: Math.min(seen.sinceMs, nowMs), untilMs: nowMs };
    await store.recordTrades({ symbol, trades: [], cursorMs: nowMs, gap });
    fromMs = nowMs;
  }
  let counted = 0;
  let invalidRows = 0;
  let hasMore = true;
  for (let page = 0; hasMore && page < PAGES_MAX; page++) {
    const fetched = await feed.fetchTrades(symbol, fromMs, signal);
    if (!fetched.ok)
      return { state: 'failed', detail: describeFetchFailure(venueName, fetched.failure) };
    signal.throwIfAborted();
    const { trades, fromMs: beginsMs, nextMs } = fetched.value;
    const gap = beginsMs > fromMs ? { fromMs, untilMs: beginsMs } : null;
    counted += await store.recordTrades({ symbol, trades, cursorMs: nextMs, gap });
    invalidRows += fetched.value.invalidRows;
    hasMore = fetched.value.hasMore;
    fromMs = nextMs;
  }
  const known = await store.positions(symbol);
  const detail = [
    `${counted} trades counted${hasMore ? ', more wait' : ''}`,
    ...(invalidRows === 0 ? [] : [`${invalidRows} rows unreadable`]),
    ...(known === null ? [] : [reachWords(known)]),
  ].join('; ');
  return { state: 'done', detail };
}

/** Reads the trades of every market that publishes them, several times between two chains. */
export function createPollTrades(parts: Parts): Job {
  return {
    async due(nowMs) {
      const slot = intervalSlot(nowMs, parts.pollMs / READS_PER_POLL);
      const due = await Promise.all(
        parts.markets.listings.map(async (listing) => {
          const feed = parts.markets.find(listing.symbol)?.market.trades;
          if (feed === undefined) return [];
          const job = `poll-trades:${listing.symbol}`;
          const latest = await parts.store.latestRun(job);
          if (latest?.slot === slot) return [];
          return [
            {
              job,
              slot,
              deadlineMs: RUN_DEADLINE_MS,
              recorded: 'before' as const,
              isRoutine: true as const,
              run: (signal: AbortSignal) => readTrades({ feed, listing }, parts, signal),
            },
          ];
        }),
      );
      return due.flat();
    },
  };
}
