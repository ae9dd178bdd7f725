import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openEngine } from '../../src/store/sqlite/engine.ts';
import { applyMigration, installedMigrations } from '../../src/store/sqlite/migrate.ts';
import { openStore, sqliteStore } from '../../src/store/sqlite/open.ts';
import { RETENTION } from '../../src/store/sqlite/retention.ts';
import { describeStoreFailure } from '../../src/store/sqlite/store-failure.ts';
import { aFolder, aLog, openOrThrow } from '../support/stored.ts';
import { A_RULE, anObservation, aRow, aState, storedLevels } from '../support/stored-values.ts';

// Fault: a file that is damaged, foreign, from another version, or on a full or protected disk (F06–F09).
// Promise: a sentence that names the file and a way out, and nothing on the disk is changed.

const PAGE_BYTES = 4_096;

/** What the folder's files hold, but for the lock and the index of a log, which any reader makes. */
function contentsOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => !/\.lock$|-shm$/.test(name));
  const contents = names.map((name) => [name, readFileSync(join(folder, name), 'latin1')] as const);
  return Object.fromEntries(contents.filter(([, content]) => content !== ''));
}

/** Tries to open the file and expects a failure that leaves the folder as it is; returns it with its sentence. */
async function refusal(path: string) {
  const folder = join(path, '..');
  const before = contentsOf(folder);
  const opened = await openStore({ path, log: aLog() });
  if (opened.ok) throw new Error('it opened');
  expect(contentsOf(folder)).toEqual(before);
  const sentence = describeStoreFailure(opened.failure);
  expect(sentence).toContain(path);
  return { ...opened.failure, sentence };
}

async function aFilledFile(polls: number): Promise<string> {
  const path = join(aFolder(), 'bot.db');
  const store = await openOrThrow(path);
  await store.addRule(A_RULE, 0);
  for (let poll = 1; poll <= polls; poll += 1)
    await store.recordObservation(
      anObservation({ levels: storedLevels({ dataTimeMs: poll }) }),
      poll,
    );
  await store.close();
  return path;
}

function inDatabase(path: string, sql: string): void {
  const database = new Database(path);
  database.exec(sql);
  database.close();
}

describe('a damaged file', () => {
  it('is refused where it is no database at all', async () => {
    const path = join(aFolder(), 'bot.db');
    writeFileSync(path, 'this is not a database '.repeat(1_000));
    expect((await refusal(path)).kind).toBe('corrupt');
  });

  it.each([1, 4, 9])('is refused where page %i was overwritten', async (page) => {
    const path = await aFilledFile(20);
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(PAGE_BYTES, 0xa5), 0, PAGE_BYTES, page * PAGE_BYTES);
    const failure = await refusal(path);
    expect(failure.kind).toBe('corrupt');
    expect(failure.sentence).toMatch(/backup/);
  });

  it('is refused as it is, with a write-ahead log that belongs to it', async () => {
    const source = await aFilledFile(20);
    const store = await openOrThrow(source);
    await store.recordObservation(anObservation(), 99);
    const path = join(aFolder(), 'bot.db');
    copyFileSync(source, path);
    copyFileSync(`${source}-wal`, `${path}-wal`);
    await store.close();
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(PAGE_BYTES, 0xa5), 0, PAGE_BYTES, 12 * PAGE_BYTES);
    expect((await refusal(path)).kind).toBe('corrupt');
  });

  it('opens with the beginning of what was written where the log is cut at any point', async () => {
    const source = await aFilledFile(1);
    const store = await openOrThrow(source);
    for (let poll = 2; poll <= 9; poll += 1)
      await store.recordObservation(
        anObservation({ levels: storedLevels({ dataTimeMs: poll }) }),
        poll,
      );
    const folder = aFolder();
    const log = readFileSync(`${source}-wal`);
    const newest: number[] = [];
    for (let cut = 0; cut <= 16; cut += 1) {
      const path = join(folder, `${cut}.db`);
      copyFileSync(source, path);
      writeFileSync(`${path}-wal`, log);
      truncateSync(`${path}-wal`, Math.floor((log.length * cut) / 16));
      const cutStore = await openOrThrow(path);
      const levels = (await cutStore.latestLevels('BTC'))?.levels;
      newest.push(levels?.dataTimeMs ?? 0);
      expect(await cutStore.levelsAt('BTC', 1)).not.toBeNull();
      await cutStore.close();
    }
    await store.close();
    expect(newest).toEqual([...newest].sort((a, b) => a - b));
    expect([newest.at(0), newest.at(-1)]).toEqual([1, 9]);
  });
});

