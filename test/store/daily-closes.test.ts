import { expect, it, onTestFinished } from 'vitest';
import { openOrThrow } from '../support/stored.ts';
import { anObservation, storedLevels } from '../support/stored-values.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 6 * DAY_MS;

it('a day closes at the spot of its last levels, newest day first, days without levels left out', async () => {
  const store = await openOrThrow(':memory:');
  onTestFinished(() => store.close());
  const polls = [
    { dataTimeMs: DAY_MS, spot: 10 },
    { dataTimeMs: 2 * DAY_MS - 1, spot: 11 },
    { dataTimeMs: 4 * DAY_MS + 5, spot: 13 },
    { dataTimeMs: 4 * DAY_MS + 4, spot: 12 },
    { dataTimeMs: 5 * DAY_MS, spot: 14 },
  ];
  for (const poll of polls)
    await store.recordObservation(anObservation({ levels: storedLevels(poll) }), NOW_MS);
  expect(await store.dailyCloses('BTC', 5 * DAY_MS, 31)).toEqual([
    { atMs: 4 * DAY_MS + 5, spot: 13 },
    { atMs: 2 * DAY_MS - 1, spot: 11 },
  ]);
  expect(await store.dailyCloses('BTC', 6 * DAY_MS, 1)).toEqual([{ atMs: 5 * DAY_MS, spot: 14 }]);
  expect(await store.dailyCloses('ETH', 6 * DAY_MS, 31)).toEqual([]);
});
