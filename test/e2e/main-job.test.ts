import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Stage, setStage } from './main-job.ts';
import { playMainJob } from './scenario.ts';

let stage: Stage | undefined;
afterEach(async () => stage?.strike());

describe('npm start on the practice servers', () => {
  it('fetches, computes, answers, alerts, summarises, survives kill -9 and stops cleanly', async () => {
    stage = await setStage({ nowMs: Date.now });
    const flipUsd = stage.exchange.zeroGammaUsd('BTC') ?? Number.NaN;
    const { flipAnswer } = await playMainJob(stage);
    const told = Number(/gamma flip ([\d,]+)/.exec(flipAnswer)?.[1]?.replaceAll(',', ''));
    expect(Math.abs(told / flipUsd - 1)).toBeLessThan(0.001);
  }, 150_000);

  it('ends with exit code 78 and a sentence when Discord refuses the token', async () => {
    stage = await setStage({ nowMs: Date.now });
    stage.discord.fault({
      match: { path: /\/(gateway\/bot|applications\/@me|users\/@me)/ },
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'status', status: 401 },
    });
    const bot = stage.startBot();
    const said = await eventually(
      'sentence about the token',
      () => /Discord rejected the token[^\n]*/.exec(bot.output())?.[0],
    );
    expect(said).toContain('DISCORD_TOKEN');
    expect(await bot.ended()).toBe(78);
    expect(bot.output()).not.toContain('"started"');
  }, 30_000);
});
