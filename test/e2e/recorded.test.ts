import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type Stage, setStage } from './main-job.ts';
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

/** The flip that `analyze` prints for the recorded file, rounded as messages round BTC. */
function analysedFlip(): string {
  const printed = execFileSync(
    'npm',
    ['run', '--silent', 'hedgeflow', '--', 'analyze', recording, '--json'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, INIT_CWD: root } },
  );
  const { flip }: { flip: { status: string; spot: number } } = JSON.parse(printed);
  expect(flip.status).toBe('found');
  return (Math.round(flip.spot / 10) * 10).toLocaleString('en-US');
}

describe.skipIf(!existsSync(recording))('the main job on a recorded Deribit book', () => {
  it('brings to the channel the flip that analyze prints for the file', async () => {
    const offsetMs = Date.parse(recordedAt) - Date.now();
    stage = await setStage({
      nowMs: () => Date.now() + offsetMs,
      entry: ['node', 'with-node.mjs', 'node', 'test/support/main-at-process.ts', String(offsetMs)],
    });
    stage.exchange.replay('BTC', JSON.parse(gunzipSync(readFileSync(recording)).toString()));
    const { flipAnswer } = await playMainJob(stage);
    expect(flipAnswer).toContain(`gamma flip ${analysedFlip()}`);
  }, 150_000);
});
