import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../src/core/result.ts';
import { runDue } from '../support/job-stage.ts';
import { ABOVE_USD, aPollStage, BELOW_USD, laterChain, POLL_MS } from '../support/poll-stage.ts';

describe('polling a market', () => {
  it('puts one alert into the outbox when two polls in a row stand below the flip', async () => {
    const { pollAt, sentences } = await aPollStage();
    for (const spot of [ABOVE_USD, ABOVE_USD, BELOW_USD]) await pollAt(spot);
    expect(await sentences()).toEqual([]);
    for (const spot of [BELOW_USD, BELOW_USD, BELOW_USD]) await pollAt(spot);
    expect(await sentences()).toEqual([
      expect.stringMatching(/^BTC fell through its gamma flip.*: 89,000 vs/),
    ]);
  });

  it('says why there are no data, keeps the last ones, and goes on when the venue is back', async () => {
    const { store, poll, pollAt } = await aPollStage();
    await pollAt(ABOVE_USD);
    const before = await store.latestLevels('BTC');
    const run = await poll(() => fail({ kind: 'timeout', deadlineMs: 10_000 }));
    expect(run).toMatchObject({ state: 'failed', detail: 'Deribit did not answer within 10 s' });
    expect(await store.latestLevels('BTC')).toEqual(before);
    expect(await pollAt(ABOVE_USD)).toMatchObject({ state: 'done' });
  });

  it('does not alert on data older than three polls, however clear the crossing', async () => {
    const { pollAt, sentences } = await aPollStage();
    await pollAt(ABOVE_USD, 1_000);
    await pollAt(ABOVE_USD, 1_000);
    for (let poll = 0; poll < 4; poll += 1) await pollAt(BELOW_USD, 3 * POLL_MS + 1_000);
    expect(await sentences()).toEqual([]);
  });

  it('does not alert on a book of which less than nine tenths can be used', async () => {
    const { clock, poll, pollAt, sentences } = await aPollStage();
    await pollAt(ABOVE_USD);
    await pollAt(ABOVE_USD);
    const partial = () => {
      const chain = laterChain(clock.nowMs() - 1_000, BELOW_USD);
      const contracts = chain.contracts.map((contract, index) =>
        index % 5 === 0 ? { ...contract, iv: null } : contract,
      );
      return ok({ ...chain, contracts });
    };
    for (let times = 0; times < 3; times += 1)
      expect((await poll(partial))?.detail).toContain('alerts: partial');
    expect(await sentences()).toEqual([]);
  });

  it('says what was assumed about data that were good enough to use', async () => {
    const { clock, poll } = await aPollStage();
    const reason = '120 vols come from quotes';
    const chain = laterChain(clock.nowMs() - 1_000, ABOVE_USD);
    const caveats = [{ kind: 'vols-from-quotes' as const, reason }];
    const run = await poll(() => ok({ ...chain, caveats }));
    expect(run?.detail).toMatch(/open contracts used; 120 vols come from quotes$/);
  });

  it('takes the same data served again for no reading', async () => {
    const { store, clock, poll, sentences } = await aPollStage();
    const frozen = (spot: number, asOfMs: number) => () => ok(laterChain(asOfMs, spot));
    await poll(frozen(ABOVE_USD, clock.nowMs() + 60_000));
    await poll(frozen(ABOVE_USD, clock.nowMs() + 60_000));
    const asOfMs = clock.nowMs() + 61_000;
    await poll(frozen(BELOW_USD, asOfMs));
    const before = await store.latestLevels('BTC');
    expect((await poll(frozen(BELOW_USD, asOfMs)))?.detail).toContain('no newer data');
    expect(await store.latestLevels('BTC')).toEqual(before);
    expect(await sentences()).toEqual([]);
  });

  it('refuses data stamped ahead of the clock, so that they cannot pass for fresh later', async () => {
    const { store, pollAt } = await aPollStage();
    await pollAt(ABOVE_USD);
    const before = await store.latestLevels('BTC');
    expect(await pollAt(ABOVE_USD, -86_400_000)).toMatchObject({ state: 'failed' });
    expect(await store.latestLevels('BTC')).toEqual(before);
    expect(await pollAt(ABOVE_USD)).toMatchObject({ state: 'done' });
  });

  it('goes on after the clock was once far ahead', async () => {
    const { store, clock, pollAt } = await aPollStage();
    const aheadMs = 2 * 86_400_000;
    clock.atMs += aheadMs;
    await pollAt(ABOVE_USD, aheadMs + 1_000);
    clock.atMs -= aheadMs;
    await pollAt(ABOVE_USD);
    expect((await store.latestLevels('BTC'))?.levels.dataTimeMs).toBe(clock.atMs - 1_000);
  });

  it('polls once a cadence, however often it is looked for', async () => {
    const { store, clock, job, pollAt } = await aPollStage();
    await pollAt(ABOVE_USD);
    clock.atMs = Math.floor(clock.atMs / POLL_MS) * POLL_MS + 1_000;
    for (let second = 0; second < 100; second += 1) {
      clock.atMs += 1_000;
      expect(await runDue(job, store, clock.nowMs())).toEqual([]);
    }
  });
});
