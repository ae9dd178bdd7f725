import { describe, expect, it, onTestFinished } from 'vitest';
import type { DeliveryOutcome } from '../../src/core/delivery/outcome.ts';
import { sentence } from '../../src/core/text/message.ts';
import { createDeliverOutbox } from '../../src/jobs/deliver-outbox.ts';
import { aClock, aNotifier, runDue, type Sent } from '../support/job-stage.ts';
import { openOrThrow } from '../support/stored.ts';
import { aRow } from '../support/stored-values.ts';

const START_MS = Date.parse('2026-11-24T08:00:00Z');
const MINUTE_MS = 60_000;

async function aStage(
  answer?: (sent: Sent) => Promise<DeliveryOutcome> | DeliveryOutcome | undefined,
) {
  const store = await openOrThrow(':memory:');
  onTestFinished(() => store.close());
  const clock = aClock(START_MS);
  const { notifier, visible } = aNotifier(answer);
  let refusals = 0;
  const job = createDeliverOutbox({
    store,
    notifier,
    clock,
    jitter: () => 0,
    onUnauthorized: () => {
      refusals += 1;
    },
  });
  const put = (key: string, channelId: string) =>
    store.enqueue(
      [
        aRow({
          dedupeKey: key,
          channelId,
          message: sentence(`BTC ${key}.`),
          expiresAtMs: START_MS + 60 * MINUTE_MS,
        }),
      ],
      null,
      clock.nowMs(),
    );
  const contents = () => visible.map(({ content }) => content);
  return { store, clock, notifier, job, put, contents, refusals: () => refusals };
}

