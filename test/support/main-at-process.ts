import { readFileSync } from 'node:fs';
import { createApp } from '../../src/app.ts';
import { processEnvironment, readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';

// The bot as `npm start` runs it, but on a clock that a test moves: for recorded markets, whose contracts have expired
// since, and for markets that keep hours.

const [, , offsetPath = ''] = process.argv;
const variables = processEnvironment();
const config = variables.ok ? readConfig(variables.value) : variables;
if (!config.ok) throw new Error(config.failure.join('; '));
const log = createLog(config.value.logLevel);
const app = createApp({
  config: config.value,
  clock: { nowMs: () => Date.now() + Number(readFileSync(offsetPath, 'utf8')) },
  provenance: 'live',
  log,
  onFatal: (sentence) => {
    process.stderr.write(`${sentence}\n`);
    process.exit(78);
  },
});
const stop = async () => {
  await app.stop();
  log.info('stopped');
  process.exit(0);
};
process.once('SIGTERM', () => void stop());
const started = await app.start();
if (!started.ok) throw new Error(started.failure);
