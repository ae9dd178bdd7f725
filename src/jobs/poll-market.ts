import { evaluateRules } from '../core/alerts/evaluate.ts';
import { inhibition } from '../core/alerts/inhibit.ts';
import type { Chain, QuotedChain } from '../core/chain/chain.ts';
import { cleanChain } from '../core/chain/clean.ts';
import { withOldInterestSaid } from '../core/chain/old-open-interest.ts';
import { withOpeningSeriesOver, withoutOpeningSeries } from '../core/chain/opening-series.ts';
import type { RealisedVol } from '../core/exposure/companions.ts';
import { isWithheld } from '../core/exposure/grade.ts';
import type { Levels } from '../core/exposure/levels.ts';
import { levelsOf } from '../core/exposure/levels-of.ts';
import { CLOSES_MAX, realisedVol } from '../core/exposure/realised-vol.ts';
import { downEvidence, snapshotEvidence, timeEvidence } from '../core/feeds/evidence.ts';
import type { FeedEvidence } from '../core/feeds/feed-state.ts';
import { CLOCK_AHEAD_MS_MAX, type Clock } from '../core/schedule/clock.ts';
import { pollSlot } from '../core/schedule/poll-slot.ts';
import { dayBefore } from '../core/schedule/trading-day.ts';
import { describeFetchFailure } from '../core/text/fetch-failure.ts';
import { observedPositions } from '../core/trades/positions.ts';
import type { Listing, Market } from '../markets/market.ts';
import type { MarketRegistry } from '../markets/registry.ts';
import { knownAt, viewOf } from '../store/market-view.ts';
import type { Store, StoredLevels } from '../store/store.ts';
import { bookMembers } from './book-members.ts';
import { judgeFeed, readBefore } from './feed-guard.ts';
import type { Job, JobOutcome } from './job.ts';
import { quietChannels } from './quiet-channels.ts';
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

const DAY_MS = 86_400_000;

/** The stored chain of a day before, or null where the bot was down then; levels that were withheld explain no move. */
async function chainOfDayBefore(
  store: Store,
  { symbol, hours }: Listing,
  asOfMs: number,
): Promise<{ readonly chain: Chain; readonly isShown: boolean } | null> {
  const stored = await knownAt(store, symbol, dayBefore(hours, asOfMs));
  const chain = stored === null ? null : await store.chain(stored.snapshotId);
  if (stored === null || chain === null) return null;
  const isShown = !isWithheld(stored.levels.grade);
  return { chain: cleanChain(withOpeningSeriesOver(chain, { hours, asOfMs })), isShown };
}

/** Volatility of the days before the one of an instant. */
async function realisedVolBefore(
  store: Store,
  { symbol, hours }: Listing,
  atMs: number,
): Promise<RealisedVol | null> {
  const closes = await store.dailyCloses(symbol, Math.floor(atMs / DAY_MS) * DAY_MS, CLOSES_MAX);
  return realisedVol(closes, hours);
}

/** Later prices, or the morning's open interest beside prices that still stand at the close. */
function isNewer(chain: QuotedChain, { dataTimeMs, openInterestSession }: Levels): boolean {
  if (chain.asOfMs !== dataTimeMs) return chain.asOfMs > dataTimeMs;
  return (chain.openInterestSession ?? '') > (openInterestSession ?? '');
}

type Entry = { readonly market: Market; readonly listing: Listing };

/** A poll without a new snapshot: only what it says about the feed is kept. */
async function recordEvidence(
  { store, clock, wakeDelivery }: Parts,
  listing: Listing,
  evidence: FeedEvidence,
): Promise<void> {
  const { update } = await judgeFeed(store, listing, evidence);
  await store.recordFeed(update, clock.nowMs());
  if (update.outbox.length > 0) wakeDelivery();
}

type Known = { readonly listing: Listing; readonly lastGoodMs: number | null };

/** A poll that brought nothing, told as a fault of the venue. */
async function failed(
  parts: Parts,
  { listing, lastGoodMs }: Known,
  detail: string,
): Promise<JobOutcome> {
  const pace = { ...listing, pollMs: parts.pollMs, nowMs: parts.clock.nowMs() };
  await recordEvidence(parts, listing, downEvidence(detail, lastGoodMs, pace));
  return { state: 'failed', detail };
}

/** A poll whose data came after its deadline, or not at all: for rules and readers the same as no answer. */
function tooLate(parts: Parts, known: Known): Promise<JobOutcome> {
  const { venueName } = known.listing;
  const detail = `${venueName}'s answers took longer than the ${POLL_DEADLINE_MS / 1_000} s of a poll`;
  return failed(parts, known, detail);
}

