// F19: the same body for ever, a time that stands still while numbers move, a time in the future, open interest of
// the day before, a session that was filed under the next day's date.
// Promise: data are stale from their own time on, in answers and in /status, and no rule is judged on them (P7); one
// good poll between two bad ones is no recovery: each fault is told once at its start and once at its end (P11).
// Method: the real markets and poll on the practice exchange, whose price crosses the flip meanwhile; the recorded copy
// of an old session over loopback.
import { describe, expect, it, onTestFinished } from 'vitest';
import { levelsWhenRead } from '../../src/core/exposure/grade.ts';
import { createPollMarket } from '../../src/jobs/poll-market.ts';
import { createCboeMarket } from '../../src/markets/cboe/index.ts';
import { createMarketRegistry } from '../../src/markets/registry.ts';
import { aClock, runDue } from '../support/job-stage.ts';
import { aLoopbackVenue, json } from '../support/loopback-venue.ts';
import { dailyDocument, recordedNames } from '../support/recorded-cboe.ts';
import { openOrThrow } from '../support/stored.ts';
import { A_RULE } from '../support/stored-values.ts';
import { aVenueStage, WIRES } from '../support/venue-stage.ts';

const POLL_MS = 300_000;
/** Data are stale once they are three polls older than the venue says that they are. */
const POLLS_TO_STALE = 4;

