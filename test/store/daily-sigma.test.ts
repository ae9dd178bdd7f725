import { expect, it, onTestFinished } from 'vitest';
import { readMarketView } from '../../src/store/market-view.ts';
import { aListing } from '../support/a-listing.ts';
import { openOrThrow } from '../support/stored.ts';
import { anObservation, storedLevels } from '../support/stored-values.ts';

const POLL_MS = 300_000;
const EIGHT_MS = Date.UTC(2026, 10, 24, 8);

async function dailySigmaAfter(
  polls: readonly { atMs: number; impliedVolIndex: number | null; atmVol30Day: number | null }[],
): Promise<number | null | undefined> {
  const store = await openOrThrow(':memory:');
  onTestFinished(() => store.close());
  for (const { atMs, ...vols } of polls) {
    const levels = storedLevels({ dataTimeMs: atMs, ...vols });
    await store.recordObservation(anObservation({ levels }), atMs);
  }
  const nowMs = (polls.at(-1)?.atMs ?? EIGHT_MS) + 1_000;
  const view = await readMarketView(store, aListing('BTC'), { nowMs, pollMs: POLL_MS });
  return view?.dailySigma;
}

it("takes σ from the venue's vol index where it has one, and from the money where not", async () => {
  const atMs = EIGHT_MS;
  const both = await dailySigmaAfter([{ atMs, impliedVolIndex: 0.48, atmVol30Day: 0.5 }]);
  expect(both).toBeCloseTo(0.48 / Math.sqrt(365), 12);
  const alone = await dailySigmaAfter([{ atMs, impliedVolIndex: null, atmVol30Day: 0.5 }]);
  expect(alone).toBeCloseTo(0.5 / Math.sqrt(365), 12);
});

it('keeps the σ of 08:00 UTC through the day, also where the index goes silent later', async () => {
  const sigma = await dailySigmaAfter([
    { atMs: EIGHT_MS - 10_000, impliedVolIndex: 0.48, atmVol30Day: 0.5 },
    { atMs: EIGHT_MS + 3_600_000, impliedVolIndex: null, atmVol30Day: 0.9 },
  ]);
  expect(sigma).toBeCloseTo(0.48 / Math.sqrt(365), 12);
});
