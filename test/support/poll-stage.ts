import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { QuotedChain } from '../../src/core/chain/chain.ts';
import { parseChainFile } from '../../src/core/chain/chain-file.ts';
import { fail, ok, type Result } from '../../src/core/result.ts';
import type { Clock } from '../../src/core/schedule/clock.ts';
import { createPollMarket } from '../../src/jobs/poll-market.ts';
import type { FetchFailure } from '../../src/markets/market.ts';
import { createMarketRegistry } from '../../src/markets/registry.ts';
import type { Store } from '../../src/store/store.ts';
import { aListing } from './a-listing.ts';
import { aClock, runDue } from './job-stage.ts';
import { noMetrics } from './no-metrics.ts';
import { openOrThrow } from './stored.ts';
import { A_RULE } from './stored-values.ts';

export const POLL_MS = 300_000;
const golden = join(import.meta.dirname, '..', 'golden', 'chains', 'deribit_btc.json');
/** The golden chain's flip is 91,173; at 50 % vol the alert's band is 0.65 % of it. */
export const ABOVE_USD = 93_250.55;
export const BELOW_USD = 89_000;

function goldenChain(): QuotedChain {
  const parsed = parseChainFile(JSON.parse(readFileSync(golden, 'utf8')));
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}

/** The golden book a little later and at another spot, its forwards moved in proportion. */
export function laterChain(asOfMs: number, spot: number): QuotedChain {
  const chain = goldenChain();
  const contracts = chain.contracts.map(({ forward, ...rest }) => ({
    ...rest,
    ...(forward === undefined ? {} : { forward: (forward * spot) / chain.spot }),
  }));
  return { ...chain, asOfMs, spot, contracts };
}

type Setting = {
  /** The bot before a restart: its store and its time are gone on with. */
  readonly earlier?: { readonly store: Store; readonly clock: Clock };
  readonly pollMs?: number;
};

/** One market polled by a clock that the test moves. */
export async function aPollStage({ earlier, pollMs = POLL_MS }: Setting = {}) {
  const store = earlier?.store ?? (await openOrThrow(':memory:'));
  if (earlier === undefined) onTestFinished(() => store.close());
  const clock = aClock(earlier?.clock.nowMs() ?? goldenChain().asOfMs);
  let answer: () => Result<QuotedChain, FetchFailure> = () => fail({ kind: 'breaker-open' });
  const registered = createMarketRegistry(
    [
      {
        listings: [aListing()],
        unsuitable: new Map(),
        metrics: noMetrics,
        fetchChain: async () => answer(),
      },
    ],
    ['BTC'],
  );
  if (!registered.ok) throw new Error(registered.failure);
  const markets = registered.value;
  const job = createPollMarket({ store, markets, clock, pollMs, wakeDelivery: () => {} });
  await store.addRule(A_RULE, clock.nowMs());
  /** One poll a cadence later than the last. */
  const poll = async (fetched: () => Result<QuotedChain, FetchFailure>, signal?: AbortSignal) => {
    clock.atMs += pollMs;
    answer = fetched;
    await runDue(job, store, clock.nowMs(), signal);
    return store.latestRun('poll-market:BTC');
  };
  let polls = 0;
  /** About this price: a real one never stands to the cent. */
  const pollAt = (spot: number, ageMs = 1_000) => {
    polls += 1;
    const price = spot + (polls % 10) / 100;
    return poll(() => ok(laterChain(clock.nowMs() - ageMs, price)));
  };
  const sentences = async () =>
    (await store.recentOutbox('guild', 10)).map(({ message }) => message.content).toReversed();
  return { store, clock, job, poll, pollAt, sentences };
}
