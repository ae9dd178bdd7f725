import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fail, ok, type Result } from '../../core/result.ts';
import { type Engine, immediately, type Queries } from './engine.ts';
import type { StoreFailure } from './store-failure.ts';

/** One forward step of the schema. */
export type Migration = {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
};

type SchemaFailure = Extract<
  StoreFailure,
  { kind: 'newer-schema' | 'migration-changed' | 'unreadable' }
>;

const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../../migrations/', import.meta.url));

/** A migration of that text; line ends do not count, as version control may change them. */
export function migration(version: number, name: string, text: string): Migration {
  const sql = text.replaceAll('\r\n', '\n');
  return { version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

/** The migrations this version of the program comes with, in order: 0001_….sql, 0002_….sql and so on without gaps. */
export function installedMigrations(): readonly Migration[] {
  const names = readdirSync(MIGRATIONS_FOLDER).filter((name) => /^\d{4}_\w+\.sql$/.test(name));
  return names.sort().map((name, index) => {
    const version = Number(name.slice(0, 4));
    if (version !== index + 1) throw new Error(`migration ${index + 1} is missing before ${name}`);
    return migration(version, name, readFileSync(`${MIGRATIONS_FOLDER}${name}`, 'utf8'));
  });
}

type AppliedMigration = { readonly version: number; readonly checksum: string };

/** What has made the schema; `foreign` where the tables are not this program's. */
async function appliedMigrations(
  queries: Queries,
): Promise<readonly AppliedMigration[] | 'foreign'> {
  const tables = await queries.introspection.getTables();
  if (!tables.some(({ name }) => name === 'schema_migrations'))
    return tables.length === 0 ? [] : 'foreign';
  return queries
    .selectFrom('schema_migrations')
    .select(['version', 'checksum'])
    .orderBy('version')
    .execute();
}

/**
 * The migrations that are still to be applied, in order. Fails where the schema is newer than this program,
 * where another text of a migration has made it, or where it belongs to another program.
 */
export async function pendingMigrations(
  queries: Queries,
  migrations: readonly Migration[],
  path: string,
): Promise<Result<readonly Migration[], SchemaFailure>> {
  const applied = await appliedMigrations(queries);
  if (applied === 'foreign')
    return fail({ kind: 'unreadable', path, detail: 'it belongs to another program' });
  for (const { version, checksum } of applied) {
    const installed = migrations[version - 1];
    if (installed === undefined)
      return fail({ kind: 'newer-schema', path, version, knownVersion: migrations.length });
    if (installed.checksum !== checksum)
      return fail({
        kind: 'migration-changed',
        path,
        version,
        appliedChecksum: checksum,
        currentChecksum: installed.checksum,
      });
  }
  return ok(migrations.slice(applied.length));
}

/** Applies a migration in one transaction, so that a crash leaves the schema before it or after it. */
export async function applyMigration(
  engine: Engine,
  { version, name, sql, checksum }: Migration,
): Promise<void> {
  await immediately(engine, async (transaction) => {
    engine.sqlite.exec(sql);
    await transaction
      .insertInto('schema_migrations')
      .values({ version, name, checksum })
      .executeTakeFirstOrThrow();
  });
}
