import Database from 'better-sqlite3';

/** Long enough for another starter to finish writing its number, short enough that nobody waits for an answer. */
const LOCK_WAIT_MS = 500;

/** A starter that lost the race may have written its number last; writing ours again settles that. */
const WRITES_MAX = 5;

export type ProcessLock =
  | { readonly kind: 'held'; release(): void }
  | { readonly kind: 'taken'; readonly pid: number | null };

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

function recordedPid(file: Database.Database): number | null {
  const version: unknown = file.pragma('user_version', { simple: true });
  return typeof version === 'number' && version > 0 ? version : null;
}

function holderOf(file: Database.Database): number | null {
  try {
    return recordedPid(file);
  } catch (error) {
    if (isBusy(error)) return null;
    throw error;
  }
}

function takeLock(file: Database.Database): void {
  file.pragma('journal_mode = DELETE');
  for (let writes = 1; ; writes += 1) {
    file.pragma(`user_version = ${process.pid}`);
    file.exec('BEGIN IMMEDIATE');
    if (recordedPid(file) === process.pid || writes === WRITES_MAX) return;
    file.exec('ROLLBACK');
  }
}

/**
 * Holds `path` for this process until released. The lock is an open write transaction on a SQLite file,
 * so the operating system frees it however the process ends; the file says who holds it.
 * Needs a local disk: network file systems do not keep such locks. Throws SQLite's error where the file cannot be written.
 */
export function lockForProcess(path: string): ProcessLock {
  const file = new Database(path, { timeout: LOCK_WAIT_MS });
  try {
    takeLock(file);
    return { kind: 'held', release: () => file.close() };
  } catch (error) {
    const taken = isBusy(error);
    const pid = taken ? holderOf(file) : null;
    file.close();
    if (!taken) throw error;
    return { kind: 'taken', pid };
  }
}
