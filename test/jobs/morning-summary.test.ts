import { describe, expect, it, onTestFinished } from 'vitest';
import { createMorningSummary } from '../../src/jobs/morning-summary.ts';
import { createMarketRegistry, type MarketRegistry } from '../../src/markets/registry.ts';
import { aListing } from '../support/a-listing.ts';
import { aClock, runDue } from '../support/job-stage.ts';
import { noMetrics } from '../support/no-metrics.ts';
import { openOrThrow } from '../support/stored.ts';
import { anObservation, aQuotedChain, storedLevels } from '../support/stored-values.ts';

const MINUTE_MS = 60_000;
const POLL_MS = 5 * MINUTE_MS;
const BERLIN_EIGHT_MS = Date.parse('2026-11-24T07:00:00Z');

function oneMarket(listing = aListing()): MarketRegistry {
  const registered = createMarketRegistry(
    [
      {
        listings: [listing],
        unsuitable: new Map(),
        metrics: noMetrics,
        fetchChain: () => Promise.reject(new Error('a summary fetches nothing')),
      },
    ],
    [listing.symbol],
  );
  if (!registered.ok) throw new Error(registered.failure);
  return registered.value;
}

async function aStage(startMs: number) {
  const store = await openOrThrow(':memory:');
  onTestFinished(() => store.close());
  const clock = aClock(startMs);
  const parts = { store, markets: oneMarket(), clock, pollMs: POLL_MS, wakeDelivery: () => {} };
  await store.setSummary({
    channelId: 'a',
    guildId: 'guild',
    symbol: 'BTC',
    minuteOfDay: 8 * 60,
    zone: 'Europe/Berlin',
    setAtMs: startMs,
  });
  const observe = (atMs: number) =>
    store.recordObservation(
      anObservation({
        chain: aQuotedChain({ asOfMs: atMs }),
        levels: storedLevels({ dataTimeMs: atMs }),
      }),
      atMs,
    );
  /** A new job each time, as after a restart: only the store remembers. */
  const look = () => runDue(createMorningSummary(parts), store, clock.nowMs());
  const titles = async () =>
    (await store.recentOutbox('guild', 100)).map(
      ({ message }) => message.embed?.title ?? message.content,
    );
  return { store, clock, job: createMorningSummary(parts), observe, look, titles };
}

describe('the morning summary', () => {
  it('comes exactly once a local date, looked for every minute and over restarts and a change of clocks', async () => {
    const startMs = Date.parse('2026-10-23T00:00:30Z');
    const { clock, observe, look, titles } = await aStage(startMs);
    for (let minute = 0; minute < 4 * 1440; minute += 1) {
      clock.atMs = startMs + minute * MINUTE_MS;
      if (minute % 5 === 0) await observe(clock.atMs - 1_000);
      const hour = new Date(clock.atMs).getUTCHours();
      if (hour >= 5 && hour <= 9) await look();
    }
    expect((await titles()).toReversed().map((title) => title.split(' · ')[1])).toEqual([
      'Fri 23 Oct',
      'Sat 24 Oct',
      'Sun 25 Oct',
      'Mon 26 Oct',
    ]);
  });

  it('waits for fresh levels and then says that it is late', async () => {
    const { clock, observe, look, titles } = await aStage(BERLIN_EIGHT_MS - 60 * MINUTE_MS);
    await observe(BERLIN_EIGHT_MS - 50 * MINUTE_MS);
    clock.atMs = BERLIN_EIGHT_MS;
    await look();
    expect(await titles()).toEqual([]);
    clock.atMs += 40 * MINUTE_MS;
    await observe(clock.atMs - 1_000);
    await look();
    expect(await titles()).toEqual([expect.stringMatching(/ · late$/)]);
  });

  it('waits for the poll of its own minute, and no longer than until that is done', async () => {
    const { store, clock, observe, look, titles } = await aStage(BERLIN_EIGHT_MS - MINUTE_MS);
    await observe(BERLIN_EIGHT_MS - 5 * MINUTE_MS);
    const job = 'poll-market:BTC';
    const slot = new Date(BERLIN_EIGHT_MS).toISOString();
    clock.atMs = BERLIN_EIGHT_MS;
    await look();
    await store.beginRun(job, slot, clock.nowMs());
    clock.atMs += 1_000;
    await look();
    expect(await titles()).toEqual([]);
    await store.endRun(job, slot, 'done', null, clock.nowMs());
    clock.atMs += 1_000;
    await look();
    expect(await titles()).toHaveLength(1);
  });

  it('says in one line that there is none when no usable levels came within two hours', async () => {
    const { store, clock, job, titles } = await aStage(BERLIN_EIGHT_MS - MINUTE_MS);
    for (let minute = 0; minute < 180; minute += 1) {
      clock.atMs = BERLIN_EIGHT_MS + minute * MINUTE_MS;
      await runDue(job, store, clock.nowMs());
    }
    expect(await titles()).toEqual([expect.stringMatching(/^BTC summary withheld today/)]);
    expect(await store.latestRun('morning-summary:a:BTC')).toMatchObject({ state: 'missed' });
  });

  it('records a day on which the bot was down as missed and posts nothing for it', async () => {
    const { store, clock, observe, look, titles } = await aStage(BERLIN_EIGHT_MS - MINUTE_MS);
    clock.atMs = BERLIN_EIGHT_MS + 5 * 60 * MINUTE_MS;
    await look();
    expect(await titles()).toEqual([]);
    expect(await store.latestRun('morning-summary:a:BTC')).toMatchObject({ state: 'missed' });
    await observe(clock.atMs - 1_000);
    await look();
    expect(await titles()).toEqual([]);
  });

  it('comes again today when it was moved to a later hour', async () => {
    const { store, clock, observe, look, titles } = await aStage(BERLIN_EIGHT_MS - MINUTE_MS);
    const setting = (await store.allSummaries())[0];
    if (setting === undefined) throw new Error('no summary is set');
    clock.atMs = BERLIN_EIGHT_MS + 1_000;
    await observe(clock.atMs);
    await look();
    clock.atMs += 30 * MINUTE_MS;
    await store.setSummary({ ...setting, minuteOfDay: 10 * 60, setAtMs: clock.nowMs() });
    clock.atMs = BERLIN_EIGHT_MS + 121 * MINUTE_MS;
    await observe(clock.atMs - 1_000);
    await look();
    expect(await titles()).toHaveLength(2);
  });

  it('starts with the next occasion after it was set', async () => {
    const { clock, observe, look, titles } = await aStage(BERLIN_EIGHT_MS + MINUTE_MS);
    clock.atMs += MINUTE_MS;
    await observe(clock.atMs - 1_000);
    await look();
    expect(await titles()).toEqual([]);
  });
});

