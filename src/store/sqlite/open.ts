import { accessSync, constants, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Log } from '../../log.ts';
import type { Store } from '../store.ts';
import { damageOf, type Engine, openEngine } from './engine.ts';
import { lockForProcess } from './lock.ts';
import { installedMigrations, migrate } from './migrate.ts';
import { outboxStore } from './outbox.ts';
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
    ...ruleStore(engine),
    ...summaryStore(engine),
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

function isWritable(path: string): boolean {
  try {
    accessSync(dirname(path), constants.W_OK);
    if (existsSync(path)) accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Errors of a file that cannot be opened as values; anything else is a bug and goes on. */
function failureOf(error: unknown, path: string): StoreFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const detail = error instanceof Error ? error.message : String(error);
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return { kind: 'corrupt', path, check: detail };
  if (/^(SQLITE_READONLY|EACCES|EPERM|EROFS)/.test(code)) return { kind: 'read-only', path };
  if (/^SQLITE_(CANTOPEN|IOERR|FULL|PERM|AUTH|BUSY)|^E[A-Z]+$/.test(code))
    return isWritable(path) ? { kind: 'unreadable', path, detail } : { kind: 'read-only', path };
  throw error;
}

/** Opens the file at `path`; closing the store, or failing, also runs `release`. */
async function openFile(
  path: string,
  { log, retention = RETENTION }: StoreOptions,
  release: () => void,
): Promise<Result<Store, StoreFailure>> {
  let store: Store | null = null;
  try {
    const damage = existsSync(path) ? damageOf(path) : null;
    if (damage !== null) {
      release();
      return fail({ kind: 'corrupt', path, check: damage });
    }
    const engine = openEngine(path, log);
    store = sqliteStore(engine, retention, release);
    const migrated = await migrate(engine, installedMigrations(), path);
    if (migrated.ok) return ok(store);
    await store.close();
    return migrated;
  } catch (error) {
    if (store === null) release();
    else await store.close();
    return fail(failureOf(error, path));
  }
}

/**
 * Opens the database, alone: makes it where it is absent, checks it, and brings its schema up to date.
 * Where it cannot be used the failure is a value, for `describeStoreFailure`, and the file is left as it is.
 */
export async function openStore(options: StoreOptions): Promise<Result<Store, StoreFailure>> {
  if (options.path === IN_MEMORY) return openFile(IN_MEMORY, options, () => {});
  let path = options.path;
  try {
    path = realPath(path);
    const lock = lockForProcess(`${path}.lock`);
    if (lock.kind === 'taken') return fail({ kind: 'already-running', path, pid: lock.pid });
    return await openFile(path, options, lock.release);
  } catch (error) {
    return fail(failureOf(error, path));
  }
}