describe.each(WIRES)('data of $venueName that stand still', (wire) => {
  const { symbol, venueName } = wire;
  const began = `${symbol}: stale data`;

  it.each(['frozen-body', 'frozen-timestamp'] as const)(
    'by %s are stale since their own time, are told once, and alert nobody',
    async (how) => {
      const stage = await aVenueStage(wire, { pollMs: POLL_MS });
      await stage.polls(2);
      const last = await stage.latest();
      stage.breakWith({ fault: 'F19', how });
      stage.hold('below');
      const runs = await stage.polls(POLLS_TO_STALE + 1);
      expect(runs.at(-1)?.detail).toMatch(/^no newer data than 2026-11-24T1\d:\d\d/);
      const [state, ...others] = await stage.store.feedStates(symbol);
      expect(others).toEqual([]);
      const stored = await stage.latest();
      expect(state).toMatchObject({ kind: 'stale', sinceMs: stored?.dataTimeMs });
      if (how === 'frozen-body') expect(stored).toEqual(last);
      const [head, ...lines] = await stage.statusLines();
      expect(head).toMatch(`No fresh data for ${symbol}: alerts wait`);
      expect(lines.join(' ')).toMatch(/\*\*stale\*\*.*stale data\*\* since/);
      expect(await stage.notices()).toEqual([expect.stringMatching(`^${began} .*Alerts wait\\.$`)]);
      expect(await stage.alerts()).toEqual([]);
    },
  );

  it('are not over with one good answer between, and are told once when they move again', async () => {
    const stage = await aVenueStage(wire, { pollMs: POLL_MS });
    await stage.polls(2);
    stage.breakWith({ fault: 'F19', how: 'frozen-body' });
    stage.hold('below');
    await stage.polls(POLLS_TO_STALE);
    stage.exchange.clearFaults();
    await stage.poll();
    stage.breakWith({ fault: 'F19', how: 'frozen-body' });
    await stage.polls(POLLS_TO_STALE);
    expect(await stage.notices()).toEqual([expect.stringMatching(`^${began} .*Alerts wait\\.$`)]);

    stage.exchange.clearFaults();
    await stage.polls(2);
    expect((await stage.notices()).slice(1)).toEqual([
      expect.stringMatching(`^${began} \\(${venueName}\\) over after .*Alerts go on\\.$`),
    ]);
    expect(await stage.alerts()).toEqual([]);
    await stage.polls(2);
    expect(await stage.alerts()).toHaveLength(1);
    expect(await stage.notices()).toHaveLength(2);
  });

  it('by an hour ahead of our clock are refused, told after the second, and over after two good polls', async () => {
    const stage = await aVenueStage(wire, { pollMs: POLL_MS });
    await stage.polls(2);
    const last = await stage.latest();
    stage.breakWith({ fault: 'F19', how: 'future-timestamp' });
    expect(await stage.poll()).toMatchObject({
      state: 'failed',
      detail: expect.stringMatching(/stamped \d\d min ahead of this machine's clock/),
    });
    expect(await stage.notices()).toEqual([]);
    await stage.polls(2);
    expect(await stage.notices()).toEqual([
      expect.stringMatching(`^${symbol}: data from the future`),
    ]);
    expect((await stage.statusLines()).join('\n')).toMatch(/data from the future\*\* since/);
    expect(await stage.latest()).toEqual(last);
    stage.exchange.clearFaults();
    await stage.polls(2);
    expect(await stage.notices()).toHaveLength(2);
    expect(await stage.store.feedStates(symbol)).toEqual([]);
  });
});

describe.each(WIRES)('open interest of the day before from $venueName', (wire) => {
  const { symbol } = wire;

  it('is told, lowers the grade, and alerts nobody until today’s is there', async () => {
    const stage = await aVenueStage(wire, { pollMs: POLL_MS });
    await stage.poll();
    stage.clock.advance(24 * 3_600_000 - POLL_MS);
    stage.breakWith({ fault: 'F19', how: 'yesterdays-open-interest' });
    const { detail } = await stage.poll();
    const reason = 'open interest is that of a day ago in every contract';
    expect(detail).toContain(`alerts: low-grade; `);
    expect(detail).toContain(reason);
    expect((await stage.latest())?.grade).toMatchObject({ letter: 'C', reasons: [reason] });
    expect(await stage.notices()).toEqual([
      expect.stringMatching(`^${symbol}: open interest of the day before .*Alerts wait\\.$`),
    ]);
    expect((await stage.statusLines()).join(' ')).toContain(reason);
    stage.exchange.clearFaults();
    await stage.polls(2);
    expect((await stage.latest())?.grade.letter).toBe('A');
    expect(await stage.notices()).toHaveLength(2);
    expect(await stage.store.feedStates(symbol)).toEqual([]);
  });
});

const COPY = 'SPY_2026-07-23';
const copies = recordedNames('daily_chain_csv', '.csv.gz').filter((name) => name === COPY);

describe.skipIf(copies.length === 0)(
  'the session of SPY filed under 2026-07-23 (../shared/data/cboe)',
  () => {
    /** A bot that polls the copy, and nothing else, at these times. */
    async function readAt(...times: readonly string[]) {
      const venue = await aLoopbackVenue(json(JSON.stringify(dailyDocument(COPY))));
      const store = await openOrThrow(':memory:');
      onTestFinished(() => store.close());
      const clock = aClock(Date.parse(times[0] ?? ''));
      const options = { baseUrl: venue.url, symbols: ['SPY'], nowMs: clock.nowMs };
      const registered = createMarketRegistry([createCboeMarket(options)], ['SPY']);
      if (!registered.ok) throw new Error(registered.failure);
      const markets = registered.value;
      const parts = { store, markets, clock, pollMs: POLL_MS, wakeDelivery: () => {} };
      await store.addRule({ ...A_RULE, symbol: 'SPY' }, clock.nowMs());
      await store.setAdminChannel('guild', 'admin');
      for (const time of times) {
        clock.atMs = Date.parse(time);
        await runDue(createPollMarket(parts), store, clock.nowMs());
      }
      const notices = await store.recentOutbox('guild', 10);
      const stored = await store.latestLevels('SPY');
      return {
        shown: stored && levelsWhenRead(stored.levels, { nowMs: clock.nowMs(), isStale: false }),
        faults: (await store.feedStates('SPY')).map(({ kind }) => kind),
        notices: notices.map(({ message }) => message.content),
      };
    }

    it('is the evening of the 22nd, and good on that evening', async () => {
      const { shown, faults } = await readAt('2026-07-23T01:15:45Z');
      expect(shown).toMatchObject({
        openInterestSession: '2026-07-22',
        flip: { status: 'found' },
      });
      expect(faults).toEqual([]);
    });

    it('is of an old session for a bot that first sees it once the 23rd has traded', async () => {
      const { shown, faults, notices } = await readAt('2026-07-23T15:30:00Z');
      expect(shown).toMatchObject({ grade: { letter: 'D' }, flip: { status: 'withheld' } });
      expect(shown?.grade.reasons.join()).toContain(
        'its prices are of Wed 22 Jul, and the session of Thu 23 Jul has begun',
      );
      expect(faults).toEqual(expect.arrayContaining(['stale', 'mislabelled-session']));
      expect(notices).toEqual([expect.stringMatching(/^SPY: .*prices of an old session/)]);
    });

    it('is stale for one that has known it since the evening', async () => {
      const { faults, notices } = await readAt('2026-07-23T01:15:45Z', '2026-07-23T15:30:00Z');
      expect(faults).toEqual(['stale']);
      expect(notices).toEqual([expect.stringMatching(/^SPY: stale data \(Cboe\)/)]);
    });
  },
);
