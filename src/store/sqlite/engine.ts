import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import type { Tables } from './tables.ts';

export type Queries = Kysely<Tables>;

/** The open database: the connection for pragmas, Kysely on the same connection for queries. */
export type Engine = {
  readonly sqlite: Database.Database;
  readonly queries: Queries;
  readonly log: Log;
};

/** Another program (a backup, the sqlite3 shell) may hold the file for a moment. */
const BUSY_TIMEOUT_MS = 5_000;

/** After a large transaction the write-ahead log shrinks back to this. */
const JOURNAL_BYTES_MAX = 64 * 1024 * 1024;

/** What SQLite's quick check says against the open file, its first three findings; null where it is sound. */
function findings(database: Database.Database): string | null {
  const rows = z
    .array(z.object({ quick_check: z.string() }))
    .parse(database.pragma('quick_check(3)'));
  const text = rows.map((row) => row.quick_check).join('; ');
  return text === 'ok' ? null : text;
}

/**
 * What is wrong inside the file; null where it is sound. Throws SQLite's error where it is no database at all.
 * The connection is read-only, because a writing one would fold the write-ahead log into a damaged file when it closes.
 */
export function damageOf(path: string): string | null {
  const database = new Database(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    return findings(database);
  } catch (error) {
    // A crash while the file was being made leaves a journal that only a writer can undo.
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_READONLY'))
      return null;
    throw error;
  } finally {
    database.close();
  }
}

/** Opens a database that keeps what it acknowledged, also across a power cut. Throws SQLite's error where it cannot. */
export function openEngine(path: string, log: Log): Engine {
  const sqlite = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    // First of all: it only works on a file that is still empty.
    sqlite.pragma('auto_vacuum = INCREMENTAL');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('trusted_schema = OFF');
    sqlite.pragma('secure_delete = ON');
    sqlite.pragma(`journal_size_limit = ${JOURNAL_BYTES_MAX}`);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  const queries = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
  return { sqlite, queries, log };
}

/**
 * Runs the work in one IMMEDIATE transaction: all of it, or nothing where it throws.
 * Kysely's own transactions begin as readers and may then find the file taken.
 */
export function immediately<Value>(
  engine: Engine,
  work: (transaction: Queries) => Promise<Value>,
): Promise<Value> {
  return engine.queries.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      const value = await work(connection);
      await sql`commit`.execute(connection);
      return value;
    } catch (error) {
      // A full disk has already ended the transaction by itself.
      if (engine.sqlite.inTransaction) await sql`rollback`.execute(connection);
      throw error;
    }
  });
}

/** Notes a stored value that no longer reads as what it should be; the caller goes on without it. */
export function reportUnreadable(
  engine: Engine,
  row: { readonly table: keyof Tables; readonly id: number },
  detail: string,
): void {
  engine.log.error('stored value unreadable', { ...row, detail });
}
