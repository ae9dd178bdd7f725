import { expect, it, onTestFinished } from 'vitest';
import { createPollMarket } from '../../src/jobs/poll-market.ts';
import { createPollSpot } from '../../src/jobs/poll-spot.ts';
import { createDeribitMarket } from '../../src/markets/deribit/index.ts';
import { createMarketRegistry } from '../../src/markets/registry.ts';
import { aClock, runDue } from '../support/job-stage.ts';
import { POLL_MS } from '../support/poll-stage.ts';
import { anExchange } from '../support/practice-market.ts';
import { MINUTE_MS } from '../support/spot-stage.ts';
import { openOrThrow } from '../support/stored.ts';
import { A_RULE } from '../support/stored-values.ts';

it('a crossing while the venue gives its index and no chain is told, from the socket to the outbox', async () => {
  const clock = aClock(Date.UTC(2026, 10, 24, 10) - MINUTE_MS);
  const { exchange } = await anExchange({ nowMs: clock.nowMs });
  const store = await openOrThrow(':memory:');
  onTestFinished(() => store.close());
  const limits = { backoffMs: 1, retries: 0 };
  const market = createDeribitMarket({ baseUrl: exchange.url, nowMs: clock.nowMs, limits });
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
  await store.addRule(A_RULE, clock.nowMs());
  const flipUsd = exchange.zeroGammaUsd('BTC') ?? Number.NaN;
  const minutes = async (count: number, shareOfFlip: number) => {
    for (let passed = 0; passed < count; passed += 1) {
      clock.atMs += MINUTE_MS;
      exchange.hold('BTC', flipUsd * (shareOfFlip + passed / 1e6));
      for (const job of jobs) await runDue(job, store, clock.nowMs());
    }
  };
  const messages = async () =>
    (await store.recentOutbox('guild', 10)).map(({ message }) => message);

  await minutes(12, 1.015);
  expect((await store.rulesOfSymbol('BTC'))[0]?.state.side).toBe('long');
  exchange.fault({ path: 'get_book_summary_by_currency', kind: 'status' });
  await minutes(10, 0.985);
  expect(await messages()).toEqual([]);
  await minutes(1, 0.985);
  const [told, ...others] = await messages();
  expect(told?.content).toMatch(/^BTC fell through its gamma flip/);
  expect(told?.embed?.footer).toContain('data 10:22 UTC, sent 10:22 UTC');
  const [spot, flip] = [...(told?.content ?? '').matchAll(/\d\d,\d{3}/g)].map(([usd]) =>
    Number(usd.replace(',', '')),
  );
  expect(Math.abs((spot ?? Number.NaN) / exchange.spotUsd('BTC') - 1)).toBeLessThan(0.001);
  // The exchange knows its own book's flip.
  expect(Math.abs((flip ?? Number.NaN) / flipUsd - 1)).toBeLessThan(0.002);
  expect(others).toEqual([]);
  exchange.clearFaults();
  await minutes(12, 0.985);
  expect(await messages()).toHaveLength(1);
});
