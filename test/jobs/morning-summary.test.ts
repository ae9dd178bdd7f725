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

function oneMarket(): MarketRegistry {
  const registered = createMarketRegistry(
    [
      {
        listings: [aListing()],
        unsuitable: new Map(),
        metrics: noMetrics,
        fetchChain: () => Promise.reject(new Error('a summary fetches nothing')),
      },
    ],
    ['BTC'],
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
