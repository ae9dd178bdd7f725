import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/sqlite/open.ts';
import { aFolder, aLog, openOrThrow } from '../support/stored.ts';
import { A_RULE, anObservation, aRow, aState } from '../support/stored-values.ts';

describe('a single value that no longer reads', () => {
  /** A store whose file was changed by hand before it was opened again. */
  async function tampered(sql: string) {
    const path = join(aFolder(), 'bot.db');
    const first = await openOrThrow(path);
    await first.addRule(A_RULE, 0);
    const rows = ['a', 'b'].map((dedupeKey) => aRow({ dedupeKey }));
    const transitions = [{ ruleId: 1, version: 0, state: aState({ episode: 1 }), outbox: rows }];
    await first.recordObservation(anObservation({ transitions }), 1);
    await first.close();
    const database = new Database(path);
    database.exec(sql);
    database.close();
    const log = aLog();
    const opened = await openStore({ path, log });
    if (!opened.ok) throw new Error(opened.failure.kind);
    onTestFinished(() => opened.value.close());
    return { store: opened.value, log };
  }

  it('is reported, and levels count as absent', async () => {
    const { store, log } = await tampered(`UPDATE levels SET levels = '{"symbol":"BTC"}'`);
    expect(await store.latestLevels('BTC')).toBeNull();
    expect(log.lines).toMatchObject([{ fields: { table: 'levels', id: 1 } }]);
  });

  it('is reported, and a chain counts as absent', async () => {
    const { store, log } = await tampered("UPDATE snapshots SET chain = x'0102030405060708'");
    expect(await store.chain(1)).toBeNull();
    expect(log.lines).toMatchObject([{ fields: { table: 'snapshots', id: 1 } }]);
  });

  it('is reported, and a rule starts anew without using an episode twice', async () => {
    const { store, log } = await tampered("UPDATE rule_states SET state = '{'");
    const [rule] = await store.rulesOfSymbol('BTC');
    expect(rule).toMatchObject({ version: 1, state: aState({ episode: 1 }) });
    expect(log.lines).toMatchObject([{ fields: { table: 'rule_states', id: 1 } }]);
  });

  it('is reported, and a message ends as dead while the next of its channel goes out', async () => {
    const { store, log } = await tampered(
      `UPDATE outbox SET message = '[]' WHERE dedupe_key = 'a'`,
    );
    expect(await store.claimDue(1, 10)).toEqual([]);
    expect((await store.claimDue(1, 10)).map(({ dedupeKey }) => dedupeKey)).toEqual(['b']);
    expect((await store.outboxStatus()).counts).toMatchObject({ dead: 1, sending: 1 });
    expect(log.lines).toMatchObject([{ fields: { table: 'outbox', id: 1 } }]);
  });
});