describe('delivering the outbox', () => {
  it('sends what waits, once, and in the order of each channel', async () => {
    const { store, clock, job, put, contents } = await aStage();
    await put('one', 'a');
    await put('two', 'a');
    await put('three', 'b');
    for (let round = 0; round < 4; round += 1) await runDue(job, store, clock.nowMs());
    expect(contents().filter((content) => content !== 'BTC three.')).toEqual([
      'BTC one.',
      'BTC two.',
    ]);
    expect(contents()).toHaveLength(3);
  });

  it('keeps order when the first of a channel has to wait, and lets other channels go on', async () => {
    let isLimited = true;
    const { store, clock, job, put, contents } = await aStage(({ content }) =>
      isLimited && content === 'BTC one.'
        ? { kind: 'rate-limited', retryAfterMs: 5_000, scope: 'channel' }
        : undefined,
    );
    await put('one', 'a');
    await put('two', 'a');
    await put('three', 'b');
    await runDue(job, store, clock.nowMs());
    await runDue(job, store, clock.nowMs());
    expect(contents()).toEqual(['BTC three.']);
    isLimited = false;
    clock.atMs += 5_001;
    await runDue(job, store, clock.nowMs());
    await runDue(job, store, clock.nowMs());
    expect(contents()).toEqual(['BTC three.', 'BTC one.', 'BTC two.']);
  });

  it('pauses every channel while Discord limits the whole bot, and loses nothing', async () => {
    let isLimited = true;
    const { store, clock, job, put, contents } = await aStage(() =>
      isLimited ? { kind: 'rate-limited', retryAfterMs: 30_000, scope: 'all' } : undefined,
    );
    await put('one', 'a');
    await runDue(job, store, clock.nowMs());
    await put('two', 'b');
    isLimited = false;
    expect(await runDue(job, store, clock.nowMs())).toEqual([]);
    clock.atMs += 30_001;
    await runDue(job, store, clock.nowMs());
    expect(contents().toSorted()).toEqual(['BTC one.', 'BTC two.']);
  });

  it('tells the admin channel once of a channel that is refused, and again after it was open', async () => {
    let isForbidden = true;
    const { store, clock, job, put, contents } = await aStage(({ content }) =>
      isForbidden && content.startsWith('BTC') ? { kind: 'forbidden', code: 50_013 } : undefined,
    );
    await store.setAdminChannel('guild', 'admin');
    const rounds = async (count: number) => {
      for (let round = 0; round < count; round += 1) {
        await runDue(job, store, clock.nowMs());
        clock.atMs += 6 * MINUTE_MS;
      }
    };
    await put('one', 'a');
    await put('two', 'b');
    await rounds(4);
    const notices = () => contents().filter((content) => !content.startsWith('BTC'));
    expect(notices()).toHaveLength(2);
    isForbidden = false;
    await rounds(2);
    expect(contents()).toContain('BTC one.');
    isForbidden = true;
    await put('three', 'a');
    await rounds(2);
    expect(notices()).toHaveLength(3);
  });

  it('tells once of a channel that is gone, however many messages were for it', async () => {
    const { store, clock, job, put, contents } = await aStage(({ content }) =>
      content.startsWith('BTC') ? { kind: 'gone', code: 10_003 } : undefined,
    );
    await store.setAdminChannel('guild', 'admin');
    for (const key of ['one', 'two', 'three']) await put(key, 'a');
    for (let round = 0; round < 5; round += 1) await runDue(job, store, clock.nowMs());
    expect((await store.outboxStatus()).counts).toMatchObject({ dead: 3, sent: 1 });
    expect(contents()).toHaveLength(1);
  });

  it('does not tell the admin channel that it is refused itself', async () => {
    const { store, clock, job, put } = await aStage(() => ({ kind: 'forbidden', code: 50_001 }));
    await store.setAdminChannel('guild', 'a');
    await put('one', 'a');
    await runDue(job, store, clock.nowMs());
    expect(await store.recentOutbox('guild', 10)).toHaveLength(1);
  });

  it('marks nothing dead when the token is refused, and calls for a person', async () => {
    const { store, clock, job, put, refusals } = await aStage(() => ({ kind: 'unauthorized' }));
    await put('one', 'a');
    await runDue(job, store, clock.nowMs());
    expect(refusals()).toBe(1);
    expect((await store.outboxStatus()).counts).toMatchObject({ pending: 1, dead: 0, sending: 0 });
  });

  it('repeats an attempt whose answer was lost until it is known, and shows it once', async () => {
    const answers: DeliveryOutcome[] = [
      { kind: 'ambiguous', detail: 'reset' },
      { kind: 'ambiguous', detail: 'timeout' },
    ];
    const { store, clock, job, put, contents } = await aStage(() => answers.shift());
    await put('one', 'a');
    for (let minute = 0; minute < 3; minute += 1) {
      await runDue(job, store, clock.nowMs());
      clock.atMs += MINUTE_MS;
    }
    expect(contents()).toEqual(['BTC one.']);
    expect((await store.outboxStatus()).counts.sent).toBe(1);
  });

  it('gives up at the expiry, with the reason on record', async () => {
    const { store, clock, job, put } = await aStage(() => ({ kind: 'ambiguous', detail: 'reset' }));
    await put('one', 'a');
    for (let minute = 0; minute < 62; minute += 1) {
      await runDue(job, store, clock.nowMs());
      clock.atMs += MINUTE_MS;
    }
    const [row] = await store.recentOutbox('guild', 1);
    expect(row).toMatchObject({ state: 'expired' });
    expect(row?.reason).toBeTruthy();
  });

  it('does not send what waited past its time while the bot was down', async () => {
    const { store, clock, job, put, contents } = await aStage();
    await put('one', 'a');
    clock.atMs += 4 * 60 * MINUTE_MS;
    await runDue(job, store, clock.nowMs());
    expect(contents()).toEqual([]);
    expect((await store.outboxStatus()).counts.expired).toBe(1);
  });

  it('goes on by itself when an outcome could not be written down', async () => {
    const { store, clock, notifier, put, contents } = await aStage();
    await put('one', 'a');
    await put('two', 'a');
    let failures = 1;
    const fullDisk: typeof store = {
      ...store,
      settle(...settlement) {
        failures -= 1;
        return failures >= 0
          ? Promise.reject(new Error('disk is full'))
          : store.settle(...settlement);
      },
    };
    const job = createDeliverOutbox({
      store: fullDisk,
      notifier,
      clock,
      jitter: () => 0,
      onUnauthorized: () => {},
    });
    await expect(runDue(job, store, clock.nowMs())).rejects.toThrow('disk is full');
    for (let round = 0; round < 3; round += 1) await runDue(job, store, clock.nowMs() + round);
    expect(contents()).toEqual(['BTC one.', 'BTC two.']);
  });

  it('looks before it repeats an attempt that is older than the nonce is remembered', async () => {
    const lost: DeliveryOutcome = { kind: 'ambiguous', detail: 'reset' };
    const { store, clock, job, put, contents, notifier } = await aStage();
    await put('one', 'a');
    const forgetful = createDeliverOutbox({
      store,
      clock,
      jitter: () => 0,
      onUnauthorized: () => {},
      // Accepts, and the answer is lost.
      notifier: {
        ...notifier,
        post: (...request) => notifier.post(...request).then(() => lost),
      },
    });
    await runDue(forgetful, store, clock.nowMs());
    clock.atMs += 15 * MINUTE_MS;
    const refusing = { ...notifier, post: () => Promise.reject(new Error('posted twice')) };
    const later = createDeliverOutbox({
      store,
      clock,
      jitter: () => 0,
      onUnauthorized: () => {},
      notifier: refusing,
    });
    await runDue(later, store, clock.nowMs());
    expect(contents()).toEqual(['BTC one.']);
    expect((await store.outboxStatus()).counts.sent).toBe(1);
    expect(await runDue(job, store, clock.nowMs())).toEqual([]);
  });

  it('drops an edit whose message never came, and says why', async () => {
    const { store, clock, job } = await aStage(() => ({ kind: 'gone', code: 10_003 }));
    await store.enqueue(
      [
        aRow({ dedupeKey: 'alert', expiresAtMs: START_MS + MINUTE_MS }),
        aRow({ dedupeKey: 'alert:over', edits: 'alert', expiresAtMs: START_MS + MINUTE_MS }),
      ],
      null,
      START_MS,
    );
    await runDue(job, store, clock.nowMs());
    await runDue(job, store, clock.nowMs());
    const rows = await store.recentOutbox('guild', 2);
    expect(rows.map(({ state }) => state)).toEqual(['dead', 'dead']);
    expect(rows[0]?.reason).toContain('never sent');
  });
});

