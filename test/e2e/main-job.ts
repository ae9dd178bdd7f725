import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import {
  type PracticeDiscord,
  type PracticeMessage,
  startPracticeDiscord,
} from '../../practice/discord/index.ts';
import { type PracticeExchange, startPracticeExchange } from '../../practice/exchange/index.ts';
import { type BotProcess, startBot } from '../support/bot-process.ts';
import { eventually } from '../support/eventually.ts';
import type { MovableClock } from '../support/movable-clock.ts';

export type Stage = {
  readonly exchange: PracticeExchange;
  readonly discord: PracticeDiscord;
  readonly channelId: string;
  readonly databasePath: string;
  readonly nowMs: () => number;
  /** Starts the bot, and again after it was killed. */
  startBot(): BotProcess;
  strike(): Promise<void>;
};

const TOKEN = 'canary-token-that-must-never-be-printed';
/** Clearly beyond the quarter of a daily σ that an alert asks for, at any vol the exchange makes. */
const CLEAR = 0.02;

/** Both practice servers and a database file; `entry` replaces `npm start` where the clock must be another. */
export async function setStage(options: {
  readonly nowMs: () => number;
  readonly entry?: readonly [string, ...string[]];
  /** On top of what a bot on the practice servers needs. */
  readonly environment?: Readonly<Record<string, string>>;
}): Promise<Stage> {
  const { nowMs, entry, environment } = options;
  const exchange = await startPracticeExchange({ seed: 7, nowMs });
  const discord = await startPracticeDiscord({ nowMs, token: TOKEN });
  const folder = mkdtempSync(join(tmpdir(), 'hedgeflow-e2e-'));
  const databasePath = join(folder, 'hedgeflow.db');
  const bots: BotProcess[] = [];
  return {
    exchange,
    discord,
    channelId: discord.channels[0]?.id ?? '',
    databasePath,
    nowMs,
    startBot() {
      const bot = startBot(
        {
          DISCORD_TOKEN: TOKEN,
          DISCORD_API_URL: discord.apiUrl,
          DATABASE_URL: `file:${databasePath}`,
          MARKETS: 'BTC',
          DERIBIT_URL: exchange.url,
          CBOE_URL: exchange.url,
          POLL_SECONDS: '1',
          LOG_LEVEL: 'info',
          ...environment,
        },
        entry,
      );
      bots.push(bot);
      return bot;
    },
    async strike() {
      await Promise.all(bots.map((bot) => bot.killHard()));
      await Promise.all([exchange.close(), discord.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The same on a clock that the test moves, for the bot as well. */
export function setMovableStage(
  { path, nowMs }: MovableClock,
  environment: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const main = 'test/support/main-at-process.ts';
  const entry = ['node', 'with-node.mjs', 'node', main, path] as const;
  return setStage({ nowMs, entry, environment });
}

/** Puts spot on one side of the book's own zero-gamma level and keeps it there. */
export function holdSpot({ exchange }: Stage, side: 'above' | 'below'): void {
  const flipUsd = exchange.zeroGammaUsd('BTC');
  if (flipUsd === undefined) throw new Error('the practice book has no zero-gamma level');
  exchange.hold('BTC', flipUsd * (side === 'above' ? 1 + CLEAR : 1 - CLEAR));
}

/** Messages that the bot posted to the channel by itself. */
export function posted({ discord, channelId }: Stage): readonly PracticeMessage[] {
  return discord.messages(channelId).filter(({ answers }) => answers === null);
}

/** Posts whose title is a crossing, whichever way. */
export function alerts(stage: Stage): readonly PracticeMessage[] {
  return posted(stage).filter(({ embeds }) => embeds[0]?.title?.includes('its gamma flip'));
}

/** Posts that are a morning summary: the title carries the date between dots. */
export function summaries(stage: Stage): readonly PracticeMessage[] {
  return posted(stage).filter(({ embeds }) => embeds[0]?.title?.startsWith('BTC · '));
}

/** Resolves when the bot has registered its commands and stored its first levels. */
export async function ready(stage: Stage): Promise<void> {
  await eventually('registered command', () => stage.discord.commands()[0] ?? undefined);
  await eventually('connected gateway', () => stage.discord.gateway.sessions() || undefined);
  await eventually(
    'stored level',
    () => stored(stage, 'select count(*) as n from levels') || undefined,
  );
}

/** One number from the bot's database, read beside the running bot. */
export function stored(stage: Stage, sql: string): number {
  const database = new Database(stage.databasePath, { readonly: true });
  try {
    const row = database.prepare(sql).get();
    return typeof row === 'object' && row !== null ? Number(Object.values(row)[0]) : 0;
  } finally {
    database.close();
  }
}

/** Resolves when levels of a symbol from this instant on are stored. */
export async function dataFrom(
  stage: Stage,
  symbol: string,
  atMs: number,
  deadlineMs = 15_000,
): Promise<void> {
  const newest = `select max(data_time_ms) as newest from levels where symbol = '${symbol}'`;
  await eventually(
    `${symbol} data of ${new Date(atMs).toISOString()}`,
    () => stored(stage, newest) >= atMs || undefined,
    deadlineMs,
  );
}

/** Resolves when no market is being read. */
export async function pollsDone(stage: Stage, deadlineMs = 30_000): Promise<void> {
  const running = `select count(*) as n from runs where state = 'running' and job like 'poll-market:%'`;
  await eventually(
    'end of every poll',
    () => stored(stage, running) === 0 || undefined,
    deadlineMs,
  );
}

/** Waits until the alert rule has confirmed a side. */
export async function sideConfirmed(stage: Stage, side: 'long' | 'short'): Promise<void> {
  await eventually(
    `confirmed ${side} side`,
    () =>
      stored(
        stage,
        `select count(*) as n from rule_states where json_extract(state, '$.side') = '${side}'`,
      ) || undefined,
  );
}

/** What a picture must be to be one. */
export function expectChart(message: {
  readonly attachments: PracticeMessage['attachments'];
}): void {
  const [chart] = message.attachments;
  expect(chart?.contentType).toBe('image/png');
  expect(chart?.description).toMatch(/^BTC dealer gamma by price/);
  expect(
    Buffer.from(chart?.bytes ?? [])
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
}
