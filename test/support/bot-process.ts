import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

export type BotProcess = {
  /** Everything it wrote, for a failing test's message and for looking for secrets. */
  output(): string;
  /** Resolves with the exit code when it ends by itself. */
  ended(): Promise<number | null>;
  /** Kills the whole process group without warning. */
  killHard(): Promise<void>;
  /** Asks it to stop as a supervisor would; resolves with exit code and how long it took. */
  terminate(): Promise<{ exitCode: number | null; tookMs: number }>;
};

/** Starts the bot as its own process group: `npm start`, or another entry on the same environment. */
export function startBot(
  environment: Readonly<Record<string, string>>,
  command: readonly [string, ...string[]] = ['npm', 'start', '--silent'],
): BotProcess {
  const [program, ...args] = command;
  const child: ChildProcess = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const exited = once(child, 'close');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const signalGroup = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined && isRunning()) process.kill(-child.pid, signal);
  };
  return {
    output: () => output,
    async ended() {
      await exited;
      return child.exitCode;
    },
    async killHard() {
      signalGroup('SIGKILL');
      await exited;
    },
    async terminate() {
      const startMs = performance.now();
      if (isRunning()) child.kill('SIGTERM');
      await exited;
      return { exitCode: child.exitCode, tookMs: performance.now() - startMs };
    },
  };
}
