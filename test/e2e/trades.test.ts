import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { aMovableClock } from '../support/movable-clock.ts';
import { dataFrom, ready, type Stage, setMovableStage, stored, summaries } from './main-job.ts';

const HALF_DAY_MS = 12 * 3_600_000;
const MINUTE_MS = 60_000;

let stage: Stage | undefined;
afterEach(async () => stage?.strike());

/** Resolves when trades and a chain from about an instant are stored. */
async function readUntil(set: Stage, atMs: number): Promise<void> {
  await eventually(
    'trades up to now',
    () => stored(set, 'select cursor_ms from trade_cursors') > atMs - MINUTE_MS || undefined,
  );
  await dataFrom(set, 'BTC', atMs - MINUTE_MS);
}

describe('trades of the practice exchange', () => {
  it('are counted from the first minute on, and tell most signs of the summary two days later', async () => {
    const startMs = Date.parse('2026-11-24T07:40:20Z');
    const clock = aMovableClock(startMs);
    const set = await setMovableStage(clock, { POLL_SECONDS: '60' });
    stage = set;
    const { discord, channelId } = set;
    const bot = set.startBot();
    await ready(set);
    for (const halfDays of [1, 2, 3, 4]) {
      clock.moveTo(startMs + halfDays * HALF_DAY_MS);
      await readUntil(set, startMs + halfDays * HALF_DAY_MS);
    }
    const options = { symbol: 'BTC', time: '08:00', zone: 'UTC' };
    await discord.command({ name: 'summary', subcommand: 'set', options, channelId, as: 'admin' });
    clock.moveTo(Date.parse('2026-11-26T08:00:10Z'));
    const summary = await eventually('summary', () => summaries(set)[0]);
    const [embed] = summary.embeds;
    const [, seen] =
      /\n\*\*Signs\*\* seen in trades for (\d+)% of gamma, assumed for the rest\. Assumed for all: /.exec(
        embed?.description ?? '',
      ) ?? [];
    expect(Number(seen)).toBeGreaterThanOrEqual(20);
    expect(Number(seen)).toBeLessThan(100);
    expect(embed?.description).toMatch(/range [\d,]+–[\d,]+ over 7 readings/);
    expect(embed?.footer?.text).toMatch(/^Where signs are assumed: /);

    const status = await discord.command({ name: 'status', channelId });
    const [, sinceSeconds] =
      /\n\*\*BTC trades\*\* all counted since <t:(\d+):f>\n/.exec(
        status.embeds[0]?.description ?? '',
      ) ?? [];
    expect(Math.abs(Number(sinceSeconds) * 1_000 - startMs)).toBeLessThan(MINUTE_MS);
    expect((await bot.terminate()).exitCode).toBe(0);
    expect(discord.violations()).toEqual([]);
  }, 45_000);
});