describe('the morning summary of a market in New York', () => {
  const NINE_MS = Date.parse('2026-11-24T14:00:00Z');
  const SPX = aListing('SPX', {
    venueName: 'Cboe',
    unit: 'index units',
    hours: 'new-york',
    statedDelayMs: 15 * MINUTE_MS,
  });

  async function aMorning(startMs: number) {
    const store = await openOrThrow(':memory:');
    onTestFinished(() => store.close());
    const clock = aClock(startMs);
    const parts = {
      ...{ store, markets: oneMarket(SPX), clock, pollMs: POLL_MS },
      wakeDelivery: () => {},
    };
    const zone = 'America/New_York';
    const setting = { channelId: 'a', guildId: 'guild', symbol: 'SPX', minuteOfDay: 540, zone };
    await store.setSummary({ ...setting, setAtMs: startMs });
    const observe = (dataTimeMs: number, openInterestSession: string) =>
      store.recordObservation(
        anObservation({
          chain: aQuotedChain({ asOfMs: dataTimeMs }),
          levels: storedLevels({ symbol: 'SPX', dataTimeMs, openInterestSession, expiries: [] }),
        }),
        dataTimeMs,
      );
    const job = createMorningSummary(parts);
    /** Looks each minute, as the runner does. */
    const lookUntil = async (endMs: number) => {
      for (; clock.atMs <= endMs; clock.atMs += MINUTE_MS) await runDue(job, store, clock.nowMs());
    };
    const lines = async () =>
      (await store.recentOutbox('guild', 100))
        .map(({ message }) => message.embed?.title ?? message.content)
        .toReversed();
    return { observe, lookUntil, lines };
  }

  it('comes on days of trading and says nothing on a holiday or at a weekend', async () => {
    const { observe, lookUntil, lines } = await aMorning(NINE_MS - MINUTE_MS);
    const days = ['2026-11-24', '2026-11-25', '2026-11-27', '2026-11-30'];
    for (let day = 24; day <= 30; day += 1) {
      const nineMs = NINE_MS + (day - 24) * 24 * 60 * MINUTE_MS;
      const date = new Date(nineMs).toISOString().slice(0, 10);
      const session = days.findLast((each) => each <= date) ?? '';
      await lookUntil(nineMs - 30 * MINUTE_MS);
      await observe(nineMs - 20 * MINUTE_MS, session);
      await lookUntil(nineMs + 5 * MINUTE_MS);
    }
    expect((await lines()).map((line) => line.split(' · ')[1])).toEqual([
      ...['Tue 24 Nov', 'Wed 25 Nov', 'Fri 27 Nov', 'Mon 30 Nov'],
    ]);
  });

  it('waits for the open interest of the morning, says so once, and comes late', async () => {
    const { observe, lookUntil, lines } = await aMorning(NINE_MS - MINUTE_MS);
    await observe(NINE_MS - 20 * MINUTE_MS, '2026-11-23');
    await lookUntil(NINE_MS + 20 * MINUTE_MS);
    const withheld =
      "SPX levels withheld this morning: open interest is still Friday's. Trying again until 10:00 ET.";
    expect(await lines()).toEqual([withheld]);
    await observe(NINE_MS + 10 * MINUTE_MS, '2026-11-24');
    await lookUntil(NINE_MS + 180 * MINUTE_MS);
    expect(await lines()).toEqual([withheld, expect.stringMatching(/ · late$/)]);
  });

  it('gives up at 10:00 with one line', async () => {
    const { observe, lookUntil, lines } = await aMorning(NINE_MS - MINUTE_MS);
    await observe(NINE_MS - 20 * MINUTE_MS, '2026-11-23');
    await lookUntil(NINE_MS + 60 * MINUTE_MS);
    expect(await lines()).toHaveLength(1);
    await observe(NINE_MS + 40 * MINUTE_MS, '2026-11-23');
    await lookUntil(NINE_MS + 180 * MINUTE_MS);
    expect(await lines()).toEqual([
      expect.stringMatching(/^SPX levels withheld this morning/),
      expect.stringMatching(/^SPX summary withheld today: open interest is still Friday's\./),
    ]);
  });
});
