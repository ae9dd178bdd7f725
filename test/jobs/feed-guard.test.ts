import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../src/core/chain/chain.ts';
import { fail, ok } from '../../src/core/result.ts';
import { ABOVE_USD, aPollStage, BELOW_USD, laterChain, POLL_MS } from '../support/poll-stage.ts';

const down = () => fail({ kind: 'http-status' as const, status: 503 });

/** The signal of a run whose deadline has passed, as the runner makes it. */
async function outOfTime(): Promise<AbortSignal> {
  const signal = AbortSignal.any([new AbortController().signal, AbortSignal.timeout(1)]);
  if (!signal.aborted) await once(signal, 'abort');
  return signal;
}

/** A server with an alert on BTC in one channel and an admin channel. */
async function aGuardedStage() {
  const stage = await aPollStage();
  await stage.store.setAdminChannel('guild', 'admin');
  return { ...stage, ...watched(stage) };
}

function watched(stage: Awaited<ReturnType<typeof aPollStage>>) {
  const told = async (kind: 'notice' | 'alert') => {
    const rows = await stage.store.recentOutbox('guild', 50);
    return rows
      .filter((row) => row.kind === kind)
      .map(({ message }) => message.content)
      .toReversed();
  };
  const pollCut = (spot: number, cut: (chain: QuotedChain) => QuotedChain) =>
    stage.poll(() => ok(cut(laterChain(stage.clock.nowMs() - 1_000, spot))));
  return {
    pollCut,
    notices: () => told('notice'),
    alerts: () => told('alert'),
  };
}

function withoutLastExpiry(chain: QuotedChain): QuotedChain {
  const interest = new Map<number, number>();
  for (const { expiryMs, openInterest } of chain.contracts)
    interest.set(expiryMs, (interest.get(expiryMs) ?? 0) + (openInterest ?? 0));
  const [largest] = [...interest].sort((a, b) => b[1] - a[1])[0] ?? [];
  return { ...chain, contracts: chain.contracts.filter(({ expiryMs }) => expiryMs !== largest) };
}

describe('a venue that is down', () => {
  it('is told once after three failed polls, and once with its length when it is back', async () => {
    const { poll, pollAt, notices, store } = await aGuardedStage();
    await pollAt(ABOVE_USD);
    await poll(down);
    await poll(down);
    expect(await notices()).toEqual([]);
    for (let times = 0; times < 10; times += 1) await poll(down);
    expect(await notices()).toEqual([
      expect.stringMatching(
        /^BTC: no data \(Deribit\), since \w{3} \d\d:\d\d UTC\. Alerts wait\.$/,
      ),
    ]);
    await pollAt(ABOVE_USD);
    expect(await notices()).toHaveLength(1);
    await pollAt(ABOVE_USD);
    expect((await notices()).slice(1)).toEqual([
      'BTC: no data (Deribit) over after 1 h. Alerts go on.',
    ]);
    expect(await store.feedStates('BTC')).toEqual([]);
    const [end, begin] = await store.recentOutbox('guild', 2);
    expect(begin?.message.embed?.lines.join('\n')).toContain('Deribit answered 503');
    expect([begin, end]).toMatchObject([{ channelId: 'admin' }, { channelId: 'admin' }]);
  });

  it('is told of no more often over a restart in the middle', async () => {
    const before = await aGuardedStage();
    await before.pollAt(ABOVE_USD);
    for (let times = 0; times < 4; times += 1) await before.poll(down);
    const stage = await aPollStage({ earlier: before });
    const after = watched(stage);
    for (let times = 0; times < 4; times += 1) await stage.poll(down);
    expect(await after.notices()).toHaveLength(1);
    await stage.pollAt(ABOVE_USD);
    const again = await aPollStage({ earlier: stage });
    await again.pollAt(ABOVE_USD);
    await again.pollAt(ABOVE_USD);
    expect(await after.notices()).toHaveLength(2);
    expect((await after.notices()).at(-1)).toContain('after 40 min');
  });

  it('is nobody’s news where no server has an admin channel, and still remembered', async () => {
    const { poll, store } = await aPollStage();
    for (let times = 0; times < 4; times += 1) await poll(down);
    expect(await store.recentOutbox('guild', 10)).toEqual([]);
    expect(await store.feedStates('BTC')).toMatchObject([{ kind: 'source-down' }]);
  });

  it('is told where its answers outlast the deadline of every poll, with and without a chain', async () => {
    const { poll, pollAt, clock, notices, store } = await aGuardedStage();
    await pollAt(ABOVE_USD);
    const before = await store.latestLevels('BTC');
    const late = await outOfTime();
    for (let times = 0; times < 2; times += 1)
      await poll(() => fail({ kind: 'stopped' as const }), late);
    const run = await poll(() => ok(laterChain(clock.nowMs() - 1_000, BELOW_USD)), late);
    expect(run).toMatchObject({
      state: 'failed',
      detail: "Deribit's answers took longer than the 45 s of a poll",
    });
    expect(await notices()).toEqual([expect.stringMatching(/^BTC: no data \(Deribit\), since/)]);
    expect(await store.latestLevels('BTC')).toEqual(before);
  });

  it('is not what a bot that stops sees', async () => {
    const { poll, store } = await aGuardedStage();
    for (let times = 0; times < 4; times += 1)
      await poll(() => fail({ kind: 'stopped' as const }), AbortSignal.abort());
    expect(await store.feedStates('BTC')).toEqual([]);
  });

  it('makes no alert of the first two good polls after it', async () => {
    const { poll, pollAt, alerts } = await aGuardedStage();
    for (const spot of [ABOVE_USD, ABOVE_USD, BELOW_USD]) await pollAt(spot);
    for (let times = 0; times < 4; times += 1) await poll(down);
    await pollAt(BELOW_USD);
    await pollAt(BELOW_USD);
    expect(await alerts()).toEqual([]);
    await pollAt(BELOW_USD);
    await pollAt(BELOW_USD);
    expect(await alerts()).toHaveLength(1);
  });
});

