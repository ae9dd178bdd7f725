import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
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
export const BUSY_TIMEOUT_MS = 5_000;

/** After a large transaction the write-ahead log shrinks back to this. */
const JOURNAL_BYTES_MAX = 64 * 1024 * 1024;

/** Opens a database that keeps what it acknowledged, also across a power cut. Throws SQLite's error where it cannot. */
export function openEngine(path: string, log: Log): Engine {
  const sqlite = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    // First of all, and only there: it takes effect on a file that is still empty.
    if (sqlite.pragma('page_count', { simple: true }) === 0)
      sqlite.pragma('auto_vacuum = INCREMENTAL');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('trusted_schema = OFF');
    sqlite.pragma('secure_delete = ON');
    sqlite.pragma(`journal_size_limit = ${JOURNAL_BYTES_MAX}`);
    // A file that cannot be written says so now and not at the first alert; beginning alone would not tell.
    sqlite.exec('BEGIN IMMEDIATE; PRAGMA user_version = 1; ROLLBACK');
  } catch (error) {
    sqlite.close();
    throw error;
  }
  return { sqlite, queries: queriesOn(sqlite), log };
}

/** Kysely on an open connection. */
export function queriesOn(database: Database.Database): Queries {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
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
