import { createCharts } from './charts/renderer.ts';
import { commands } from './commands/index.ts';
import type { Config } from './config.ts';
import { fail, ok, type Result } from './core/result.ts';
import type { Clock } from './core/schedule/clock.ts';
import { createGateway } from './discord/gateway.ts';
import { createNotifier } from './discord/rest-notifier.ts';
import { createDeliverOutbox } from './jobs/deliver-outbox.ts';
import { createMaintain } from './jobs/maintain.ts';
import { createMorningSummary } from './jobs/morning-summary.ts';
import { createPollMarket } from './jobs/poll-market.ts';
import { createPollSpot } from './jobs/poll-spot.ts';
import { createPollTrades } from './jobs/poll-trades.ts';
import { createRunner } from './jobs/runner.ts';
import { createTradeIntake } from './jobs/trade-intake.ts';
import type { Log } from './log.ts';
import { configuredMarkets } from './markets/configured-markets.ts';
import { createTradeStream } from './markets/deribit/index.ts';
import { openStore } from './store/sqlite/open.ts';
import { describeStoreFailure, type StoreFailure } from './store/sqlite/store-failure.ts';
import type { Store } from './store/store.ts';

type Options = {
  readonly config: Config;
  readonly clock: Clock;
  /** `simulated` marks every message and chart as such. */
  readonly provenance: 'live' | 'simulated';
  readonly log: Log;
  /** Called once with a sentence when the process should end and only a person can mend it. */
  readonly onFatal: (sentence: string) => void;
};

/** The whole bot. `start` fails with a sentence for the operator; `stop` leaves nothing half-sent and is safe to repeat. */
export type App = {
  start(): Promise<Result<void, string>>;
  stop(): Promise<void>;
};

/** Discord answers a login in about a second; without an answer in this time the network is at fault. */
const LOGIN_MS_MAX = 60_000;

/** A predecessor that was told to stop gets this long to let go of the database. */
const PREDECESSOR_MS_MAX = 6_000;
const PREDECESSOR_CHECK_MS = 200;

async function openWhenFree(path: string, log: Log): Promise<Result<Store, StoreFailure>> {
  const endMs = performance.now() + PREDECESSOR_MS_MAX;
  for (;;) {
    const opened = await openStore({ path, log });
    const isHeld = !opened.ok && opened.failure.kind === 'already-running';
    if (!isHeld || performance.now() > endMs) return opened;
    await new Promise((resume) => setTimeout(resume, PREDECESSOR_CHECK_MS));
  }
}

/** Puts the concrete parts together; the only file that knows them all. */
export function createApp({ config, clock, provenance, log, onFatal }: Options): App {
  const closing: (() => Promise<void>)[] = [];
  const stopping = new AbortController();

  async function start(): Promise<Result<void, string>> {
    const { nowMs } = clock;
    const registered = configuredMarkets(config, nowMs);
    if (!registered.ok) return fail(`MARKETS: ${registered.failure} Mend MARKETS and start again.`);
    const markets = registered.value;
    const opened = await openWhenFree(config.databasePath, log);
    if (!opened.ok) return fail(describeStoreFailure(opened.failure));
    const store = opened.value;
    closing.push(() => store.close());

    const charts = createCharts({ simulated: provenance === 'simulated' });
    closing.push(() => charts.close());

    const { discordToken: token, discordApiUrl: apiUrl, pollMs } = config;
    const notifier = createNotifier({ token, apiUrl, charts, provenance, log });
    const wakeDelivery = () => runner.wake();
    const parts = { store, markets, clock, pollMs, wakeDelivery };
    const onUnauthorized = () =>
      onFatal('Discord rejected the token; set DISCORD_TOKEN and restart.');
    const jitter = () => Math.random();
    const runner = createRunner(
      [
        createPollMarket(parts),
        createPollSpot(parts),
        createPollTrades(parts),
        createMorningSummary(parts),
        createDeliverOutbox({ store, notifier, clock, jitter, onUnauthorized }),
        createMaintain({ store, clock }),
      ],
      { store, clock, log },
    );
    const gateway = createGateway({
      token,
      apiUrl,
      commands,
      context: parts,
      charts,
      provenance,
      log,
      onGuilds: (guildIds) =>
        void store.recordGuilds(guildIds, nowMs()).catch((error: unknown) => {
          log.error('servers could not be recorded', { reason: String(error) });
        }),
      onFatal,
    });

    for (const run of await store.interruptRuns(nowMs()))
      log.warn('run was interrupted', { job: run.job, slot: run.slot });
    closing.push(async () => void (await Promise.all([runner.stop(), gateway.stop()])));
    runner.start();
    if (config.deribitStreamUrl !== null) {
      const intake = createTradeIntake({ store, log });
      const symbols = markets.listings
        .filter(({ venue }) => venue === 'deribit')
        .map(({ symbol }) => symbol);
      const url = config.deribitStreamUrl;
      const stream = createTradeStream({ url, symbols, onTrades: intake.take, nowMs, log });
      stream.start();
      closing.push(async () => {
        stream.stop();
        await intake.settled();
      });
    }
    await gateway.start(AbortSignal.any([stopping.signal, AbortSignal.timeout(LOGIN_MS_MAX)]));
    return ok(undefined);
  }

  return {
    start,
    async stop() {
      stopping.abort();
      for (const close of closing.splice(0).reverse())
        await close().catch((error: unknown) =>
          log.error('could not close cleanly', { reason: String(error) }),
        );
    },
  };
}