describe('a file of another make', () => {
  it('is refused where a newer version wrote it', async () => {
    const path = await aFilledFile(1);
    inDatabase(
      path,
      "INSERT INTO schema_migrations (version, name, checksum) VALUES (99, 'x', 'y')",
    );
    const failure = await refusal(path);
    expect(failure).toMatchObject({ kind: 'newer-schema', version: 99 });
    expect(failure.sentence).toMatch(new RegExp(`99.*up to ${installedMigrations().length}`));
  });

  it('is refused where a migration was edited after it was applied', async () => {
    const path = await aFilledFile(1);
    inDatabase(path, "UPDATE schema_migrations SET checksum = 'abcdef' WHERE version = 1");
    const failure = await refusal(path);
    expect(failure).toMatchObject({ kind: 'migration-changed', version: 1 });
    expect(failure.sentence).toContain('abcdef');
    expect(failure.sentence).toContain(installedMigrations()[0]?.checksum);
  });

  it('is refused where it is the database of another program', async () => {
    const path = join(aFolder(), 'bot.db');
    inDatabase(path, 'CREATE TABLE bookmarks (url TEXT)');
    expect((await refusal(path)).sentence).toMatch(/another program/);
  });

  it('is refused where the path is a folder, or goes through a file', async () => {
    const folder = aFolder();
    mkdirSync(join(folder, 'taken'));
    writeFileSync(join(folder, 'file'), '');
    for (const path of [join(folder, 'taken'), join(folder, 'file', 'bot.db')]) {
      const opened = await openStore({ path, log: aLog() });
      expect(opened).toMatchObject({ ok: false, failure: { kind: 'unreadable', path } });
    }
  });
});

describe('a protected place', () => {
  /** Root may write anywhere, so the test gives that up for a moment. */
  async function asAnybody<Value>(work: () => Promise<Value>): Promise<Value> {
    const user = process.geteuid?.() ?? 0;
    if (user !== 0) return work();
    process.seteuid?.(65_534);
    try {
      return await work();
    } finally {
      process.seteuid?.(user);
    }
  }

  it('is said to be read-only: an existing file, a new one in its folder, and the file alone', async () => {
    const path = await aFilledFile(1);
    const folder = join(path, '..');
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    const open = (file: string) => asAnybody(() => openStore({ path: file, log: aLog() }));
    const refused = (file: string) => ({ ok: false, failure: { kind: 'read-only', path: file } });
    const absent = join(folder, 'new.db');
    expect(await open(path)).toMatchObject(refused(path));
    expect(await open(absent)).toMatchObject(refused(absent));
    chmodSync(folder, 0o777);
    chmodSync(`${path}.lock`, 0o666);
    expect(await open(path)).toMatchObject(refused(path));
  });
});

describe('a full disk', () => {
  it('changes nothing, and the same write works when there is room', async () => {
    const path = join(aFolder(), 'bot.db');
    const engine = openEngine(path, aLog());
    for (const each of installedMigrations()) await applyMigration(engine, each);
    const store = sqliteStore(engine, RETENTION, () => {});
    onTestFinished(() => store.close());
    const { id: ruleId } = (await store.addRule(A_RULE, 0)).rule;
    const pages = Number(engine.sqlite.pragma('page_count', { simple: true }));
    engine.sqlite.pragma(`max_page_count = ${pages + 3}`);
    const profile = { spots: [], gexUsd: Array.from({ length: 20_000 }, (_, index) => index / 7) };
    const levels = storedLevels({ profile });
    const transitions = [{ ruleId, version: 0, state: aState({ episode: 1 }), outbox: [aRow()] }];
    const observation = anObservation({ levels, transitions });
    await expect(store.recordObservation(observation, 1)).rejects.toThrow(/full/);
    await expect(store.recordObservation(observation, 1)).rejects.toThrow(/full/);
    expect(await store.latestLevels('BTC')).toBeNull();
    expect((await store.rulesOfSymbol('BTC'))[0]?.version).toBe(0);
    expect(await store.claimDue(1, 10)).toEqual([]);
    engine.sqlite.pragma('max_page_count = 1000000');
    await store.recordObservation(observation, 1);
    expect((await store.latestLevels('BTC'))?.levels).toEqual(levels);
    expect(await store.claimDue(1, 10)).toHaveLength(1);
  });
});
