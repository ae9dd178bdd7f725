import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { aMovableClock } from '../support/movable-clock.ts';
import { ready, type Stage, setMovableStage } from './main-job.ts';
import { playMainJob } from './scenario.ts';

const root = join(import.meta.dirname, '..', '..');
const recordedAt = '2026-02-06T04:30:12Z';
const recording = join(
  root,
  '../shared/data/deribit/reconstructed',
  'get_book_summary_by_currency_BTC_option_20260206T043012Z.json.gz',
);

let stage: Stage | undefined;
afterEach(async () => stage?.strike());

/** The recorded book's flip lies 13 % above its spot: from here it is near enough to be crossed. */
const NEARER_SPOT_USD = 70_000;

type Analysis = { flip: { status: string }; zeroGamma: { nearestMaterialRoot: number } };

/** What `analyze` prints for the recorded file. */
function analysed(): Analysis {
  const printed = execFileSync(
    'npm',
    ['run', '--silent', 'hedgeflow', '--', 'analyze', recording, '--json'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, INIT_CWD: root } },
  );
  return JSON.parse(printed);
}

/** The stage at the time of the recording, with the recorded book on the exchange. */
async function recordedStage(): Promise<Stage> {
  const set = await setMovableStage(aMovableClock(Date.parse(recordedAt)));
  set.exchange.replay('BTC', JSON.parse(gunzipSync(readFileSync(recording)).toString()));
  return set;
}

describe.skipIf(!existsSync(recording))('the main job on a recorded Deribit book', () => {
  it('says in the channel, as analyze does for the file, that there is no flip within 10 %', async () => {
    stage = await recordedStage();
    expect(analysed().flip.status).toBe('none_short');
    stage.startBot();
    await ready(stage);
    const { channelId } = stage;
    const { content } = await stage.discord.command({
      name: 'flip',
      options: { symbol: 'BTC' },
      channelId,
    });
    expect(content).toMatch(/no gamma flip within ±10%: .* dealers short gamma/);
  }, 60_000);

  it('brings to the channel the flip that analyze prints for the file', async () => {
    stage = await recordedStage();
    stage.exchange.hold('BTC', NEARER_SPOT_USD);
    const { flipAnswer } = await playMainJob(stage);
    const printed = Math.round(analysed().zeroGamma.nearestMaterialRoot / 10) * 10;
    expect(flipAnswer).toContain(`gamma flip ${printed.toLocaleString('en-US')}`);
  }, 150_000);
});
