import { describe, expect, it } from 'vitest';
import { flip } from '../../src/commands/flip.ts';
import type { QuotedChain } from '../../src/core/chain/chain.ts';
import { ok } from '../../src/core/result.ts';
import { createMarketRegistry } from '../../src/markets/registry.ts';
import { aListing } from '../support/a-listing.ts';
import { aCommandContext, anInput } from '../support/discord-parts.ts';
import { noMetrics } from '../support/no-metrics.ts';
import { ABOVE_USD, aPollStage, laterChain, POLL_MS } from '../support/poll-stage.ts';

const DAY_MS = 86_400_000;

/** Without the four expiries of most open interest. */
function damaged(chain: QuotedChain): QuotedChain {
  const interest = new Map<number, number>();
  for (const { expiryMs, openInterest } of chain.contracts)
    interest.set(expiryMs, (interest.get(expiryMs) ?? 0) + (openInterest ?? 0));
  const largest = [...interest].sort((a, b) => b[1] - a[1]).slice(0, 4);
  const gone = new Set(largest.map(([expiryMs]) => expiryMs));
  return { ...chain, contracts: chain.contracts.filter(({ expiryMs }) => !gone.has(expiryMs)) };
}

async function aDamagedStage() {
  const stage = await aPollStage();
  const market = {
    listings: [aListing()],
    unsuitable: new Map(),
    metrics: noMetrics,
    fetchChain: async () => ok(laterChain(stage.clock.nowMs(), ABOVE_USD)),
  };
  const registered = createMarketRegistry([market], ['BTC']);
  if (!registered.ok) throw new Error(registered.failure);
  const markets = registered.value;
  const context = {
    ...(await aCommandContext({ store: stage.store, markets, pollMs: POLL_MS })),
    clock: stage.clock,
  };
  let polls = 0;
  const pollDamaged = () => {
    polls += 1;
    const spot = ABOVE_USD + polls / 100;
    return stage.poll(() => ok(damaged(laterChain(stage.clock.nowMs() - 1_000, spot))));
  };
  const asked = async () => {
    if (flip.kind !== 'single') throw new Error('/flip has subcommands');
    const { content } = await flip.run(anInput({ options: { symbol: 'BTC' } }), context);
    return content;
  };
  const letter = async () => (await stage.store.latestLevels('BTC'))?.levels.grade.letter;
  return { ...stage, pollDamaged, asked, letter };
}

describe('a book that lost most of its gamma', () => {
  it('is withheld in every poll and answer until it is whole again', async () => {
    const { pollAt, pollDamaged, asked, letter } = await aDamagedStage();
    await pollAt(ABOVE_USD);
    expect(await letter()).toBe('A');
    for (let times = 0; times < 4; times += 1) {
      await pollDamaged();
      expect(await letter()).toBe('D');
      expect(await asked()).toMatch(/vanished before settlement/);
    }
    for (let times = 0; times < 3; times += 1) await pollAt(ABOVE_USD);
    expect(await letter()).toBe('A');
    expect(await asked()).not.toMatch(/vanished/);
  });

  it('is the market’s book once it has stood for four days', async () => {
    const { clock, pollAt, pollDamaged, store, letter } = await aDamagedStage();
    await pollAt(ABOVE_USD);
    await pollDamaged();
    clock.atMs += 4 * DAY_MS - 3 * POLL_MS;
    await pollDamaged();
    expect(await letter()).toBe('C');
    for (let times = 0; times < 3; times += 1) await pollDamaged();
    expect(await letter()).toBe('A');
    const kinds = (await store.feedStates('BTC')).map(({ kind }) => kind);
    expect(kinds).not.toContain('partial');
  });
});
