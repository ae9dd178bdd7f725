import { evaluateRules } from '../core/alerts/evaluate.ts';
import { inhibition } from '../core/alerts/inhibit.ts';
import { isQuietHour } from '../core/alerts/quiet-hours.ts';
import type { Chain, QuotedChain } from '../core/chain/chain.ts';
import { cleanChain } from '../core/chain/clean.ts';
import type { Levels } from '../core/exposure/levels.ts';
import { levelsOf } from '../core/exposure/levels-of.ts';
import type { Clock } from '../core/schedule/clock.ts';
import { pollSlot } from '../core/schedule/poll-slot.ts';
import { dayBefore } from '../core/schedule/trading-day.ts';
import { describeFetchFailure } from '../core/text/fetch-failure.ts';
import { observedPositions } from '../core/trades/positions.ts';
import type { Listing, Market } from '../markets/market.ts';
import type { MarketRegistry } from '../markets/registry.ts';
import { knownAt, viewOf } from '../store/market-view.ts';
import type { Store } from '../store/store.ts';
import type { Job, JobOutcome } from './job.ts';
import { scheduledShares } from './scheduled-shares.ts';

type Parts = {
  readonly store: Store;
  readonly markets: MarketRegistry;
  readonly clock: Clock;
  readonly pollMs: number;
  /** Called when messages may have come into the outbox. */
  readonly wakeDelivery: () => void;
};

/** Fetch with its retries, analysis and one transaction; the next poll takes over after it. */
const POLL_DEADLINE_MS = 45_000;

/** Two honest clocks differ by seconds; data from the future would pass for fresh for ever. */
const AHEAD_MS_MAX = 120_000;

/** Which channels have night now: those whose summary names a zone. */
async function quietChannels(store: Store, nowMs: number): Promise<ReadonlySet<string>> {
  const summaries = await store.allSummaries();
  return new Set(
    summaries.filter(({ zone }) => isQuietHour(nowMs, zone)).map(({ channelId }) => channelId),
  );
}

/** The stored chain of a day before, or null where the bot was down then. */
async function chainOfDayBefore(
  store: Store,
  { symbol, hours }: Listing,
  asOfMs: number,
): Promise<Chain | null> {
  const stored = await knownAt(store, symbol, dayBefore(hours, asOfMs));
  const chain = stored === null ? null : await store.chain(stored.snapshotId);
  return chain === null ? null : cleanChain(chain);
}

/** Later prices, or the morning's open interest beside prices that still stand at the close. */
function isNewer(chain: QuotedChain, { dataTimeMs, openInterestSession }: Levels): boolean {
  if (chain.asOfMs !== dataTimeMs) return chain.asOfMs > dataTimeMs;
  return (chain.openInterestSession ?? '') > (openInterestSession ?? '');
}

/** The life of one alert, up to the outbox: fetch → clean → analyse → evaluate → one transaction. */
async function poll(
  { market, listing }: { readonly market: Market; readonly listing: Listing },
  { store, clock, pollMs, wakeDelivery }: Parts,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const fetched = await market.fetchChain(listing.symbol, signal);
  if (!fetched.ok)
    return {
      state: 'failed',
      detail: describeFetchFailure(listing.venueName, fetched.failure),
    };
  const chain = fetched.value;
  const aheadMs = chain.asOfMs - clock.nowMs();
  if (aheadMs > AHEAD_MS_MAX)
    return {
      state: 'failed',
      detail: `${listing.venueName}'s data are stamped ${Math.round(aheadMs / 60_000)} min ahead of this machine's clock`,
    };
  const stored = await store.latestLevels(listing.symbol);
  if (stored !== null && !isNewer(chain, stored.levels))
    return {
      state: 'done',
      detail: `no newer data than ${new Date(stored.levels.dataTimeMs).toISOString()}`,
    };
  const dayAgo = await chainOfDayBefore(store, listing, chain.asOfMs);
  const earlier = stored?.levels ?? null;
  const cleaned = cleanChain(chain);
  const levels = levelsOf(cleaned, listing, { earlier, dayAgo });
  const view = await viewOf(store, { listing, levels, pollMs }, clock.nowMs());
  const rules = await store.rulesOfSymbol(listing.symbol);
  const quiet = await quietChannels(store, clock.nowMs());
  const transitions = evaluateRules(rules, {
    view,
    pollMs,
    isQuiet: (channelId) => quiet.has(channelId),
    scheduledShares: await scheduledShares(store, { symbol: listing.symbol, rules }, cleaned),
  });
  signal.throwIfAborted();
  await store.recordObservation({ chain, levels, transitions }, clock.nowMs());
  if (transitions.some(({ outbox }) => outbox.length > 0)) wakeDelivery();
  const inhibited = inhibition(view.levels, view);
  const usedOf = `${levels.coverage.contractsUsed} of ${levels.coverage.contractsOpen} open contracts used`;
  return { state: 'done', detail: inhibited === null ? usedOf : `${usedOf}; alerts: ${inhibited}` };
}

/** Polls every market that is switched on, once in each interval of the poll cadence. */
export function createPollMarket(parts: Parts): Job {
  return {
    async due(nowMs) {
      const due = await Promise.all(
        parts.markets.listings.map(async (listing) => {
          const entry = parts.markets.find(listing.symbol);
          const job = `poll-market:${listing.symbol}`;
          const slot = pollSlot(listing.hours, nowMs, parts.pollMs);
          const latest = await parts.store.latestRun(job);
          if (entry === undefined || latest?.slot === slot) return [];
          return [
            {
              job,
              slot,
              deadlineMs: POLL_DEADLINE_MS,
              recorded: 'before' as const,
              run: (signal: AbortSignal) => poll(entry, parts, signal),
            },
          ];
        }),
      );
      return due.flat();
    },
  };
}
