import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type App, createApp } from '../src/app.ts';
import type { Log } from '../src/log.ts';
import { Secret } from '../src/secret.ts';
import { deliveryLines, deliveryTable, watchDeliveries } from './demo/deliveries.ts';
import { openAbove, playMorning, typeCommands } from './demo/morning.ts';
import { narrate } from './demo/narrate.ts';
import { scaledClock } from './demo/scaled-clock.ts';
import { startPracticeDiscord } from './discord/index.ts';
import { startPracticeExchange } from './exchange/index.ts';

/** Twelve minutes before the summary: three polls, and time to type the commands. */
const OPENING = '2026-11-24T07:48:00Z';
const EIGHT = '2026-11-24T08:00:00Z';
const SEED = 20_261_124;
const POLL_MS = 300_000;
/** `--once` gives up after this much real time. */
const ONCE_MS_MAX = 90_000;
/** Ctrl-C ends the demo within this time, whatever still hangs. */
const STOP_MS_MAX = 4_500;
/** Jobs that would drown the story if each of their runs were told. */
const EVERY_MINUTE = /^poll-(trades|spot):/;
/** Preferred, so that the page's address stays the same; a taken port is replaced by a free one. */
const PORTS = { exchange: 8601, discord: 8602 };

const OPTIONS = {
  once: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

function readFlags() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    process.stderr.write(`${reason} The demo takes --once and --json.\n`);
    process.exit(78);
  }
}

const flags = readFlags();

const stopping = new AbortController();
const clock = scaledClock(Date.parse(OPENING));
const say = (line: string) => {
  if (stopping.signal.aborted) return;
  const time = new Date(clock.nowMs()).toISOString().slice(11, 16);
  (flags.json ? process.stderr : process.stdout).write(`${time}  ${line}\n`);
};
const log: Log = {
  debug: () => {},
  info: (event, fields) => {
    if (event !== 'job done' || EVERY_MINUTE.test(String(fields?.job))) return;
    say(`bot       ${fields?.job}: ${fields?.detail ?? 'done'}`);
  },
  warn: (event, fields) => say(`bot       ${event}: ${Object.values(fields ?? {}).join(' ')}`),
  error: (event, fields) => say(`bot       ${event}: ${Object.values(fields ?? {}).join(' ')}`),
};

const closing: (() => Promise<void>)[] = [];

async function stop(exitCode: number): Promise<never> {
  setTimeout(() => process.exit(exitCode), STOP_MS_MAX).unref();
  stopping.abort();
  for (const close of closing.splice(0).reverse()) await close().catch(() => {});
  process.exit(exitCode);
}

async function start() {
  const exchange = await startPracticeExchange({
    seed: SEED,
    nowMs: clock.nowMs,
    port: PORTS.exchange,
  });
  closing.push(() => exchange.close());
  const discord = await startPracticeDiscord({ nowMs: clock.nowMs, port: PORTS.discord });
  closing.push(() => discord.close());
  const folder = await mkdtemp(join(tmpdir(), 'hedgeflow-demo-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const app: App = createApp({
    config: {
      discordToken: new Secret(discord.token),
      discordApiUrl: discord.apiUrl,
      databasePath: join(folder, 'demo.db'),
      symbols: ['BTC', 'ETH', 'SPX'],
      deribitUrl: exchange.url,
      deribitStreamUrl: null,
      cboeUrl: exchange.url,
      tradier: null,
      bybitUrl: exchange.url,
      pollMs: POLL_MS,
      logLevel: 'info',
    },
    clock,
    provenance: 'simulated',
    log,
    onFatal: (sentence) => {
      say(sentence);
      void stop(1);
    },
  });
  closing.push(() => app.stop());
  return { exchange, discord, app };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    say(`demo      ends (${signal}); nothing of it is kept`);
    void stop(0);
  });

const { exchange, discord, app } = await start();
const deliveries = watchDeliveries(discord);
const stage = { exchange, discord, clock, say, signal: stopping.signal };
say('SIMULATED: a practice exchange and a practice Discord; every price is invented');
say(`page      ${discord.pageUrl}`);
say(`exchange  ${exchange.url} (its prices; DERIBIT_URL=, CBOE_URL= or BYBIT_URL= with it)`);
narrate(discord, say);
openAbove(stage);
const started = await app.start();
if (!started.ok) {
  say(started.failure);
  await stop(1);
}
try {
  const complete = deliveries.both(ONCE_MS_MAX);
  await typeCommands(stage);
  const morning = playMorning(stage, Date.parse(EIGHT));
  if (flags.once) {
    await complete;
    const print = flags.json ? deliveryLines : deliveryTable;
    process.stdout.write(`${print(deliveries, discord).join('\n')}\n`);
    const violations = discord.violations();
    for (const violation of violations) process.stderr.write(`Discord's rules: ${violation}\n`);
    await stop(violations.length === 0 ? 0 : 1);
  }
  await Promise.all([complete, morning]);
  say('demo      the market goes on; open the page, type /flip, press Ctrl-C to end');
} catch (error) {
  process.stderr.write(`The demo failed: ${error instanceof Error ? error.message : error}\n`);
  await stop(1);
}
