import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../src/core/result.ts';
import { createPollSpot } from '../../src/jobs/poll-spot.ts';
import { createMarketRegistry } from '../../src/markets/registry.ts';
import { aListing } from '../support/a-listing.ts';
import { noMetrics } from '../support/no-metrics.ts';
import { ABOVE_USD, BELOW_USD, POLL_MS } from '../support/poll-stage.ts';
import { aSpotStage, MINUTE_MS } from '../support/spot-stage.ts';

/** The flip of the golden book; spot here is within the band of an alert. */
const NEAR_USD = 91_000;

/** Two chains above the flip, and the four minutes after them. */
async function aStageAbove() {
  const stage = await aSpotStage();
  await stage.minutes(10, ABOVE_USD);
  return stage;
}

describe('prices between chains', () => {
  it('are read in the four minutes after each chain, and never in its own', async () => {
    const { minutes, heard } = await aSpotStage();
    await minutes(10, ABOVE_USD);
    const five = ['chain', 'price', 'price', 'price', 'price'];
    expect(heard).toEqual([...five, ...five]);
  });

  it('end a crossing that a chain began when spot comes back between two chains', async () => {
    const { minutes, outbox } = await aStageAbove();
    await minutes(1, BELOW_USD);
    await minutes(4, NEAR_USD);
    await minutes(1, BELOW_USD);
    await minutes(4, NEAR_USD);
    await minutes(1, BELOW_USD);
    expect(await outbox()).toEqual([]);
  });

  it('confirm a crossing when chains fail, with the price and its time, and once only', async () => {
    const { minutes, outbox, store, clock } = await aStageAbove();
    await minutes(2, ABOVE_USD);
    const before = await store.latestLevels('BTC');
    await minutes(10, BELOW_USD, { chain: false });
    expect(await outbox()).toEqual([]);
    await minutes(1, BELOW_USD, { chain: false });
    const [alert, ...others] = await outbox();
    expect(others).toEqual([]);
    const atUtc = new Date(clock.nowMs() - 500).toISOString().slice(11, 16);
    const told = new RegExp(
      `^BTC fell through its gamma flip: 89,000 vs ([\\d,]+) at ${atUtc} UTC\\. Deribit`,
    ).exec(alert?.message.content ?? '');
    const { flip } = before?.levels ?? {};
    const flipUsd = flip?.status === 'found' ? flip.spot : Number.NaN;
    expect(Math.abs(Number(told?.[1]?.replace(',', '')) / flipUsd - 1)).toBeLessThan(0.001);
    const [crossed, ifItGoesOn] = alert?.message.embed?.lines ?? [];
    const chainS = Math.floor((before?.levels.dataTimeMs ?? 0) / 1_000);
    expect(crossed).toMatch(
      new RegExp(
        `prices below 89,\\d{3} for 10 min, first <t:\\d+:t>, against the options of <t:${chainS}:t>`,
      ),
    );
    // The ladder of the chain was of a book above its flip, where a fall is bought.
    expect(ifItGoesOn).toContain('−1%: sell');
    expect(await store.latestLevels('BTC')).toEqual(before);
    await minutes(1, BELOW_USD, { chain: false });
    await minutes(10, BELOW_USD);
    expect(await outbox()).toHaveLength(1);
  });

  it('repeat nothing and lose nothing over a restart in the middle', async () => {
    const first = await aStageAbove();
    await first.minutes(2, ABOVE_USD);
    await first.minutes(5, BELOW_USD, { chain: false });
    const { store, clock } = first;
    const second = await aSpotStage({ store, atMs: clock.nowMs() });
    await second.minutes(6, BELOW_USD, { chain: false });
    expect(await second.outbox()).toHaveLength(1);
    const third = await aSpotStage({ store, atMs: second.clock.nowMs() });
    await third.minutes(8, BELOW_USD);
    expect(await third.outbox()).toHaveLength(1);
  });

  it('that return for ten minutes make the all-clear of the alert', async () => {
    const { minutes, outbox } = await aStageAbove();
    await minutes(7, BELOW_USD);
    expect(await outbox()).toHaveLength(1);
    await minutes(11, ABOVE_USD, { chain: false });
    const rows = await outbox();
    expect(rows.map(({ edits }) => edits === null)).toEqual([true, false]);
    expect(rows[1]?.message.embed?.title).toMatch(/ · over$/);
  });

  it('that fail are missing and nothing else', async () => {
    const { minutes, state, store, lastRun } = await aStageAbove();
    const known = await state();
    await minutes(5, ABOVE_USD, { price: false });
    expect((await lastRun())?.detail).toBe('Deribit did not answer within 4 s');
    expect(await store.feedStates('BTC')).toEqual([]);
    expect({ ...(await state()), lastOnSide: null, lastReadingMs: null }).toEqual({
      ...known,
      lastOnSide: null,
      lastReadingMs: null,
    });
  });

  it('leave what chains own as it is', async () => {
    const { minutes, state } = await aStageAbove();
    const known = await state();
    await minutes(1, BELOW_USD, { chain: false });
    await minutes(4, BELOW_USD, { chain: false });
    const begun = await state();
    expect(begun.pending).toMatchObject({ side: 'short', count: 0 });
    expect({ ...begun, pending: null }).toEqual({ ...known, pending: null });
  });

  it('say nothing beside a chain that is stale or faulty', async () => {
    const { minutes, outbox, lastRun } = await aStageAbove();
    // Missing prices put the ten minutes off until the chain is three polls old.
    await minutes(6, ABOVE_USD, { chain: false, price: false });
    await minutes(14, BELOW_USD, { chain: false });
    expect((await lastRun())?.detail).toBe('alerts: stale');
    expect(await outbox()).toEqual([]);
  });

  it('are not believed where no market is, or where the venue is ahead of the clock', async () => {
    const { minutes, state, clock, lastRun } = await aStageAbove();
    const known = await state();
    const slipped = () => ok({ usd: BELOW_USD / 10, atMs: clock.nowMs() });
    await minutes(5, ABOVE_USD, { chain: false, price: slipped });
    expect(await state()).toEqual(known);
    const ahead = () => ok({ usd: BELOW_USD, atMs: clock.nowMs() + 3 * MINUTE_MS });
    await minutes(5, ABOVE_USD, { chain: false, price: ahead });
    expect(await lastRun()).toMatchObject({ state: 'failed' });
    expect(await state()).toEqual(known);
  });

  it('are not asked for where no rule would hear them', async () => {
    const { minutes, heard } = await aSpotStage(undefined, false);
    await minutes(5, ABOVE_USD);
    expect(heard).toEqual(['chain']);
  });

  it('wait while a chain is due or being read, and are dropped where they come too late', async () => {
    const { minutes, store, state, parts, clock, lastRun } = await aStageAbove();
    const known = await state();
    const due = async () => (await createPollSpot(parts).due(clock.nowMs())).length;
    clock.atMs += 2 * MINUTE_MS;
    expect(await due()).toBe(0);
    const slot = new Date(Math.floor(clock.nowMs() / POLL_MS) * POLL_MS).toISOString();
    await store.beginRun('poll-market:BTC', slot, clock.nowMs());
    expect(await due()).toBe(0);
    await store.endRun('poll-market:BTC', slot, 'failed', null, clock.nowMs());
    expect(await due()).toBe(1);
    const late = () => {
      clock.atMs += POLL_MS;
      return ok({ usd: BELOW_USD, atMs: clock.nowMs() });
    };
    await minutes(1, BELOW_USD, { price: late });
    expect((await lastRun())?.detail).toBe('left to the chain that is due');
    expect(await state()).toEqual(known);
  });

  it('are nothing to do where a venue tells none', async () => {
    const { store, clock } = await aSpotStage();
    const market = {
      listings: [aListing()],
      unsuitable: new Map(),
      metrics: noMetrics,
      fetchChain: async () => fail({ kind: 'stopped' as const }),
    };
    const markets = createMarketRegistry([market], ['BTC']);
    if (!markets.ok) throw new Error(markets.failure);
    const parts = { store, clock, pollMs: POLL_MS, wakeDelivery: () => {} };
    const job = createPollSpot({ ...parts, markets: markets.value });
    expect(await job.due(clock.nowMs() + 2 * MINUTE_MS)).toEqual([]);
  });
});
