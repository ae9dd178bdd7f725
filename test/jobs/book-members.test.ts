import { expect, it, onTestFinished } from 'vitest';
import { cleanChain } from '../../src/core/chain/clean.ts';
import type { Grade } from '../../src/core/exposure/companions.ts';
import { levelsOf } from '../../src/core/exposure/levels-of.ts';
import { bookMembers } from '../../src/jobs/book-members.ts';
import { createMarketRegistry } from '../../src/markets/registry.ts';
import { aChain } from '../support/a-chain.ts';
import { aListing } from '../support/a-listing.ts';
import { noMetrics } from '../support/no-metrics.ts';
import { openOrThrow } from '../support/stored.ts';

const HOUR_MS = 3_600_000;
const chain = aChain({ contracts: [{ strike: 95, type: 'put' }, { strike: 105 }] });
const FIRST = aListing('SPX', { book: 'S&P' });
const LISTINGS = [FIRST, aListing('SPY', { book: 'S&P' }), aListing('QQQ', { book: 'Nasdaq' })];
const SWITCHED_ON = LISTINGS.map(({ symbol }) => symbol);

/** The members that SPX finds where each other listing has stored this chain, graded so. */
async function membersAt(
  dataTimeMs: number,
  {
    symbols = SWITCHED_ON,
    letter = 'A',
  }: { readonly symbols?: readonly string[]; readonly letter?: Grade['letter'] } = {},
): Promise<readonly string[]> {
  const store = await openOrThrow(':memory:');
  onTestFinished(() => store.close());
  for (const { symbol, venue } of LISTINGS.slice(1)) {
    const levels = levelsOf(cleanChain(chain), { symbol, venue });
    const graded = { ...levels, grade: { letter, reasons: letter === 'A' ? [] : ['a test'] } };
    const feed = { symbol, states: [], outbox: [] };
    const observation = { chain, levels: graded, isSound: true, transitions: [], feed };
    await store.recordObservation(observation, chain.asOfMs);
  }
  const market = {
    listings: LISTINGS,
    unsuitable: new Map(),
    metrics: noMetrics,
    fetchChain: () => Promise.reject(new Error('nobody asks')),
  };
  const markets = createMarketRegistry([market], symbols);
  if (!markets.ok) throw new Error(markets.failure);
  const members = await bookMembers({ store, markets: markets.value }, FIRST, dataTimeMs);
  return members.map(({ symbol }) => symbol);
}

it('a book takes in the other listings of its market, not those of another', async () => {
  expect(await membersAt(chain.asOfMs)).toEqual(['SPY']);
});

it('a book leaves out what is of another time, not switched on, or too poor to be shown itself', async () => {
  expect(await membersAt(chain.asOfMs + 2 * HOUR_MS)).toEqual(['SPY']);
  expect(await membersAt(chain.asOfMs + 2 * HOUR_MS + 1)).toEqual([]);
  expect(await membersAt(chain.asOfMs, { symbols: ['SPX', 'QQQ'] })).toEqual([]);
  expect(await membersAt(chain.asOfMs, { letter: 'C' })).toEqual(['SPY']);
  expect(await membersAt(chain.asOfMs, { letter: 'D' })).toEqual([]);
});
