import Database from 'better-sqlite3';
import { z } from 'zod';
import { BUSY_TIMEOUT_MS, queriesOn } from './engine.ts';
import { type Migration, pendingMigrations } from './migrate.ts';
import type { StoreFailure } from './store-failure.ts';

const findings = z.array(z.object({ quick_check: z.string() }));

/** What SQLite's quick check says, its first three findings. */
function quickCheck(database: Database.Database): string {
  const rows = findings.parse(database.pragma('quick_check(3)'));
  return rows.map((row) => row.quick_check).join('; ');
}

async function refusalOf(
  database: Database.Database,
  migrations: readonly Migration[],
  path: string,
): Promise<StoreFailure | null> {
  const check = quickCheck(database);
  if (check !== 'ok') return { kind: 'corrupt', path, check };
  const pending = await pendingMigrations(queriesOn(database), migrations, path);
  return pending.ok ? null : pending.failure;
}

/**
 * Why an existing file must not be used; null where it may be. Throws SQLite's error where it is no database at all.
 * It looks through a read-only connection, because a writing one would fold the write-ahead log into a damaged file
 * when it closes, or turn another program's database into its own kind.
 */
export async function inspectFile(
  path: string,
  migrations: readonly Migration[],
): Promise<StoreFailure | null> {
  const database = new Database(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    return await refusalOf(database, migrations, path);
  } catch (error) {
    // A crash while the file was being made leaves a journal that only a writer can undo: the writer looks again.
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_READONLY'))
      return null;
    throw error;
  } finally {
    database.close();
  }
}
