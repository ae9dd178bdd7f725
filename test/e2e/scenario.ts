import { expect } from 'vitest';
import { eventually } from '../support/eventually.ts';
import {
  alerts,
  expectChart,
  holdSpot,
  ready,
  type Stage,
  sideConfirmed,
  stored,
  summaries,
} from './main-job.ts';

const MINUTE_MS = 60_000;
/** Setting a summary takes about a second: a minute that begins sooner is left to itself. */
const MARGIN_MS = 4_000;

/** The next whole minute, far enough away to be set in time, as HH:MM in UTC. */
function nextMinute(nowMs: number): { readonly atMs: number; readonly text: string } {
  const atMs = Math.ceil((nowMs + MARGIN_MS) / MINUTE_MS) * MINUTE_MS;
  return { atMs, text: new Date(atMs).toISOString().slice(11, 16) };
}

/**
 * The main job from start to stop, as a server's people see it: commands, an answer with a chart, a crossing alert that
 * survives `kill -9` between Discord's acceptance and the bot's commit, its all-clear, a summary at its local time, and
 * a clean stop. Returns what `/flip` answered, for a caller that knows the right number.
 */
export async function playMainJob(stage: Stage): Promise<{ readonly flipAnswer: string }> {
  const { discord, channelId } = stage;
  const first = stage.startBot();
  await ready(stage);
  const flip = await discord.command({ name: 'flip', options: { symbol: 'BTC' }, channelId });
  expect(flip.content).toMatch(/^BTC [\d,]+ is /);
  expectChart(flip);

  holdSpot(stage, 'above');
  const added = await discord.command({
    name: 'alert',
    subcommand: 'add',
    options: { symbol: 'BTC' },
    channelId,
    as: 'admin',
  });
  expect(added.content).toContain('BTC');
  await sideConfirmed(stage, 'long');

  discord.fault({
    match: { method: 'POST', path: `/channels/${channelId}/messages` },
    times: 1,
    effect: { kind: 'accept-then-hang' },
  });
  const accepted = discord.accepted({ method: 'POST', path: `/channels/${channelId}/messages` });
  holdSpot(stage, 'below');
  await accepted;
  await first.killHard();
  expect(stored(stage, `select count(*) as n from outbox where state = 'sending'`)).toBe(1);

  const second = stage.startBot();
  await eventually(
    'alert settled as sent',
    () => stored(stage, `select count(*) as n from outbox where state = 'sent'`) || undefined,
  );
  const [alert, ...doubled] = alerts(stage);
  expect(doubled).toEqual([]);
  expect(alert?.content).toMatch(
    /^BTC fell through its gamma flip.*: [\d,]+ vs [\d,]+ at \d\d:\d\d UTC/,
  );
  if (alert !== undefined) expectChart(alert);

  const minute = nextMinute(stage.nowMs());
  await discord.command({
    name: 'summary',
    subcommand: 'set',
    options: { symbol: 'BTC', time: minute.text, zone: 'UTC' },
    channelId,
    as: 'admin',
  });
  holdSpot(stage, 'above');
  const over = await eventually('all-clear edit', () =>
    alerts(stage).find(({ editedAtMs }) => editedAtMs !== null),
  );
  expect(over.id).toBe(alert?.id);
  expect(over.embeds[0]?.title).toMatch(/ · over$/);
  expect(over.embeds[0]?.description).toMatch(/^\*\*Over\*\* back above since/);

  const summary = await eventually('summary', () => summaries(stage)[0], 75_000);
  expect(summary.atMs).toBeGreaterThanOrEqual(minute.atMs);
  expect(summary.atMs).toBeLessThan(minute.atMs + MINUTE_MS);
  expectChart(summary);

  const { exitCode, tookMs } = await second.terminate();
  expect(exitCode).toBe(0);
  expect(tookMs).toBeLessThan(5_000);
  const goodbye = second.output().split('"stopping"').at(-1);
  expect(goodbye).toContain('"stopped"');
  expect(goodbye).not.toContain('reconnecting');
  expect(
    stored(stage, `select count(*) as n from outbox where state in ('sending', 'pending')`),
  ).toBe(0);
  expect(stored(stage, `select count(*) as n from runs where state = 'running'`)).toBe(0);
  expect(summaries(stage)).toHaveLength(1);
  expect(alerts(stage)).toHaveLength(1);
  expect(discord.violations()).toEqual([]);
  expect(first.output() + second.output()).not.toContain('canary');
  return { flipAnswer: flip.content };
}