/** Whether the poll's own deadline ended it, and not the end of the process. */
function isOutOfTime({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof Error && reason.name === 'TimeoutError';
}

/** Fetches, and hands what is new to the analysis; what is not says something about the feed. */
async function poll(
  { market, listing }: Entry,
  parts: Parts,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const { store, clock, pollMs } = parts;
  const { symbol, venueName } = listing;
  const fetched = await market.fetchChain(symbol, signal);
  const stored = await store.latestLevels(symbol);
  const nowMs = clock.nowMs();
  const lastGoodMs = stored?.levels.dataTimeMs ?? null;
  if (isOutOfTime(signal)) return tooLate(parts, { listing, lastGoodMs });
  if (!fetched.ok) {
    const detail = describeFetchFailure(venueName, fetched.failure);
    if (fetched.failure.kind === 'stopped') return { state: 'failed', detail };
    return failed(parts, { listing, lastGoodMs }, detail);
  }
  const chain = fetched.value;
  const pace = { ...listing, pollMs, nowMs };
  const aheadMs = chain.asOfMs - nowMs;
  if (aheadMs > CLOCK_AHEAD_MS_MAX) {
    await recordEvidence(parts, listing, timeEvidence(chain.asOfMs, lastGoodMs, pace));
    const detail = `${venueName}'s data are stamped ${Math.round(aheadMs / 60_000)} min ahead of this machine's clock`;
    return { state: 'failed', detail };
  }
  if (stored !== null && !isNewer(chain, stored.levels)) {
    const newestMs = stored.levels.dataTimeMs;
    await recordEvidence(parts, listing, timeEvidence(newestMs, newestMs, pace));
    return { state: 'done', detail: `no newer data than ${new Date(newestMs).toISOString()}` };
  }
  return observe({ listing, chain, stored }, parts, signal);
}

type News = {
  readonly listing: Listing;
  readonly chain: QuotedChain;
  /** The newest snapshot before it. */
  readonly stored: StoredLevels | null;
};

/** The life of one alert, up to the outbox: clean → analyse → evaluate → one transaction. */
async function observe(
  { listing, chain, stored }: News,
  parts: Parts,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const { store, markets, clock, pollMs, wakeDelivery } = parts;
  const { symbol } = listing;
  const nowMs = clock.nowMs();
  const dayAgo = await chainOfDayBefore(store, listing, chain.asOfMs);
  const cleaned = cleanChain(
    withOldInterestSaid(withoutOpeningSeries(chain, listing.hours), dayAgo?.chain.source ?? null),
  );
  const seen = await store.positions(symbol);
  const positions = seen === null ? null : observedPositions(seen, chain);
  const others = await bookMembers({ store, markets }, listing, chain.asOfMs);
  const realised = await realisedVolBefore(store, listing, chain.asOfMs);
  const before = await readBefore(store, { symbol, asOfMs: chain.asOfMs }, stored);
  const compared = dayAgo?.isShown ? dayAgo.chain : null;
  const known = { ...before, dayAgo: compared, positions, others, realisedVol: realised };
  const levels = levelsOf(cleaned, listing, known);
  const pace = { ...listing, pollMs, nowMs };
  const evidence = snapshotEvidence({ chain: cleaned, levels }, before, pace);
  const { update: feed, faults } = await judgeFeed(store, listing, evidence);
  const view = await viewOf(store, { listing, levels, pollMs }, nowMs);
  const quiet = await quietChannels(store, nowMs);
  const rules = await store.rulesOfSymbol(symbol);
  const transitions = evaluateRules(rules, {
    view,
    pollMs,
    faults,
    isQuiet: (channelId) => quiet.has(channelId),
    scheduledShares: await scheduledShares(store, { symbol, rules }, cleaned),
  });
  if (isOutOfTime(signal))
    return tooLate(parts, { listing, lastGoodMs: before.earlier?.dataTimeMs ?? null });
  signal.throwIfAborted();
  const inhibited = inhibition(view.levels, view, faults);
  // A book without a flip drives no alerts, but its open interest is as good as any.
  const isSound = inhibited === null || inhibited === 'no-flip' || inhibited === 'no-volatility';
  await store.recordObservation({ chain, levels, isSound, transitions, feed }, clock.nowMs());
  if ([feed, ...transitions].some(({ outbox }) => outbox.length > 0)) wakeDelivery();
  const usedOf = `${levels.coverage.contractsUsed} of ${levels.coverage.contractsOpen} open contracts used`;
  const waits = inhibited === null ? [] : [`alerts: ${inhibited}`];
  const assumed = (cleaned.source.caveats ?? []).map(({ reason }) => reason);
  return { state: 'done', detail: [usedOf, ...waits, ...assumed].join('; ') };
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
