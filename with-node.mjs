// Runs a command under Node 24, which TypeScript files and better-sqlite3 need, from any host Node >= 20.
// Plain JavaScript without dependencies: it must work before anything else does.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR_MIN = 24;
/** Soon enough for a restart, seldom enough to be no load. */
const ORPHAN_CHECK_MS = 500;
const root = dirname(fileURLToPath(import.meta.url));
const bundled = join(
  root,
  'node_modules',
  `node-${process.platform}-${process.arch}`,
  'bin',
  'node',
);
const [command, ...args] = process.argv.slice(2);

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(78);
}

if (command === undefined) refuse('Usage: node with-node.mjs COMMAND [ARGUMENT ...]');
if (!existsSync(join(root, 'node_modules')))
  refuse('The packages are not installed yet: run `npm ci` in this folder, then try again.');

const hostIsNewEnough = Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN;
const node = existsSync(bundled) ? bundled : hostIsNewEnough ? process.execPath : undefined;
if (node === undefined)
  refuse(
    `hedgeflow needs Node ${NODE_MAJOR_MIN} or newer; this is ${process.versions.node} and no bundled Node was installed ` +
      `for ${process.platform}-${process.arch}. Install Node ${NODE_MAJOR_MIN}, or run \`npm ci\` without --omit=optional.`,
  );

const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''];
const child = spawn(command === 'node' ? node : command, args, {
  stdio: 'inherit',
  env: { ...process.env, PATH: path.join(delimiter) },
});
child.on('error', (error) => refuse(`Could not start ${command}: ${error.message}`));

// The child decides how to stop; the launcher only passes the wish on and lives until the child has ended.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm passes signals on, but when npm itself is killed nobody tells us: an orphan would hold the database's lock.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), ORPHAN_CHECK_MS).unref();
}
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGKILL'] ?? 9));
});
