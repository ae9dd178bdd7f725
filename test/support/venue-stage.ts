import { onTestFinished, vi } from 'vitest';
import { type Script, startPracticeExchange } from '../../practice/exchange/index.ts';
import { status } from '../../src/commands/status.ts';
import { createPollMarket } from '../../src/jobs/poll-market.ts';
import { createCboeMarket } from '../../src/markets/cboe/index.ts';
import { createDeribitMarket } from '../../src/markets/deribit/index.ts';
import type { HttpLimits } from '../../src/markets/http/limits.ts';
import { createMarketRegistry } from '../../src/markets/registry.ts';
import { aCommandContext, anInput } from './discord-parts.ts';
import { runDue } from './job-stage.ts';
import { openOrThrow } from './stored.ts';
import { A_RULE } from './stored-values.ts';

/** The two shapes that chains come in. */
export const WIRES = [
  { venueName: 'Deribit', symbol: 'BTC' },
  { venueName: 'Cboe', symbol: 'AAPL' },
] as const;
export type Wire = (typeof WIRES)[number];

/** Half past eleven on a Tuesday in New York, when both venues trade. */
export const STAGE_MS = Date.UTC(2026, 10, 24, 16, 30);
/** Delayed quotes show a price this much later. */
const SHOWN_AFTER_MS = { Deribit: 0, Cboe: 16 * 60_000 };
/** Share of the flip by which spot mostly stands clear of it: twice the band of an alert at any vol of the practice exchange. */
const CLEAR = 0.015;

type Setting = {
  /** A minute where absent. */
  readonly pollMs?: number;
  /** Share of the flip by which spot stands clear of it, where rows that are dropped move the flip. */
  readonly clear?: number;
  /** In the place of those that hold in earnest. */
  readonly limits?: Partial<HttpLimits>;
  /** Whether simulated time also goes on by itself. */
  readonly isRunning?: boolean;
};

type WithoutStart<Step> = Step extends unknown ? Omit<Step, 'at'> : never;
/** An entry of a script that begins now. */
export type Wrong = WithoutStart<Script[number]>;

/** Nothing is waited for that a test can do without. */
const QUICK: Partial<HttpLimits> = { backoffMs: 1, totalMs: 5_000 };

/** One clock for bot, venue, breaker and pauses: `Date` stands still until it is moved, timers run on. */
function aSimulatedDate(isRunning: boolean) {
  vi.useFakeTimers({ toFake: ['Date'], now: STAGE_MS, shouldAdvanceTime: isRunning });
  const monotonicMs = performance.now.bind(performance);
  let movedMs = 0;
  const monotonic = vi.spyOn(performance, 'now').mockImplementation(() => monotonicMs() + movedMs);
  onTestFinished(() => {
    monotonic.mockRestore();
    vi.useRealTimers();
  });
  const advance = (ms: number) => {
    movedMs += ms;
    vi.setSystemTime(Date.now() + ms);
  };
  return { nowMs: () => Date.now(), advance };
}

/**
 * The bot from the socket to the outbox: a practice exchange with scripted faults, the real market on it, the real poll
 * with a store, an alert and an admin channel.
 */
export async function aVenueStage({ venueName, symbol }: Wire, setting: Setting = {}) {
  const { pollMs = 60_000, clear = CLEAR, limits, isRunning = false } = setting;
  const clock = aSimulatedDate(isRunning);
  const exchange = await startPracticeExchange({ seed: 7, nowMs: clock.nowMs });
  const store = await openOrThrow(':memory:');
  onTestFinished(async () => {
    await exchange.close();
    await store.close();
  });
  const reached = { baseUrl: exchange.url, nowMs: clock.nowMs };
  const options = { ...reached, symbols: [symbol], limits: { ...QUICK, ...limits } };
  const market = venueName === 'Deribit' ? createDeribitMarket(options) : createCboeMarket(options);
  const registered = createMarketRegistry([market], [symbol]);
  if (!registered.ok) throw new Error(registered.failure);
  const markets = registered.value;
  const job = createPollMarket({ store, markets, clock, pollMs, wakeDelivery: () => {} });
  await store.addRule({ ...A_RULE, symbol }, clock.nowMs());
  await store.setAdminChannel('guild', 'admin');
  const context = { ...(await aCommandContext({ store, markets, pollMs })), clock };

  /** Puts spot on one side of the book's own flip; the venue shows it there once its delay is over. */
  const hold = (side: 'above' | 'below') => {
    const flip = exchange.zeroGammaUsd(symbol);
    if (flip === undefined) throw new Error('the practice book has no zero-gamma level');
    exchange.hold(symbol, flip * (side === 'above' ? 1 + clear : 1 - clear));
  };
  hold('above');
  clock.advance(SHOWN_AFTER_MS[venueName]);
  /** One poll a cadence later than the last, and how many requests it made. */
  const poll = async () => {
    clock.advance(pollMs);
    const asked = exchange.requests().length;
    await runDue(job, store, clock.nowMs());
    const run = await store.latestRun(`poll-market:${symbol}`);
    if (run === null) throw new Error('nothing was polled');
    const requests = exchange.requests().slice(asked);
    return { state: run.state, detail: run.detail ?? '', requests };
  };
  const polls = async (count: number) => {
    const done: Awaited<ReturnType<typeof poll>>[] = [];
    for (let times = 0; times < count; times += 1) done.push(await poll());
    return done;
  };
  const told = async (kind: 'notice' | 'alert') => {
    const rows = await store.recentOutbox('guild', 50);
    return rows
      .filter((row) => row.kind === kind)
      .map(({ message }) => message.content)
      .toReversed();
  };
  /** The words of `/status`, a line each. */
  const statusLines = async () => {
    if (status.kind !== 'single') throw new Error('/status has subcommands');
    const { content, embed } = await status.run(anInput({ guildId: 'guild' }), context);
    return [content, ...(embed?.lines ?? [])];
  };
  return {
    exchange,
    market,
    store,
    clock,
    hold,
    poll,
    polls,
    /** From now on this goes wrong. */
    breakWith: (wrong: Wrong) => exchange.play([{ ...wrong, at: new Date().toISOString() }]),
    notices: () => told('notice'),
    alerts: () => told('alert'),
    statusLines,
    latest: async () => (await store.latestLevels(symbol))?.levels ?? null,
  };
}
