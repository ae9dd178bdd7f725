import type { Result } from '../core/result.ts';

/** A reader that has seen enough, such as `head`, closes the pipe; that is no failure. */
function stopAtClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Ends a subcommand: the answer on standard output, or one line on standard error and exit code 1. */
export function printAnswer(command: string, answer: Result<string, string>): void {
  if (answer.ok) {
    process.stdout.once('error', stopAtClosedPipe);
    process.stdout.write(`${answer.value}\n`);
    return;
  }
  const oneLine = answer.failure.replaceAll(/\s+/g, ' ');
  process.stderr.write(`hedgeflow ${command}: ${oneLine}\n`);
  process.exitCode = 1;
}
