import { describe, expect, it, onTestFinished } from 'vitest';
import type { Rule } from '../../src/core/alerts/rule.ts';
import { sentence } from '../../src/core/text/message.ts';
import type { OutboxRow, Store } from '../../src/store/store.ts';
import { DATA_TIME_MS } from '../support/market-view.ts';
import {
  A_RULE,
  anObservation,
  aQuotedChain,
  aRow,
  aState,
  storedLevels,
} from '../support/stored-values.ts';

const NOW_MS = DATA_TIME_MS + 5_000;
const DUE = { kind: 'retry', countsAsAttempt: true, reason: 'timeout' } as const;

function at<Value>(rows: readonly Value[], index = 0): Value {
  const row = rows[index];
  if (row === undefined) throw new Error(`there is no row ${index}`);
  return row;
}

/** What every store promises, whatever its engine; `open` gives an empty one. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  async function aStore(): Promise<Store> {
    const store = await open();
    onTestFinished(() => store.close());
    return store;
  }

  async function aRuleIn(store: Store, channelId: string): Promise<Rule> {
    return (await store.addRule({ ...A_RULE, channelId }, NOW_MS)).rule;
  }

  async function claimed(store: Store, nowMs = NOW_MS): Promise<readonly OutboxRow[]> {
    return store.claimDue(nowMs, 10);
  }

  describe(`${name}: snapshots`, () => {
    it('gives back levels and chain as they were observed', async () => {
      const store = await aStore();
      const observation = anObservation();
      const snapshotId = await store.recordObservation(observation, NOW_MS);
      expect(await store.latestLevels('BTC')).toEqual({ snapshotId, levels: observation.levels });
      expect(await store.chain(snapshotId)).toEqual(observation.chain);
    });

    it('knows nothing about a symbol or a snapshot it never saw', async () => {
      const store = await aStore();
      await store.recordObservation(anObservation(), NOW_MS);
      expect(await store.latestLevels('ETH')).toBeNull();
      expect(await store.levelsAt('BTC', DATA_TIME_MS - 1)).toBeNull();
      expect(await store.chain(99)).toBeNull();
    });

    it('goes by data time, not by the order of recording', async () => {
      const store = await aStore();
      for (const dataTimeMs of [2_000, 3_000, 1_000])
        await store.recordObservation(
          anObservation({ levels: storedLevels({ dataTimeMs }) }),
          NOW_MS,
        );
      expect((await store.latestLevels('BTC'))?.levels.dataTimeMs).toBe(3_000);
      expect((await store.levelsAt('BTC', 2_000))?.levels.dataTimeMs).toBe(2_000);
      expect((await store.levelsAt('BTC', 2_999))?.levels.dataTimeMs).toBe(2_000);
    });

    it('knows net gamma at the end of each UTC day before an instant, newest first, where it was shown', async () => {
      const store = await aStore();
      const day = 86_400_000;
      const polls = [
        { dataTimeMs: 0, gexUsd: 1 },
        { dataTimeMs: day - 1, gexUsd: 2 },
        { dataTimeMs: day, gexUsd: 3 },
        { dataTimeMs: 4 * day + 5, gexUsd: 5 },
        { dataTimeMs: 4 * day + 4, gexUsd: 4 },
        { dataTimeMs: 6 * day, gexUsd: 6 },
      ];
      for (const poll of polls)
        await store.recordObservation(anObservation({ levels: storedLevels(poll) }), NOW_MS);
      const withheld = { letter: 'D', reasons: ['half of it is missing'] } as const;
      const damaged = storedLevels({ dataTimeMs: 3 * day, gexUsd: 99, grade: withheld });
      await store.recordObservation(anObservation({ levels: damaged }), NOW_MS);
      const other = storedLevels({ symbol: 'ETH', dataTimeMs: 2 * day, gexUsd: 9 });
      await store.recordObservation(anObservation({ levels: other }), NOW_MS);
      expect(await store.dailyNetGamma('BTC', 6 * day, 10)).toEqual([5, 3, 2]);
      expect(await store.dailyNetGamma('BTC', 6 * day + 1, 10)).toEqual([6, 5, 3, 2]);
      expect(await store.dailyNetGamma('BTC', 6 * day, 3)).toEqual([5, 3]);
      expect(await store.dailyNetGamma('BTC', 0, 10)).toEqual([]);
      expect(await store.dailyNetGamma('SOL', 6 * day, 10)).toEqual([]);
    });

    it('refuses a figure that is not finite, and then keeps nothing of the poll', async () => {
      const store = await aStore();
      const { rule } = await store.addRule(A_RULE, NOW_MS);
      const transition = { ruleId: rule.id, version: 0, state: aState(), outbox: [aRow()] };
      const observation = anObservation({
        levels: storedLevels({ gexUsd: Number.NaN }),
        transitions: [transition],
      });
      await expect(store.recordObservation(observation, NOW_MS)).rejects.toThrow();
      expect(await store.latestLevels('BTC')).toBeNull();
      expect(at(await store.rulesOfSymbol('BTC')).version).toBe(0);
      expect((await store.outboxStatus()).counts.pending).toBe(0);
      await store.recordObservation({ ...observation, levels: storedLevels() }, NOW_MS);
      expect((await store.outboxStatus()).counts.pending).toBe(1);
    });
  });

  describe(`${name}: rules`, () => {
    it('starts a rule with no memory', async () => {
      const store = await aStore();
      const { rule } = await store.addRule(A_RULE, NOW_MS);
      expect(rule).toEqual({ ...A_RULE, id: rule.id });
      expect(await store.rulesOfSymbol('BTC')).toEqual([
        { rule, state: aState(), version: 0, openAlert: null },
      ]);
      expect(await store.rulesOfSymbol('ETH')).toEqual([]);
      expect(await store.rulesOfGuild('guild')).toEqual([rule]);
    });

    it('moves a rule on together with its messages', async () => {
      const store = await aStore();
      const { id: ruleId } = (await store.addRule(A_RULE, NOW_MS)).rule;
      const row = aRow();
      const state = aState({
        side: 'short',
        sinceMs: 5,
        lastOnSide: { atMs: 4, spot: 1.5, flip: 2.5 },
        pending: { side: 'long', count: 1, firstMs: 3, unbroken: { sinceMs: 3, lastMs: 4 } },
        episode: 1,
        open: { dedupeKey: row.dedupeKey, crossedMs: 2 },
        crossingsMs: [1, 2],
        mutedSinceMs: 6,
      });
      const transitions = [{ ruleId, version: 0, state, outbox: [row] }];
      await store.recordObservation(anObservation({ transitions }), NOW_MS);
      const [after] = await store.rulesOfSymbol('BTC');
      expect(after).toMatchObject({ state, version: 1, openAlert: row.message });
      expect(at(await claimed(store))).toMatchObject(row);
    });

    it('drops a transition whole where the rule moved on or is gone, and keeps the rest of the poll', async () => {
      const store = await aStore();
      const [first, second, gone] = [
        await aRuleIn(store, 'first'),
        await aRuleIn(store, 'second'),
        await aRuleIn(store, 'third'),
      ];
      await store.removeRule('guild', gone.id);
      const transition = (ruleId: number, version: number) => ({
        ruleId,
        version,
        state: aState({ episode: 1 }),
        outbox: [aRow({ dedupeKey: `rule ${ruleId}` })],
      });
      const transitions = [
        transition(first.id, 7),
        transition(gone.id, 0),
        transition(second.id, 0),
      ];
      await store.recordObservation(anObservation({ transitions }), NOW_MS);
      expect((await store.rulesOfSymbol('BTC')).map(({ version }) => version)).toEqual([0, 1]);
      const rows = await store.recentOutbox('guild', 10);
      expect(rows.map(({ dedupeKey }) => dedupeKey)).toEqual([`rule ${second.id}`]);
      expect(await store.latestLevels('BTC')).not.toBeNull();
    });

    it('moves rules on without a snapshot by the same guard, each with its messages or not at all', async () => {
      const store = await aStore();
      const [first, second] = [await aRuleIn(store, 'first'), await aRuleIn(store, 'second')];
      const transition = (ruleId: number, version: number) => ({
        ruleId,
        version,
        state: aState({ episode: version + 1 }),
        outbox: [aRow({ dedupeKey: `rule ${ruleId}, version ${version}` })],
      });
      const told = [transition(first.id, 0), transition(second.id, 3)];
      await store.recordTransitions(told, NOW_MS);
      await store.recordTransitions(told, NOW_MS);
      expect((await store.rulesOfSymbol('BTC')).map(({ version }) => version)).toEqual([1, 0]);
      const rows = await store.recentOutbox('guild', 10);
      expect(rows.map(({ dedupeKey }) => dedupeKey)).toEqual([`rule ${first.id}, version 0`]);
      expect(await store.latestLevels('BTC')).toBeNull();
      const broken = { ...transition(second.id, 0), state: aState({ sinceMs: Number.NaN }) };
      const both = [transition(first.id, 1), broken];
      await expect(store.recordTransitions(both, NOW_MS)).rejects.toThrow();
      expect((await store.rulesOfSymbol('BTC')).map(({ version }) => version)).toEqual([1, 0]);
    });

    it('keeps one rule a server, channel, kind and symbol, however many ask at once', async () => {
      const store = await aStore();
      const asked = await Promise.all(
        ['owner', 'another', 'third'].map((ownerId) =>
          store.addRule({ ...A_RULE, ownerId }, NOW_MS),
        ),
      );
      expect(asked.filter(({ isNew }) => isNew)).toHaveLength(1);
      const [kept] = await store.rulesOfGuild('guild');
      expect(asked.map(({ rule }) => rule)).toEqual([kept, kept, kept]);
      expect((await store.addRule({ ...A_RULE, symbol: 'ETH' }, NOW_MS)).isNew).toBe(true);
      expect((await store.addRule({ ...A_RULE, guildId: 'other' }, NOW_MS)).isNew).toBe(true);
    });

    it("removes a guild's own rule only", async () => {
      const store = await aStore();
      const { rule } = await store.addRule(A_RULE, NOW_MS);
      expect(await store.removeRule('another guild', rule.id)).toBe(false);
      expect(await store.removeRule('guild', rule.id)).toBe(true);
      expect(await store.removeRule('guild', rule.id)).toBe(false);
      expect(await store.rulesOfSymbol('BTC')).toEqual([]);
    });

    it('never gives the number of a removed rule to another, as old keys still name it', async () => {
      const store = await aStore();
      const { rule: removed } = await store.addRule(A_RULE, NOW_MS);
      await store.removeRule('guild', removed.id);
      expect((await store.addRule(A_RULE, NOW_MS)).rule.id).toBeGreaterThan(removed.id);
    });
  });

  describe(`${name}: summaries`, () => {
    const setting = {
      channelId: 'channel',
      guildId: 'guild',
      symbol: 'BTC',
      minuteOfDay: 510,
      zone: 'Europe/Berlin',
      setAtMs: NOW_MS,
    };

    it('keeps one for each channel and symbol, the last one set', async () => {
      const store = await aStore();
      const eth = { ...setting, symbol: 'ETH' };
      const later = { ...setting, minuteOfDay: 0, zone: 'UTC', setAtMs: NOW_MS + 1 };
      for (const each of [setting, eth, later]) await store.setSummary(each);
      expect(await store.summariesOfGuild('guild')).toEqual([later, eth]);
      expect(await store.allSummaries()).toEqual([later, eth]);
      expect(await store.summariesOfGuild('another guild')).toEqual([]);
    });

    it("leaves another guild's setting alone, also where it names the same channel", async () => {
      const store = await aStore();
      await store.setSummary(setting);
      await store.setSummary({ ...setting, guildId: 'another guild', minuteOfDay: 1 });
      expect(await store.summariesOfGuild('guild')).toEqual([setting]);
    });

    it("switches off a channel's summaries for its own guild only", async () => {
      const store = await aStore();
      await store.setSummary(setting);
      expect(await store.removeSummaries('another guild', 'channel')).toBe(0);
      expect(await store.removeSummaries('guild', 'channel')).toBe(1);
      expect(await store.allSummaries()).toEqual([]);
    });
  });

  describe(`${name}: feeds`, () => {
    const state = {
      kind: 'partial',
      status: 'holding',
      sinceMs: NOW_MS,
      detail: 'an expiry vanished',
      lastGoodMs: null,
      badPolls: 1,
      goodPolls: 1,
      goodSinceMs: NOW_MS + 5,
    } as const;
    const other = { ...state, kind: 'stale', status: 'suspected', lastGoodMs: 7 } as const;
    const feed = { symbol: 'BTC', states: [state, other], outbox: [aRow({ kind: 'notice' })] };

    it('keeps the newest states of each symbol, with their notices', async () => {
      const store = await aStore();
      await store.recordFeed(feed, NOW_MS);
      await store.recordFeed({ ...feed, symbol: 'ETH', states: [other] }, NOW_MS);
      expect(await store.feedStates('BTC')).toEqual([state, other]);
      expect(await store.feedStates('ETH')).toEqual([other]);
      expect(await store.recentOutbox('guild', 10)).toMatchObject(feed.outbox);
      await store.recordFeed({ symbol: 'BTC', states: [], outbox: [] }, NOW_MS);
      expect(await store.feedStates('BTC')).toEqual([]);
    });

    it('keeps them with the snapshot, or nothing of either', async () => {
      const store = await aStore();
      const levels = storedLevels({ gexUsd: Number.NaN });
      await expect(
        store.recordObservation(anObservation({ levels, feed }), NOW_MS),
      ).rejects.toThrow();
      const broken = { ...feed, outbox: [aRow({ expiresAtMs: Number.NaN })] };
      await expect(store.recordFeed(broken, NOW_MS)).rejects.toThrow();
      expect(await store.feedStates('BTC')).toEqual([]);
      expect(await store.recentOutbox('guild', 1)).toEqual([]);
      await store.recordObservation(anObservation({ feed }), NOW_MS);
      expect(await store.feedStates('BTC')).toEqual([state, other]);
    });

    it('knows one admin channel a guild, and which guilds use a symbol', async () => {
      const store = await aStore();
      const guilds = ['with alert', 'with summary', 'with both', 'with nothing', 'without channel'];
      for (const guildId of guilds) await store.setAdminChannel(guildId, `admin of ${guildId}`);
      await store.setAdminChannel('without channel', null);
      for (const guildId of ['with alert', 'with both', 'without channel', 'never set'])
        await store.addRule({ ...A_RULE, guildId }, NOW_MS);
      for (const guildId of ['with both', 'with summary'])
        await store.setSummary({
          ...{ guildId, channelId: 'c', symbol: 'BTC', zone: 'UTC' },
          minuteOfDay: 0,
          setAtMs: NOW_MS,
        });
      expect(await store.adminChannelsFor('BTC')).toEqual(
        ['with alert', 'with both', 'with summary'].map((guildId) => ({
          guildId,
          channelId: `admin of ${guildId}`,
        })),
      );
      expect(await store.adminChannelsFor('ETH')).toEqual([]);
      expect(await store.adminChannel('without channel')).toBeNull();
      expect(await store.adminChannel('with alert')).toBe('admin of with alert');
      expect(await store.adminChannel('never set')).toBeNull();
    });
  });

  describe(`${name}: servers that the bot left`, () => {
    const day = 86_400_000;
    const summary = {
      ...{ channelId: 'channel', guildId: 'guild', symbol: 'BTC', zone: 'UTC' },
      minuteOfDay: 0,
      setAtMs: NOW_MS,
    };

    async function aLeftStore(): Promise<Store> {
      const store = await aStore();
      for (const guildId of ['guild', 'stays']) {
        await store.addRule({ ...A_RULE, guildId }, NOW_MS);
        await store.setSummary({ ...summary, guildId });
        await store.setAdminChannel(guildId, 'admin');
        const row = aRow({ dedupeKey: guildId, guildId, channelId: guildId });
        await store.enqueue([row], null, NOW_MS);
      }
      await store.recordGuilds(['stays', 'unknown'], NOW_MS);
      return store;
    }

    const left = async (store: Store, guildId = 'guild') => [
      await store.rulesOfGuild(guildId),
      await store.summariesOfGuild(guildId),
      await store.recentOutbox(guildId, 10),
      await store.adminChannel(guildId),
    ];

    it('are forgotten a week after they were first missing, and the others are kept', async () => {
      const store = await aLeftStore();
      const before = await left(store, 'stays');
      await store.recordGuilds(['stays'], NOW_MS + 6 * day);
      await store.prune(NOW_MS + 7 * day);
      expect((await left(store))[0]).toHaveLength(1);
      await store.prune(NOW_MS + 7 * day + 1);
      expect(await left(store)).toEqual([[], [], [], null]);
      expect(await left(store, 'stays')).toEqual(before);
    });

    it('keep everything where they are back within the week', async () => {
      const store = await aLeftStore();
      const before = await left(store);
      await store.recordGuilds(['stays', 'guild'], NOW_MS + 6 * day);
      await store.prune(NOW_MS + 20 * day);
      expect(await left(store)).toEqual(before);
    });
  });

  describe(`${name}: outbox`, () => {
    it('takes a key once', async () => {
      const store = await aStore();
      expect(await store.enqueue([aRow(), aRow()], null, NOW_MS)).toBe(1);
      expect(await store.enqueue([aRow({ message: sentence('again') })], null, NOW_MS)).toBe(0);
      expect(at(await claimed(store)).message).toEqual(aRow().message);
      expect(await claimed(store)).toEqual([]);
    });

    it('gives a message the same nonce for ever: the start of the hash of its key', async () => {
      const store = await aStore();
      await store.enqueue([aRow({ dedupeKey: 'abc' })], null, NOW_MS);
      // SHA-256 of "abc" is a published test vector (FIPS 180-2, B.1).
      const vector = Buffer.from('ba7816bf8f01cfea414140de5dae2223b003', 'hex');
      expect(at(await claimed(store)).nonce).toBe(vector.toString('base64url'));
    });

    it('finishes the run in the same step as its messages', async () => {
      const store = await aStore();
      await store.beginRun('morning-summary', 'monday', NOW_MS);
      const run = { job: 'morning-summary', slot: 'monday' };
      await store.enqueue([aRow()], run, NOW_MS + 7);
      expect(await store.latestRun('morning-summary')).toEqual({
        ...run,
        state: 'done',
        startedAtMs: NOW_MS,
        endedAtMs: NOW_MS + 7,
        detail: null,
      });
      const broken = aRow({ dedupeKey: 'other', expiresAtMs: Number.NaN });
      await expect(
        store.enqueue([broken], { job: 'morning-summary', slot: 'tuesday' }, NOW_MS),
      ).rejects.toThrow();
      expect(await store.beginRun('morning-summary', 'tuesday', NOW_MS)).toBe(true);
    });

    it('hands out the oldest message of each channel, and the next only when that is settled', async () => {
      const store = await aStore();
      const rows = ['a1', 'b1', 'a2'].map((dedupeKey) =>
        aRow({ dedupeKey, channelId: dedupeKey.slice(0, 1) }),
      );
      await store.enqueue(rows, null, NOW_MS);
      const first = await claimed(store);
      expect(first.map(({ dedupeKey }) => dedupeKey)).toEqual(['a1', 'b1']);
      expect(at(first)).toMatchObject({ state: 'sending', firstTriedAtMs: NOW_MS });
      expect(await claimed(store)).toEqual([]);
      await store.settle(at(first).id, { kind: 'sent', messageId: 'm1' }, NOW_MS);
      expect((await claimed(store)).map(({ dedupeKey }) => dedupeKey)).toEqual(['a2']);
    });

    it('keeps a channel waiting behind a message that is tried again later, and no other channel', async () => {
      const store = await aStore();
      const rows = ['a1', 'a2', 'b1'].map((dedupeKey) =>
        aRow({ dedupeKey, channelId: dedupeKey.slice(0, 1) }),
      );
      await store.enqueue(rows, null, NOW_MS);
      const atMs = NOW_MS + 4_000.4;
      await store.settle(at(await claimed(store)).id, { ...DUE, atMs }, NOW_MS);
      expect(await claimed(store, NOW_MS + 3_999)).toEqual([]);
      expect((await store.outboxStatus()).nextAtMs).toBe(NOW_MS + 4_000);
      const [again] = await claimed(store, NOW_MS + 4_000);
      expect(again).toMatchObject({ dedupeKey: 'a1', attempts: 1, reason: 'timeout' });
    });

    it('counts only the attempts that are said to count', async () => {
      const store = await aStore();
      await store.enqueue([aRow()], null, NOW_MS);
      for (const countsAsAttempt of [false, true, false]) {
        const { id } = at(await claimed(store));
        await store.settle(id, { ...DUE, countsAsAttempt, atMs: NOW_MS }, NOW_MS);
      }
      expect(at(await claimed(store)).attempts).toBe(1);
    });

    it('hands out at most as many as asked for, those that wait longest first', async () => {
      const store = await aStore();
      for (const [waitMs, channelId] of [
        [3, 'a'],
        [1, 'b'],
        [2, 'c'],
      ] as const)
        await store.enqueue([aRow({ dedupeKey: channelId, channelId })], null, NOW_MS + waitMs);
      const order = [];
      for (let count = 0; count < 3; count += 1)
        order.push(...(await store.claimDue(NOW_MS + 10, 1)).map(({ channelId }) => channelId));
      expect(order).toEqual(['b', 'c', 'a']);
    });

    it('gives no row to two who ask at the same time', async () => {
      const store = await aStore();
      const rows = ['a', 'b', 'c'].map((key) => aRow({ dedupeKey: key, channelId: key }));
      await store.enqueue(rows, null, NOW_MS);
      const claims = await Promise.all([1, 2, 3, 4].map(() => store.claimDue(NOW_MS, 2)));
      const keys = claims.flat().map(({ dedupeKey }) => dedupeKey);
      expect(keys.sort()).toEqual(['a', 'b', 'c']);
    });

    it('tells an edit which message it changes, once that was sent', async () => {
      const store = await aStore();
      await store.enqueue(
        [aRow(), aRow({ dedupeKey: 'clear', edits: aRow().dedupeKey })],
        null,
        NOW_MS,
      );
      const alert = at(await claimed(store));
      expect(alert).toMatchObject({ editsState: null, editsMessageId: null });
      await store.settle(alert.id, { kind: 'sent', messageId: 'm1' }, NOW_MS);
      expect(at(await claimed(store))).toMatchObject({ editsState: 'sent', editsMessageId: 'm1' });
    });

    it('keeps the first outcome of a message and refuses a second', async () => {
      const store = await aStore();
      await store.enqueue([aRow()], null, NOW_MS);
      const { id } = at(await claimed(store));
      await store.settle(id, { kind: 'dead', reason: 'channel-deleted' }, NOW_MS);
      const second = { kind: 'sent', messageId: 'm1' } as const;
      await expect(store.settle(id, second, NOW_MS)).rejects.toThrow(/not being sent/);
      expect(at(await store.recentOutbox('guild', 1))).toMatchObject({
        state: 'dead',
        reason: 'channel-deleted',
        messageId: null,
      });
    });

    it('counts rows by state and says when the next one is due', async () => {
      const store = await aStore();
      const none = { pending: 0, sending: 0, sent: 0, dead: 0, expired: 0 };
      expect(await store.outboxStatus()).toEqual({ counts: none, nextAtMs: null });
      const rows = ['a1', 'b1', 'c1', 'd1', 'a2', 'd2'].map((dedupeKey) =>
        aRow({ dedupeKey, channelId: dedupeKey.slice(0, 1) }),
      );
      await store.enqueue(rows, null, NOW_MS);
      const [a, b, c] = await claimed(store);
      await store.settle(a?.id ?? 0, { kind: 'sent', messageId: 'm1' }, NOW_MS);
      await store.settle(b?.id ?? 0, { kind: 'dead', reason: 'gone' }, NOW_MS);
      await store.settle(c?.id ?? 0, { kind: 'expired', reason: 'too late' }, NOW_MS);
      const counts = { pending: 2, sending: 1, sent: 1, dead: 1, expired: 1 };
      expect(await store.outboxStatus()).toEqual({ counts, nextAtMs: NOW_MS });
      await store.claimDue(NOW_MS, 10);
      // What is left waits behind a row that is being sent: nothing is due.
      expect((await store.outboxStatus()).nextAtMs).toBeNull();
    });

    it('remembers what was being sent', async () => {
      const store = await aStore();
      await store.enqueue([aRow()], null, NOW_MS);
      expect(await store.unsettled()).toEqual([]);
      const rows = await claimed(store);
      expect(await store.unsettled()).toEqual(rows);
    });

    it("lists a guild's newest messages first", async () => {
      const store = await aStore();
      const rows = ['1', '2', '3'].map((dedupeKey) => aRow({ dedupeKey }));
      await store.enqueue([...rows, aRow({ dedupeKey: '4', guildId: 'other' })], null, NOW_MS);
      const recent = await store.recentOutbox('guild', 2);
      expect(recent.map(({ dedupeKey }) => dedupeKey)).toEqual(['3', '2']);
    });
  });

  describe(`${name}: runs`, () => {
    it('gives a slot once, whatever came of it', async () => {
      const store = await aStore();
      expect(await store.beginRun('poll', 's1', NOW_MS)).toBe(true);
      expect(await store.beginRun('poll', 's1', NOW_MS)).toBe(false);
      await store.endRun('poll', 's1', 'failed', 'no answer', NOW_MS + 1);
      expect(await store.beginRun('poll', 's1', NOW_MS)).toBe(false);
      expect(await store.beginRun('other', 's1', NOW_MS)).toBe(true);
      expect(await store.latestRun('poll')).toMatchObject({ state: 'failed', detail: 'no answer' });
    });

    it('knows the latest run of each job by its start', async () => {
      const store = await aStore();
      expect(await store.latestRun('poll')).toBeNull();
      for (const [job, slot, atMs] of [
        ['poll', 'a', 2],
        ['poll', 'b', 1],
        ['late', 'a', 3],
      ] as const)
        await store.beginRun(job, slot, atMs);
      expect((await store.latestRun('poll'))?.slot).toBe('a');
      const runs = await store.latestRuns();
      expect(runs.map(({ job, slot }) => [job, slot])).toEqual([
        ['late', 'a'],
        ['poll', 'a'],
      ]);
    });

    it('marks what a dead process left running, once', async () => {
      const store = await aStore();
      await store.beginRun('poll', 'a', NOW_MS);
      await store.beginRun('poll', 'b', NOW_MS);
      await store.endRun('poll', 'b', 'done', null, NOW_MS);
      const interrupted = await store.interruptRuns(NOW_MS + 9);
      expect(interrupted).toMatchObject([
        { slot: 'a', state: 'interrupted', endedAtMs: NOW_MS + 9 },
      ]);
      expect(await store.interruptRuns(NOW_MS + 9)).toEqual([]);
    });
  });

  describe(`${name}: hostile text`, () => {
    const texts = [
      `it's "quoted" \`and\` ticked`,
      "'); DROP TABLE outbox; --",
      'a\u0000b',
      '%_?1 $1 :name @p',
      '\u202eright to left\u2028',
      'x'.repeat(1_000_000),
    ];

    it.each(texts)('is kept letter by letter and runs nothing', async (text) => {
      const store = await aStore();
      const hostile = { ...A_RULE, guildId: text, roleId: text };
      const { rule } = await store.addRule(hostile, NOW_MS);
      const row = aRow({ dedupeKey: text, channelId: text, message: sentence(text) });
      await store.enqueue([row], { job: text, slot: text }, NOW_MS);
      const chain = aQuotedChain({ name: text });
      const levels = storedLevels({ symbol: text });
      const snapshotId = await store.recordObservation(anObservation({ chain, levels }), NOW_MS);
      expect(await store.rulesOfGuild(text)).toEqual([rule]);
      expect(at(await claimed(store))).toMatchObject(row);
      expect((await store.latestRun(text))?.slot).toBe(text);
      expect(await store.chain(snapshotId)).toEqual(chain);
      expect((await store.latestLevels(text))?.levels).toEqual(levels);
    });
  });
}
