import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { accumulate } from '../../src/core/trades/positions.ts';
import { createPollTrades } from '../../src/jobs/poll-trades.ts';
import { createDeribitMarket } from '../../src/markets/deribit/index.ts';
import { readTradeRow } from '../../src/markets/deribit/trade-row.ts';
import { createMarketRegistry } from '../../src/markets/registry.ts';
import { aClock, runDue } from '../support/job-stage.ts';
import { aLoopbackVenue, json, type Reply, status } from '../support/loopback-venue.ts';
import { seededUniform } from '../support/seeded.ts';
import { aFolder, openOrThrow } from '../support/stored.ts';

const START_MS = Date.UTC(2026, 10, 23, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const POLL_MS = 300_000;
/** The venue keeps a day. */
const KEPT_MS = DAY_MS;

type WireTrade = {
  readonly trade_id: string;
  readonly trade_seq: number;
  readonly timestamp: number;
  readonly instrument_name: string;
  readonly price: number;
  readonly mark_price: number;
  readonly amount: number;
  readonly contracts: number;
  readonly direction: string;
};

/** A tape of trades in a few instruments, often several in one millisecond, as the venue prints them. */
function aTape(count: number, { seed = 1, stepMs = 900 } = {}): readonly WireTrade[] {
  const draw = seededUniform(seed);
  let timestamp = START_MS;
  return Array.from({ length: count }, (_, index) => {
    timestamp += draw() < 0.4 ? 0 : Math.floor(draw() * stepMs);
    const amount = Math.ceil(draw() * 64) / 8;
    return {
      trade_id: `${1_000 + index}`,
      trade_seq: index,
      timestamp,
      instrument_name: `BTC-27NOV26-${70 + Math.floor(draw() * 5)}000-${draw() < 0.5 ? 'C' : 'P'}`,
      price: 0.02,
      mark_price: 0.02 + 0.01 * (draw() - 0.5),
      amount,
      contracts: amount,
      direction: draw() < 0.5 ? 'buy' : 'sell',
    };
  });
}

/** Answers as the venue does: a page of the window, oldest first, nothing at all before its history. */
function tapeReply(
  tape: () => readonly WireTrade[],
  { nowMs, pageMax }: { readonly nowMs: () => number; readonly pageMax: number },
): Reply {
  return (request, response) => {
    const query = new URL(request.url ?? '', 'http://venue').searchParams;
    const [fromMs, untilMs] = ['start_timestamp', 'end_timestamp'].map((name) =>
      Number(query.get(name)),
    );
    const isKept = (fromMs ?? 0) >= nowMs() - KEPT_MS;
    const found = tape().filter(
      ({ timestamp }) => isKept && timestamp >= (fromMs ?? 0) && timestamp <= (untilMs ?? 0),
    );
    const result = { trades: found.slice(0, pageMax), has_more: found.length > pageMax };
    json(JSON.stringify({ jsonrpc: '2.0', result }))(request, response);
  };
}

async function aStage({ pageMax = 40 } = {}) {
  const path = join(aFolder(), 'bot.db');
  const clock = aClock(START_MS);
  const venue = { tape: [] as readonly WireTrade[] };
  const page = tapeReply(() => venue.tape, { nowMs: clock.nowMs, pageMax });
  const healthy: Reply = (request, response) => {
    // Time passes, so that the credits of the venue's limit come back.
    clock.atMs += 500;
    page(request, response);
  };
  const server = await aLoopbackVenue(healthy);
  const limits = { attemptMs: 500, totalMs: 2_000, backoffMs: 5, retries: 0 };
  let store = await openOrThrow(path);
  onTestFinished(() => store.close());

  function job() {
    const market = createDeribitMarket({ baseUrl: server.url, nowMs: clock.nowMs, limits });
    const registered = createMarketRegistry([market], ['BTC']);
    if (!registered.ok) throw new Error(registered.failure);
    return createPollTrades({ store, markets: registered.value, clock, pollMs: POLL_MS });
  }

  return {
    clock,
    venue,
    server,
    healthy,
    store: () => store,
    async run(afterMs = MINUTE_MS) {
      clock.atMs += afterMs;
      await runDue(job(), store, clock.nowMs());
      return store.latestRun('poll-trades:BTC');
    },
    /** What a new process finds. */
    async restart() {
      await store.close();
      store = await openOrThrow(path);
    },
  };
}

/** What every trade of the tape, counted once, adds up to. */
function positionsOf(tape: readonly WireTrade[]) {
  const trades = tape
    .map((row) => readTradeRow(row, { prefix: 'BTC', nowMs: row.timestamp }))
    .filter((row) => typeof row === 'object');
  expect(trades).toHaveLength(tape.length);
  return Object.fromEntries(accumulate(new Map(), trades));
}

type Stage = Awaited<ReturnType<typeof aStage>>;

async function stored(stage: Stage) {
  return Object.fromEntries((await stage.store().positions('BTC'))?.positions ?? []);
}

describe('reading trades', () => {
  it('begins now: what was traded before the first run is not claimed', async () => {
    const stage = await aStage();
    stage.venue.tape = aTape(50);
    await stage.run(10 * MINUTE_MS);
    await stage.run();
    expect(await stored(stage)).toEqual({});
  });

  it('counts every trade once over many pages', async () => {
    const stage = await aStage();
    await stage.run(0);
    stage.venue.tape = aTape(700, { stepMs: 5_000 });
    const run = await stage.run(25 * MINUTE_MS);
    expect(run).toMatchObject({ state: 'done' });
    expect(run?.detail).toContain('700 trades counted; none missed since');
    expect(await stored(stage)).toEqual(positionsOf(stage.venue.tape));
  });

  it('loses and doubles nothing when the venue fails and the bot restarts in the middle of paging', async () => {
    const stage = await aStage();
    await stage.run(0);
    stage.venue.tape = aTape(700, { stepMs: 5_000 });
    stage.clock.atMs += 25 * MINUTE_MS;
    for (let failures = 0; failures < 6; failures++) {
      let answers = 0;
      stage.server.reply = (request, response) =>
        (++answers > 2 ? status(404) : stage.healthy)(request, response);
      expect(await stage.run()).toMatchObject({ state: 'failed' });
      await stage.restart();
    }
    stage.server.reply = stage.healthy;
    await stage.run();
    expect(await stored(stage)).toEqual(positionsOf(stage.venue.tape));
  });

  it('goes on where a bounded run stopped', async () => {
    const stage = await aStage({ pageMax: 30 });
    await stage.run(0);
    stage.venue.tape = aTape(1_500, { stepMs: 5_000 });
    expect((await stage.run(50 * MINUTE_MS))?.detail).toContain('more wait');
    for (let runs = 0; runs < 5; runs++) await stage.run();
    expect(await stored(stage)).toEqual(positionsOf(stage.venue.tape));
  });

  it('gets past an instant with as many trades as a page holds', async () => {
    const stage = await aStage({ pageMax: 40 });
    await stage.run(0);
    const crowd = aTape(40).map((trade) => ({ ...trade, timestamp: START_MS + 1_000 }));
    const after = aTape(20, { seed: 2 }).map((trade, index) => ({
      ...trade,
      trade_id: `after ${index}`,
      timestamp: START_MS + 1_001 + index,
    }));
    stage.venue.tape = [...crowd, ...after];
    await stage.run();
    expect(await stored(stage)).toEqual(positionsOf(stage.venue.tape));
  });

  it('counts trades that come into the list seconds after their stamp', async () => {
    const stage = await aStage();
    await stage.run(0);
    const tape = aTape(60);
    const newestMs = Math.max(...tape.map(({ timestamp }) => timestamp));
    const isLate = ({ timestamp }: WireTrade, index: number) =>
      index % 3 === 0 && timestamp < newestMs && timestamp > newestMs - 4_000;
    expect(tape.filter(isLate).length).toBeGreaterThan(2);
    stage.venue.tape = tape.filter((trade, index) => !isLate(trade, index));
    await stage.run();
    stage.venue.tape = tape;
    await stage.run();
    expect(await stored(stage)).toEqual(positionsOf(tape));
  });

  it('catches up a night without a gap, also over a quiet one', async () => {
    const stage = await aStage({ pageMax: 500 });
    await stage.run(0);
    stage.venue.tape = aTape(400, { stepMs: 200_000 });
    await stage.run(23 * 60 * MINUTE_MS);
    expect((await stage.store().positions('BTC'))?.gap).toBeNull();
    expect(await stored(stage)).toEqual(positionsOf(stage.venue.tape));
    for (let days = 0; days < 3; days++) await stage.run(20 * 60 * MINUTE_MS);
    expect((await stage.store().positions('BTC'))?.gap).toBeNull();
  });

  it('says so when it was away for longer than the venue remembers, and claims nothing from before', async () => {
    const stage = await aStage();
    await stage.run(0);
    stage.venue.tape = aTape(100);
    await stage.run(10 * MINUTE_MS);
    const back = aTape(30, { seed: 3 }).map((trade) => ({
      ...trade,
      trade_id: `later ${trade.trade_id}`,
      timestamp: trade.timestamp + 2.9 * DAY_MS,
    }));
    stage.venue.tape = [...stage.venue.tape, ...back];
    const run = await stage.run(3 * DAY_MS);
    expect(run?.detail).toContain('missed those from 2026-11-23T12:');
    const seen = await stage.store().positions('BTC');
    expect(seen?.gap?.untilMs).toBe(seen?.sinceMs);
    expect(await stored(stage)).toEqual(positionsOf(back));
  });

  it('goes on after the clock was once far ahead', async () => {
    const stage = await aStage();
    await stage.run(0);
    stage.clock.atMs += 5 * DAY_MS;
    await stage.run();
    stage.clock.atMs = START_MS + 10 * MINUTE_MS;
    await stage.run();
    const tape = aTape(30).map((trade) => ({
      ...trade,
      timestamp: trade.timestamp + 20 * MINUTE_MS,
    }));
    stage.venue.tape = tape;
    await stage.run(15 * MINUTE_MS);
    expect(await stored(stage)).toEqual(positionsOf(tape));
  });

  it('says what the venue says when it refuses', async () => {
    const stage = await aStage();
    await stage.run(0);
    stage.server.reply = status(503);
    expect(await stage.run()).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('Deribit'),
    });
  });
});
