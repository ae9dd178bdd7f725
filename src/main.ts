import { createApp } from './app.ts';
import { ignoredSettings, processEnvironment, readConfig } from './config.ts';
import { createLog } from './log.ts';

/** Configuration that a restart cannot mend: a supervisor should leave the process down. */
const EXIT_CONFIGURATION = 78;
/** Anything that a restart may mend; the state is in the database. */
const EXIT_TEMPORARY = 75;
/** From the signal to the end; then the process leaves whatever still hangs. */
const STOP_MS_MAX = 4_500;

function refuse(lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(EXIT_CONFIGURATION);
}

// A reader that goes away must not end the bot.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

const variables = processEnvironment();
const ignored = variables.ok ? ignoredSettings(variables.value) : [];
const config = variables.ok ? readConfig(variables.value) : variables;
if (!config.ok) {
  const problems = [...config.failure, ...ignored].map((problem) => `- ${problem}`);
  refuse(['hedgeflow cannot start; mend these settings:', ...problems]);
}

const log = createLog(config.value.logLevel);
for (const sentence of ignored) log.warn('setting ignored', { reason: sentence });
const app = createApp({
  config: config.value,
  clock: { nowMs: () => Date.now() },
  provenance: 'live',
  log,
  onFatal: (sentence) => void stop(EXIT_CONFIGURATION, sentence),
});

let isStopping = false;

async function stop(exitCode: number, reason: string): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(exitCode), STOP_MS_MAX).unref();
  if (exitCode === 0) log.info('stopping', { reason });
  else process.stderr.write(`${reason}\n`);
  await app.stop();
  if (exitCode === 0) log.info('stopped');
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void stop(0, signal));
for (const bug of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(bug, (error: unknown) => {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error(bug, { reason });
    process.exit(EXIT_TEMPORARY);
  });

const started = await app.start();
if (!started.ok) refuse([started.failure]);
if (!isStopping) log.info('started', { markets: config.value.symbols.join(',') });