describe('recovering an interrupted delivery', () => {
  const interrupted = async (downMs: number, wasPosted: boolean) => {
    const stage = await aStage();
    await stage.put('one', 'a');
    const [row] = await stage.store.claimDue(START_MS, 1);
    if (row === undefined) throw new Error('nothing was claimed');
    const options = { nonce: row.nonce, silent: false, mentionRoleId: null };
    if (wasPosted) await stage.notifier.post('a', row.message, options, AbortSignal.timeout(1_000));
    stage.clock.atMs += downMs;
    await runDue(stage.job, stage.store, stage.clock.nowMs());
    return stage;
  };

  it.each([
    { downMs: 10_000, wasPosted: true, when: 'soon after, when Discord had accepted it' },
    { downMs: 10_000, wasPosted: false, when: 'soon after, when it never left' },
    { downMs: 20 * MINUTE_MS, wasPosted: true, when: 'long after, when Discord had accepted it' },
    { downMs: 20 * MINUTE_MS, wasPosted: false, when: 'long after, when it never left' },
  ])('ends with exactly one message $when', async ({ downMs, wasPosted }) => {
    const { store, contents } = await interrupted(downMs, wasPosted);
    expect(contents()).toEqual(['BTC one.']);
    expect((await store.outboxStatus()).counts.sent).toBe(1);
  });
});
