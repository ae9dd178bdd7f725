import { closeSync, existsSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Log } from '../../log.ts';
import type { Store } from '../store.ts';
import { type Engine, openEngine } from './engine.ts';
import { feedStore } from './feeds.ts';
import { guildSettingStore } from './guild-settings.ts';
import { inspectFile } from './inspect.ts';
import { lockForProcess, type ProcessLock } from './lock.ts';
import {
  applyMigration,
  installedMigrations,
  type Migration,
  pendingMigrations,
} from './migrate.ts';
import { outboxStore } from './outbox.ts';
import { positionStore } from './positions.ts';
import { refusedChannelStore } from './refused-channels.ts';
import { RETENTION, type Retention, retentionStore } from './retention.ts';
import { ruleStore } from './rules.ts';
import { runStore } from './runs.ts';
import { snapshotStore } from './snapshots.ts';
import type { StoreFailure } from './store-failure.ts';
import { summaryStore } from './summaries.ts';

export type StoreOptions = {
  /** SQLite file, or `:memory:` for a store that ends with the process. */
  readonly path: string;
  readonly log: Log;
  readonly retention?: Retention;
};

const IN_MEMORY = ':memory:';

/** Only the bot's own user may look into a data folder that the bot makes. */
const FOLDER_MODE = 0o700;

/** The store on an open and migrated engine; `release` runs after closing. */
export function sqliteStore(engine: Engine, retention: Retention, release: () => void): Store {
  return {
    ...snapshotStore(engine),
    ...positionStore(engine),
    ...ruleStore(engine),
    ...summaryStore(engine),
    ...feedStore(engine),
    ...refusedChannelStore(engine),
    ...guildSettingStore(engine),
    ...outboxStore(engine),
    ...runStore(engine),
    ...retentionStore(engine, retention),
    // Waits its turn behind what is under way.
    close: () =>
      engine.queries.connection().execute(async () => {
        engine.sqlite.close();
        release();
      }),
  };
}

/** The same file by whatever name: two links to one database must meet at one lock. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  mkdirSync(dirname(path), { recursive: true, mode: FOLDER_MODE });
  return join(realpathSync(dirname(path)), basename(path));
}

/** Makes an empty lock file where there is none, because Node says why it cannot and SQLite does not. */
function makeLockFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx'));
  } catch (error) {
    // An existing one must not even be opened here: closing it would free this process's own lock.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Errors of a file that cannot be opened as values; anything else is a bug and goes on. */
function failureOf(error: unknown, path: string): StoreFailure {
  const code = codeOf(error);
  const detail = error instanceof Error ? error.message : String(error);
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return { kind: 'corrupt', path, check: detail };
  if (/^(SQLITE_READONLY.*|EACCES|EPERM|EROFS)$/.test(code)) return { kind: 'read-only', path };
  if (/^SQLITE_(CANTOPEN|IOERR|FULL|PERM|AUTH|BUSY)|^E[A-Z]+$/.test(code))
    return { kind: 'unreadable', path, detail };
  throw error;
}

async function migratedStore(
  engine: Engine,
  { path, migrations, retention = RETENTION }: OpenFile,
  release: () => void,
): Promise<Result<Store, StoreFailure>> {
  const pending = await pendingMigrations(engine.queries, migrations, path);
  if (!pending.ok) return pending;
  for (const next of pending.value) await applyMigration(engine, next);
  return ok(sqliteStore(engine, retention, release));
}

type OpenFile = StoreOptions & { readonly migrations: readonly Migration[] };

/** Opens the file at `path` as a store that calls `release` when closed. */
async function openFile(file: OpenFile, release: () => void): Promise<Result<Store, StoreFailure>> {
  const { path, migrations, log } = file;
  const refusal = existsSync(path) ? await inspectFile(path, migrations) : null;
  if (refusal !== null) return fail(refusal);
  const engine = openEngine(path, log);
  let opened: Result<Store, StoreFailure> | null = null;
  try {
    opened = await migratedStore(engine, file, release);
    return opened;
  } finally {
    if (opened?.ok !== true) engine.sqlite.close();
  }
}

/**
 * Opens the database, alone: makes it where it is absent, checks it, and brings its schema up to date.
 * Where it cannot be used the failure is a value, for `describeStoreFailure`, and the file is left as it is.
 */
export async function openStore(options: StoreOptions): Promise<Result<Store, StoreFailure>> {
  const migrations = installedMigrations();
  if (options.path === IN_MEMORY) return openFile({ ...options, migrations }, () => {});
  let path = options.path;
  let lock: ProcessLock | null = null;
  let opened: Result<Store, StoreFailure> | null = null;
  try {
    path = realPath(path);
    makeLockFile(`${path}.lock`);
    lock = lockForProcess(`${path}.lock`);
    if (lock.kind === 'taken') return fail({ kind: 'already-running', path, pid: lock.pid });
    opened = await openFile({ ...options, path, migrations }, lock.release);
    return opened;
  } catch (error) {
    return fail(failureOf(error, path));
  } finally {
    if (lock?.kind === 'held' && opened?.ok !== true) lock.release();
  }
}
