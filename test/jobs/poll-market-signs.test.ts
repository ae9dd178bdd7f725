import { describe, expect, it } from 'vitest';
import { ok } from '../../src/core/result.ts';
import type { Trade } from '../../src/core/trades/trade.ts';
import { aTrade } from '../support/a-trade.ts';
import { ABOVE_USD, aPollStage, laterChain, POLL_MS } from '../support/poll-stage.ts';

/** The golden book with a name for each contract. */
function namedChain(asOfMs: number, openShare = 1) {
  const chain = laterChain(asOfMs, ABOVE_USD);
  const contracts = chain.contracts.map((contract, index) => ({
    ...contract,
    instrument: `contract ${index}`,
    openInterest: (contract.openInterest ?? 0) * openShare,
  }));
  return { ...chain, contracts };
}

async function aStage() {
  const stage = await aPollStage();
  const startMs = stage.clock.nowMs();
  const { contracts } = namedChain(startMs);
  await stage.store.recordTrades({ symbol: 'BTC', trades: [], cursorMs: startMs, gap: null });
  let bought = 0;
  return {
    ...stage,
    /** Customers buy from dealers, who open it for them, that share of what was open at the start. */
    async buyShare(share: number) {
      bought += share;
      const trades = contracts.map(
        ({ openInterest, expiryMs }, index): Trade =>
          aTrade({
            id: `${share} ${index}`,
            instrument: `contract ${index}`,
            atMs: stage.clock.nowMs(),
            expiryMs,
            contracts: share * (openInterest ?? 0) || 1e-9,
          }),
      );
      await stage.store.recordTrades({ symbol: 'BTC', trades, cursorMs: null, gap: null });
    },
    /** Levels of the next chain, in which all is open that was there and was bought. */
    async levels(lost = 0) {
      const asOfMs = stage.clock.nowMs() + POLL_MS - 1_000;
      const cursorMs = stage.clock.nowMs() + POLL_MS;
      await stage.store.recordTrades({ symbol: 'BTC', trades: [], cursorMs, gap: null });
      await stage.poll(() => ok(namedChain(asOfMs, (1 - lost) * (1 + bought))));
      return (await stage.store.latestLevels('BTC'))?.levels;
    },
  };
}

describe('polling a market whose trades are read', () => {
  it('assumes signs until trades cover a fifth of gamma, and says how much they cover', async () => {
    const { buyShare, levels } = await aStage();
    expect(await levels()).toMatchObject({ signModel: 'naive', signs: { gammaShare: 0 } });
    await buyShare(0.1);
    const few = await levels();
    expect(few?.signModel).toBe('naive');
    expect(few?.signs?.gammaShare).toBeCloseTo(0.1 / 1.1, 6);
  });

  it('takes the observed signs from then on: calls sold cancel those assumed long, puts stay short', async () => {
    const { buyShare, levels } = await aStage();
    const before = await levels();
    await buyShare(1);
    const half = await levels();
    expect(half?.signModel).toBe('observed');
    expect(half?.signs?.gammaShare).toBeCloseTo(0.5, 6);
    expect(half?.gexUsd).toBeCloseTo(-(half?.grossGexUsd ?? 0), 3);
    const twicePutsUsd = (before?.grossGexUsd ?? 0) - (before?.gexUsd ?? 0);
    expect((half?.gexUsd ?? 0) / twicePutsUsd).toBeCloseTo(-1, 2);
  });

  it('counts on where chains have no flip, as where dealers are short of everything', async () => {
    const { buyShare, levels, store } = await aStage();
    await levels();
    await buyShare(9);
    const short = await levels();
    expect(short?.flip.status).toBe('none_short');
    expect((await store.positions('BTC'))?.chainMs).toBe(short?.dataTimeMs);
  });

  it('does not lose positions to a chain that lost its open interest', async () => {
    const { buyShare, levels } = await aStage();
    await levels();
    await buyShare(1);
    const before = await levels();
    await levels(0.99);
    const after = await levels();
    expect(after?.gexUsd).toBeCloseTo(before?.gexUsd ?? 0, -6);
  });
});
