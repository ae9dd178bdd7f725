import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { installedMigrations } from '../../src/store/sqlite/migrate.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { describeStoreFailure } from '../../src/store/sqlite/store-failure.ts';
import { aFolder, aLog, openOrThrow } from '../support/stored.ts';

// Fault: the process is killed without warning (F01–F03, F05, F10). Promise: what was acknowledged is there, what was
// not is there whole or not at all, and the file is free at once. Method: real processes, SIGKILL.
// This cannot show a power cut: the kernel keeps what a killed process has written.

function start(program: string, ...args: readonly string[]): ChildProcess {
  const script = join(import.meta.dirname, '..', 'support', program);
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Numbers that the writer printed until it was killed, soon after the given count. */
async function killAfter(writer: ChildProcess, count: number): Promise<readonly number[]> {
  if (writer.stdout === null) throw new Error('the writer has no output');
  const acknowledged: number[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    acknowledged.push(Number(line));
    if (acknowledged.length === count) writer.kill('SIGKILL');
  }
  return acknowledged;
}

describe('after kill -9', () => {
  it('every acknowledged write is there, and none in part', async () => {
    const path = join(aFolder(), 'bot.db');
    const acknowledged: number[] = [];
    for (const count of [1, 7, 23, 40]) {
      const from = String((acknowledged.at(-1) ?? 0) + 2);
      acknowledged.push(...(await killAfter(start('store-writer-process.ts', path, from), count)));
      const store = await openOrThrow(path);
      const keys = (await store.recentOutbox('guild', 10_000)).map(({ dedupeKey }) => dedupeKey);
      const [rule] = await store.rulesOfSymbol('BTC');
      const newest = await store.latestLevels('BTC');
      await store.close();
      expect(keys).toEqual(expect.arrayContaining(acknowledged.map((poll) => `poll ${poll}`)));
      expect(new Set(keys).size).toBe(rule?.version);
      expect(keys[0]).toBe(`poll ${rule?.state.episode}`);
      expect(newest?.levels.dataTimeMs).toBe(rule?.state.episode);
    }
  });

  it('the file is free again; before, a second process is refused and told who has it', async () => {
    const folder = aFolder();
    const path = join(folder, 'bot.db');
    const writer = start('store-writer-process.ts', path);
    if (writer.stdout === null) throw new Error('the writer has no output');
    await once(writer.stdout, 'data');
    const second = await openStore({ path, log: aLog() });
    expect(second).toMatchObject({ ok: false, failure: { kind: 'already-running' } });
    if (second.ok) return;
    expect(describeStoreFailure(second.failure)).toContain(`process ${writer.pid}`);
    writer.stdout.resume();
    writer.kill('SIGKILL');
    await once(writer, 'close');
    await (await openOrThrow(path)).close();
  });

  it('a second name of the same file is refused as well', async () => {
    const folder = aFolder();
    const store = await openOrThrow(join(folder, 'bot.db'));
    onTestFinished(() => store.close());
    symlinkSync(join(folder, 'bot.db'), join(folder, 'link.db'));
    const second = await openStore({ path: join(folder, 'link.db'), log: aLog() });
    expect(second).toMatchObject({ ok: false, failure: { kind: 'already-running' } });
  });
});

const INSTALLED = installedMigrations().map(({ version }) => version);

describe('after kill -9 within a migration', () => {
  /** Versions and number of tables. */
  function schemaOf(path: string) {
    const database = new Database(path, { readonly: true });
    const column = (sql: string) => database.prepare(sql).pluck().all();
    const names = column("SELECT name FROM sqlite_schema WHERE type = 'table'").map(String);
    const isMade = names.includes('schema_migrations');
    const applied = isMade ? column('SELECT version FROM schema_migrations') : [];
    database.close();
    return { applied, wide: names.filter((name) => name.startsWith('wide_')).length };
  }

  it.each([0, 120, 200])(
    'the schema is the old one, killed after %i statements',
    async (statement) => {
      const path = join(aFolder(), 'bot.db');
      const migrating = start('migrating-process.ts', path, '2', String(statement));
      await once(migrating, 'close');
      expect(migrating.signalCode).toBe('SIGKILL');
      expect(schemaOf(path)).toEqual({ applied: INSTALLED, wide: 0 });
      await (await openOrThrow(path)).close();
    },
  );

  it('an empty file is still empty, and the next start makes it', async () => {
    const path = join(aFolder(), 'bot.db');
    const migrating = start('migrating-process.ts', path, '1');
    await once(migrating, 'close');
    expect(migrating.signalCode).toBe('SIGKILL');
    expect(schemaOf(path)).toEqual({ applied: [], wide: 0 });
    await (await openOrThrow(path)).close();
    expect(schemaOf(path)).toEqual({ applied: INSTALLED, wide: 0 });
  });
});