describe('data that stand still', () => {
  it('are stale from the last data on, and told once', async () => {
    const { poll, pollAt, clock, notices, store } = await aGuardedStage();
    await pollAt(ABOVE_USD);
    const dataMs = clock.nowMs() - 1_000;
    for (let times = 0; times < 8; times += 1) await poll(() => ok(laterChain(dataMs, ABOVE_USD)));
    expect(await notices()).toEqual([expect.stringMatching(/^BTC: stale data/)]);
    expect(await store.feedStates('BTC')).toMatchObject([{ kind: 'stale', sinceMs: dataMs }]);
    await pollAt(ABOVE_USD);
    await pollAt(ABOVE_USD);
    expect((await notices()).at(-1)).toMatch(/stale data .* over after 45 min/);
  });

  it('are frozen where only their time advances, and confirm no alert', async () => {
    const { pollAt, pollCut, alerts, notices } = await aGuardedStage();
    await pollAt(ABOVE_USD);
    await pollAt(ABOVE_USD);
    for (let times = 0; times < 5; times += 1) await pollCut(BELOW_USD, (chain) => chain);
    expect(await alerts()).toEqual([]);
    expect(await notices()).toEqual([expect.stringMatching(/^BTC: frozen numbers/)]);
  });
});

describe('a market polled every second', () => {
  it('may stand still for some seconds', async () => {
    const { poll, clock, store } = await aPollStage({ pollMs: 1_000 });
    for (let second = 0; second < 6; second += 1)
      await poll(() => ok(laterChain(clock.nowMs() - 100, ABOVE_USD)));
    expect((await store.latestLevels('BTC'))?.levels.dataTimeMs).toBe(clock.nowMs() - 100);
    expect(await store.feedStates('BTC')).toEqual([]);
  });
});

describe('a chain of which an expiry vanished', () => {
  it('holds alerts back until it has been back for two polls', async () => {
    const { pollAt, pollCut, alerts, notices } = await aGuardedStage();
    await pollAt(ABOVE_USD);
    await pollAt(ABOVE_USD);
    for (let times = 0; times < 6; times += 1)
      await pollCut(BELOW_USD + times / 100, withoutLastExpiry);
    expect(await alerts()).toEqual([]);
    expect(await notices()).toEqual([expect.stringMatching(/^BTC: part of the chain missing/)]);
    for (let times = 0; times < 2; times += 1) await pollAt(BELOW_USD);
    expect(await notices()).toHaveLength(2);
    expect(await alerts()).toEqual([]);
    for (let times = 0; times < 2; times += 1) await pollAt(BELOW_USD);
    expect(await alerts()).toHaveLength(1);
  });
});

describe('a price that jumps', () => {
  it.each([0.7, 10, 0.01])('by ×%d is held until the next poll confirms it', async (factor) => {
    const { pollAt, alerts, notices, store } = await aGuardedStage();
    for (let times = 0; times < 3; times += 1) await pollAt(ABOVE_USD);
    await pollAt(ABOVE_USD * factor);
    for (let times = 0; times < 4; times += 1) await pollAt(ABOVE_USD);
    expect(await alerts()).toEqual([]);
    expect(await notices()).toEqual([
      expect.stringMatching(/^BTC: unconfirmed jump of the price \(Deribit\), since/),
      expect.stringMatching(/^BTC: unconfirmed jump of the price \(Deribit\) over after/),
    ]);
    expect(await store.feedStates('BTC')).toEqual([]);
  });
});

describe('two faults in one poll', () => {
  it('are one notice', async () => {
    const { pollAt, pollCut, notices } = await aGuardedStage();
    await pollAt(ABOVE_USD);
    await pollCut(ABOVE_USD * 10, (chain) => ({ ...chain, invalidRows: 1_000 }));
    expect(await notices()).toEqual([
      expect.stringMatching(/^BTC: unconfirmed jump of the price, contradicting rows/),
    ]);
  });
});

describe('a notice', () => {
  it('expires like an alert while Discord is away', async () => {
    const { poll, clock, store } = await aGuardedStage();
    for (let times = 0; times < 3; times += 1) await poll(down);
    const [row] = await store.recentOutbox('guild', 1);
    expect((row?.expiresAtMs ?? 0) - clock.nowMs()).toBe(12 * POLL_MS);
  });
});
