import { PRICES_PER_POLL } from '../core/alerts/rules/flip-cross.ts';
import { CLOCK_AHEAD_MS_MAX } from '../core/schedule/clock.ts';
import { intervalSlot } from '../core/schedule/due.ts';
import { pollSlot } from '../core/schedule/poll-slot.ts';
import { describeFetchFailure } from '../core/text/fetch-failure.ts';
import type { Listing, Market } from '../markets/market.ts';
import type { MarketRegistry } from '../markets/registry.ts';
import type { Job, JobOutcome } from './job.ts';
import { judgePrice, type PriceParts } from './judge-price.ts';

type Parts = PriceParts & { readonly markets: MarketRegistry };

/** One small question without retries; the next price comes in a minute. */
const RUN_DEADLINE_MS = 10_000;

function done(detail: string): JobOutcome {
  return { state: 'done', detail };
}

type Entry = { readonly market: Market; readonly listing: Listing };

/** Whether the chain itself is read in this part of the poll interval, or is being read now. */
async function isChainsTurn(
  { symbol, hours }: Listing,
  { store, pollMs }: Parts,
  nowMs: number,
): Promise<boolean> {
  const chainSlot = pollSlot(hours, nowMs, pollMs);
  if (intervalSlot(nowMs, pollMs / PRICES_PER_POLL) === chainSlot) return true;
  const latest = await store.latestRun(`poll-market:${symbol}`);
  return latest?.slot !== chainSlot || latest.state === 'running';
}

/** A price is of use to rules alone: nobody else is shown it. */
async function readPrice(
  { market, listing }: Entry,
  parts: Parts,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const { store, clock } = parts;
  const { symbol, venueName } = listing;
  if ((await store.rulesOfSymbol(symbol)).length === 0) return done('no alert asks for prices');
  const fetched = await market.fetchSpot?.(symbol, signal);
  if (fetched === undefined) return done(`${venueName} tells no prices between chains`);
  if (!fetched.ok)
    return { state: 'failed', detail: describeFetchFailure(venueName, fetched.failure) };
  const price = fetched.value;
  const nowMs = clock.nowMs();
  if (price.atMs > nowMs + CLOCK_AHEAD_MS_MAX)
    return { state: 'failed', detail: `${venueName}'s price is stamped ahead of this clock` };
  signal.throwIfAborted();
  // The chain's own reading must not lose its place in a rule's state to a price that was late.
  if (await isChainsTurn(listing, parts, nowMs)) return done('left to the chain that is due');
  const stored = await store.latestLevels(symbol);
  return stored === null
    ? done('no chain to judge a price by')
    : judgePrice({ listing, price, stored }, parts);
}

/** Reads the price of every market that tells it, several times between two chains. */
export function createPollSpot(parts: Parts): Job {
  return {
    async due(nowMs) {
      const slot = intervalSlot(nowMs, parts.pollMs / PRICES_PER_POLL);
      const due = await Promise.all(
        parts.markets.listings.map(async (listing) => {
          const entry = parts.markets.find(listing.symbol);
          if (entry?.market.fetchSpot === undefined) return [];
          const job = `poll-spot:${listing.symbol}`;
          const latest = await parts.store.latestRun(job);
          if (latest?.slot === slot || (await isChainsTurn(listing, parts, nowMs))) return [];
          return [
            {
              job,
              slot,
              deadlineMs: RUN_DEADLINE_MS,
              recorded: 'before' as const,
              isRoutine: true as const,
              run: (signal: AbortSignal) => readPrice(entry, parts, signal),
            },
          ];
        }),
      );
      return due.flat();
    },
  };
}
