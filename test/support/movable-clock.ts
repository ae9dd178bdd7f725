import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export type MovableClock = {
  /** For `test/support/main-at-process.ts`: the file that says how many milliseconds the clock is off. */
  readonly path: string;
  nowMs(): number;
  /** From here on it runs at the usual speed. */
  moveTo(atMs: number): void;
};

/** One clock for a test and the bot that it starts; between moves it runs as any other. */
export function aMovableClock(startMs: number): MovableClock {
  const folder = mkdtempSync(join(tmpdir(), 'hedgeflow-clock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'offset-ms');
  const moveTo = (atMs: number) => {
    // Renamed into place, so that no reader sees half a number.
    writeFileSync(`${path}.new`, String(atMs - Date.now()));
    renameSync(`${path}.new`, path);
  };
  moveTo(startMs);
  return { path, moveTo, nowMs: () => Date.now() + Number(readFileSync(path, 'utf8')) };
}
