import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { QuotedChain } from '../../src/core/chain/chain.ts';
import { parseChainFile } from '../../src/core/chain/chain-file.ts';
import { fail, ok, type Result } from '../../src/core/result.ts';
import { createPollMarket } from '../../src/jobs/poll-market.ts';
import type { FetchFailure } from '../../src/markets/market.ts';
import { createMarketRegistry } from '../../src/markets/registry.ts';
import { aListing } from '../support/a-listing.ts';
import { aClock, runDue } from '../support/job-stage.ts';
import { noMetrics } from '../support/no-metrics.ts';
import { openOrThrow } from '../support/stored.ts';
import { A_RULE } from '../support/stored-values.ts';

const POLL_MS = 300_000;
const golden = join(import.meta.dirname, '..', 'golden', 'chains', 'deribit_btc.json');
/** The golden chain's flip is 91,173; at 50 % vol the alert's band is 0.65 % of it. */
const ABOVE_USD = 93_250.55;
const BELOW_USD = 89_000;

function goldenChain(): QuotedChain {
  const parsed = parseChainFile(JSON.parse(readFileSync(golden, 'utf8')));
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}

/** The golden book a little later and at another spot, its forwards moved in proportion. */
function laterChain(asOfMs: number, spot: number): QuotedChain {
  const chain = goldenChain();
  const contracts = chain.contracts.map(({ forward, ...rest }) => ({
    ...rest,
    ...(forward === undefined ? {} : { forward: (forward * spot) / chain.spot }),
  }));
  return { ...chain, asOfMs, spot, contracts };
}

async function aStage() {
  const store = await openOrThrow(':memory:');
  onTestFinished(() => store.close());
  const clock = aClock(goldenChain().asOfMs);
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
  const job = createPollMarket({ store, markets, clock, pollMs: POLL_MS, wakeDelivery: () => {} });
  await store.addRule(A_RULE, clock.nowMs());
  /** One poll a cadence later than the last. */
  const poll = async (fetched: () => Result<QuotedChain, FetchFailure>) => {
    clock.atMs += POLL_MS;
    answer = fetched;
    await runDue(job, store, clock.nowMs());
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

describe('polling a market', () => {
  it('puts one alert into the outbox when two polls in a row stand below the flip', async () => {
    const { pollAt, sentences } = await aStage();
    for (const spot of [ABOVE_USD, ABOVE_USD, BELOW_USD]) await pollAt(spot);
    expect(await sentences()).toEqual([]);
    for (const spot of [BELOW_USD, BELOW_USD, BELOW_USD]) await pollAt(spot);
    expect(await sentences()).toEqual([
      expect.stringMatching(/^BTC fell through its gamma flip.*: 89,000 vs/),
    ]);
  });

  it('says why there are no data, keeps the last ones, and goes on when the venue is back', async () => {
    const { store, poll, pollAt } = await aStage();
    await pollAt(ABOVE_USD);
    const before = await store.latestLevels('BTC');
    const run = await poll(() => fail({ kind: 'timeout', deadlineMs: 10_000 }));
    expect(run).toMatchObject({ state: 'failed', detail: 'Deribit did not answer within 10 s' });
    expect(await store.latestLevels('BTC')).toEqual(before);
    expect(await pollAt(ABOVE_USD)).toMatchObject({ state: 'done' });
  });

  it('does not alert on data older than three polls, however clear the crossing', async () => {
    const { pollAt, sentences } = await aStage();
    await pollAt(ABOVE_USD, 1_000);
    await pollAt(ABOVE_USD, 1_000);
    for (let poll = 0; poll < 4; poll += 1) await pollAt(BELOW_USD, 3 * POLL_MS + 1_000);
    expect(await sentences()).toEqual([]);
  });

  it('does not alert on a book of which less than nine tenths can be used', async () => {
    const { clock, poll, pollAt, sentences } = await aStage();
    await pollAt(ABOVE_USD);
    await pollAt(ABOVE_USD);
    const partial = () => {
      const chain = laterChain(clock.nowMs() - 1_000, BELOW_USD);
      const contracts = chain.contracts.map((contract, index) =>
        index % 5 === 0 ? { ...contract, iv: null } : contract,
      );
      return ok({ ...chain, contracts });
    };
    for (let times = 0; times < 3; times += 1)
      expect((await poll(partial))?.detail).toContain('alerts: partial');
    expect(await sentences()).toEqual([]);
  });

  it('takes the same data served again for no reading', async () => {
    const { store, clock, poll, sentences } = await aStage();
    const frozen = (spot: number, asOfMs: number) => () => ok(laterChain(asOfMs, spot));
    await poll(frozen(ABOVE_USD, clock.nowMs() + 60_000));
    await poll(frozen(ABOVE_USD, clock.nowMs() + 60_000));
    const asOfMs = clock.nowMs() + 61_000;
    await poll(frozen(BELOW_USD, asOfMs));
    const before = await store.latestLevels('BTC');
    expect((await poll(frozen(BELOW_USD, asOfMs)))?.detail).toContain('no newer data');
    expect(await store.latestLevels('BTC')).toEqual(before);
    expect(await sentences()).toEqual([]);
  });

  it('refuses data stamped ahead of the clock, so that they cannot pass for fresh later', async () => {
    const { store, pollAt } = await aStage();
    await pollAt(ABOVE_USD);
    const before = await store.latestLevels('BTC');
    expect(await pollAt(ABOVE_USD, -86_400_000)).toMatchObject({ state: 'failed' });
    expect(await store.latestLevels('BTC')).toEqual(before);
    expect(await pollAt(ABOVE_USD)).toMatchObject({ state: 'done' });
  });

  it('goes on after the clock was once far ahead', async () => {
    const { store, clock, pollAt } = await aStage();
    const aheadMs = 2 * 86_400_000;
    clock.atMs += aheadMs;
    await pollAt(ABOVE_USD, aheadMs + 1_000);
    clock.atMs -= aheadMs;
    await pollAt(ABOVE_USD);
    expect((await store.latestLevels('BTC'))?.levels.dataTimeMs).toBe(clock.atMs - 1_000);
  });

  it('polls once a cadence, however often it is looked for', async () => {
    const { store, clock, job, pollAt } = await aStage();
    await pollAt(ABOVE_USD);
    clock.atMs = Math.floor(clock.atMs / POLL_MS) * POLL_MS + 1_000;
    for (let second = 0; second < 100; second += 1) {
      clock.atMs += 1_000;
      expect(await runDue(job, store, clock.nowMs())).toEqual([]);
    }
  });
});
