import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RETENTION } from '../../src/store/sqlite/retention.ts';
import type { Store } from '../../src/store/store.ts';
import { aStoredFile } from '../support/stored.ts';
import {
  A_RULE,
  anObservation,
  aQuotedChain,
  aRow,
  storedLevels,
} from '../support/stored-values.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 24, 12);

/** Records a poll so many days ago; returns its number. */
function poll(store: Store, daysAgo: number, { symbol = 'BTC', chain = aQuotedChain() } = {}) {
  const dataTimeMs = NOW_MS - daysAgo * DAY_MS;
  const levels = storedLevels({ symbol, dataTimeMs });
  return store.recordObservation(anObservation({ levels, chain }), dataTimeMs);
}

/** A chain that does not compress: about `bytes` bytes as a blob. */
function aBulkyChain(bytes: number) {
  const [contract] = aQuotedChain().contracts;
  if (contract === undefined) throw new Error('the builder made no contract');
  const instrument = randomBytes((bytes * 3) / 4).toString('base64');
  return aQuotedChain({ contracts: [{ ...contract, instrument }] });
}

async function levelsDaysAgo(store: Store, daysAgo: number) {
  const atMs = NOW_MS - daysAgo * DAY_MS;
  const found = await store.levelsAt('BTC', atMs);
  return found !== null && found.levels.dataTimeMs === atMs;
}

describe('what is past its time', () => {
  it('keeps chains for 90 days, then the last levels of each day for two years', async () => {
    const { store } = await aStoredFile();
    const days = [800, 731, 729, 95.1, 95.2, 91, 89, 0];
    const ids = new Map<number, number>();
    for (const daysAgo of [...days].sort((a, b) => b - a))
      ids.set(daysAgo, await poll(store, daysAgo));
    await store.prune(NOW_MS);
    const kept: number[] = [];
    for (const daysAgo of days) if (await levelsDaysAgo(store, daysAgo)) kept.push(daysAgo);
    expect(kept).toEqual([729, 95.1, 91, 89, 0]);
    const withChain: number[] = [];
    for (const [daysAgo, id] of ids) if ((await store.chain(id)) !== null) withChain.push(daysAgo);
    expect(withChain).toEqual([89, 0]);
  });

  it('never takes the newest poll of a symbol, however old', async () => {
    const { store } = await aStoredFile();
    await poll(store, 1_001, { symbol: 'ETH' });
    const id = await poll(store, 1_000, { symbol: 'ETH' });
    await poll(store, 0);
    await store.prune(NOW_MS);
    expect((await store.latestLevels('ETH'))?.snapshotId).toBe(id);
    expect(await store.chain(id)).not.toBeNull();
  });

  it('takes settled messages after 30 days, and never one that waits or that an edit needs', async () => {
    const { store } = await aStoredFile();
    const longAgoMs = NOW_MS - 31 * DAY_MS;
    for (const dedupeKey of ['gone', 'edited', 'waiting']) {
      await store.enqueue([aRow({ dedupeKey, channelId: dedupeKey })], null, longAgoMs);
      if (dedupeKey === 'waiting') continue;
      const [row] = await store.claimDue(longAgoMs, 1);
      await store.settle(row?.id ?? 0, { kind: 'sent', messageId: 'm' }, longAgoMs);
    }
    const edit = aRow({ dedupeKey: 'edit', channelId: 'edited', edits: 'edited' });
    await store.enqueue([edit], null, NOW_MS);
    expect((await store.prune(NOW_MS)).deleted).toBe(1);
    const keys = (await store.recentOutbox('guild', 10)).map(({ dedupeKey }) => dedupeKey);
    expect(keys).toEqual(['edit', 'waiting', 'edited']);
  });

  it('takes runs after 30 days, but not the latest of a job nor one that runs', async () => {
    const { store } = await aStoredFile();
    const run = async (job: string, daysAgo: number) => {
      const atMs = NOW_MS - daysAgo * DAY_MS;
      await store.beginRun(job, `${daysAgo}`, atMs);
      await store.endRun(job, `${daysAgo}`, 'done', null, atMs);
    };
    await run('poll', 40);
    await run('poll', 2);
    await run('rare', 50);
    await run('rare', 45);
    await store.beginRun('poll', 'still running', NOW_MS - 60 * DAY_MS);
    expect((await store.prune(NOW_MS)).deleted).toBe(2);
    expect((await store.latestRun('rare'))?.slot).toBe('45');
    expect(await store.beginRun('poll', '2', NOW_MS)).toBe(false);
    expect(await store.interruptRuns(NOW_MS)).toHaveLength(1);
  });

  it('keeps a bounded number of runs, the newest', async () => {
    const { store } = await aStoredFile({ ...RETENTION, runRowsMax: 10 });
    for (let slot = 1; slot <= 30; slot += 1) {
      await store.beginRun('poll', `${slot}`, NOW_MS + slot);
      await store.endRun('poll', `${slot}`, 'done', null, NOW_MS + slot);
    }
    expect((await store.prune(NOW_MS)).deleted).toBe(20);
    expect(await store.beginRun('poll', '21', NOW_MS)).toBe(false);
  });
});

describe('the disk budget', () => {
  const diskBytesMax = 6 * 1024 ** 2;

  it('holds: the file shrinks below it, oldest chains first, and levels stay', async () => {
    const { path, store } = await aStoredFile({ ...RETENTION, diskBytesMax });
    const { rule } = await store.addRule(A_RULE, NOW_MS);
    await store.enqueue([aRow()], null, NOW_MS - 80 * DAY_MS);
    const oldest = await poll(store, 80, { chain: aBulkyChain(20_000) });
    let recent = oldest;
    for (let daysAgo = 79; daysAgo >= 0; daysAgo -= 0.3)
      recent = await poll(store, daysAgo, { chain: aBulkyChain(20_000) });
    expect(statSync(path).size).toBeGreaterThan(diskBytesMax);
    const { deleted, bytes } = await store.prune(NOW_MS);
    expect(deleted).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(diskBytesMax);
    expect(statSync(path).size).toBe(bytes);
    expect(await store.chain(oldest)).toBeNull();
    expect(await levelsDaysAgo(store, 80)).toBe(true);
    expect(await store.chain(recent - 20)).not.toBeNull();
    expect((await store.outboxStatus()).counts.pending).toBe(1);
    expect(await store.rulesOfGuild('guild')).toEqual([rule]);
  });

  it('takes old levels too where the chains were not enough, and keeps the newest', async () => {
    const { store } = await aStoredFile({ ...RETENTION, diskBytesMax: 1 });
    for (const daysAgo of [3, 2, 1]) await poll(store, daysAgo);
    await store.prune(NOW_MS);
    expect(await store.levelsAt('BTC', NOW_MS - 2 * DAY_MS)).toBeNull();
    const newest = await store.latestLevels('BTC');
    expect(await store.chain(newest?.snapshotId ?? 0)).not.toBeNull();
  });
});
