import { onTestFinished } from 'vitest';
import type { SpotReading } from '../../src/core/chain/chain.ts';
import { fail, ok, type Result } from '../../src/core/result.ts';
import { createPollMarket } from '../../src/jobs/poll-market.ts';
import { createPollSpot } from '../../src/jobs/poll-spot.ts';
import type { FetchFailure, Market } from '../../src/markets/market.ts';
import { createMarketRegistry } from '../../src/markets/registry.ts';
import type { Store } from '../../src/store/store.ts';
import { aListing } from './a-listing.ts';
import { aClock, runDue } from './job-stage.ts';
import { noMetrics } from './no-metrics.ts';
import { laterChain, POLL_MS } from './poll-stage.ts';
import { openOrThrow } from './stored.ts';
import { A_RULE } from './stored-values.ts';

export const MINUTE_MS = 60_000;
/** A whole poll interval some hours before the golden book's first settlement. */
const START_MS =
  Math.floor(Math.min(...laterChain(0, 1).contracts.map(({ expiryMs }) => expiryMs)) / POLL_MS) *
    POLL_MS -
  6 * 60 * MINUTE_MS;

type Minute = {
  readonly chain?: boolean;
  readonly price?: boolean | (() => Result<SpotReading, FetchFailure>);
};

/** One market that tells chains and prices, by a clock that steps from minute to minute. */
export async function aSpotStage(
  earlier?: { readonly store: Store; readonly atMs: number },
  hasRule = true,
) {
  const store = earlier?.store ?? (await openOrThrow(':memory:'));
  if (earlier === undefined) onTestFinished(() => store.close());
  const clock = aClock(earlier?.atMs ?? START_MS - MINUTE_MS);
  const heard: ('chain' | 'price')[] = [];
  let usd = 0;
  let answers: Required<Minute> = { chain: true, price: true };
  const silent = fail<FetchFailure>({ kind: 'timeout', deadlineMs: 4_000 });
  const market: Market = {
    listings: [aListing()],
    unsuitable: new Map(),
    metrics: noMetrics,
    fetchChain: async () => {
      heard.push('chain');
      return answers.chain ? ok(laterChain(clock.nowMs() - 1_000, usd)) : silent;
    },
    fetchSpot: async () => {
      heard.push('price');
      if (typeof answers.price === 'function') return answers.price();
      return answers.price ? ok({ usd, atMs: clock.nowMs() - 500 }) : silent;
    },
  };
  const registered = createMarketRegistry([market], ['BTC']);
  if (!registered.ok) throw new Error(registered.failure);
  const parts = {
    store,
    markets: registered.value,
    clock,
    pollMs: POLL_MS,
    wakeDelivery: () => {},
  };
  const jobs = [createPollMarket(parts), createPollSpot(parts)];
  if (hasRule) await store.addRule(A_RULE, clock.nowMs());
  let cents = 0;

  /** The next minutes at about a price, each with what is due in it; a real price never stands to the cent. */
  const minutes = async (count: number, spot: number, minute: Minute = {}) => {
    for (let passed = 0; passed < count; passed += 1) {
      clock.atMs += MINUTE_MS;
      cents = (cents + 1) % 10;
      usd = spot + cents / 100;
      answers = { chain: true, price: true, ...minute };
      for (const job of jobs) await runDue(job, store, clock.nowMs());
    }
  };
  const outbox = async () => (await store.recentOutbox('guild', 20)).toReversed();
  const state = async () => {
    const [rule] = await store.rulesOfSymbol('BTC');
    if (rule === undefined) throw new Error('there is no rule');
    return rule.state;
  };
  const lastRun = () => store.latestRun('poll-spot:BTC');
  return { store, clock, parts, heard, minutes, outbox, state, lastRun };
}
