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
  return {
    ...stage,
    /** Customers buy that share of everything that is open. */
    async buyShare(share: number) {
      const trades = contracts.map(
        ({ openInterest, expiryMs }, index): Trade =>
          aTrade({
            id: `${share} ${index}`,
            instrument: `contract ${index}`,
            atMs: startMs + 1,
            expiryMs,
            contracts: share * (openInterest ?? 0) || 1e-9,
          }),
      );
      await stage.store.recordTrades({ symbol: 'BTC', trades, cursorMs: null, gap: null });
    },
    async levels(openShare = 1) {
      const asOfMs = stage.clock.nowMs() + POLL_MS - 1_000;
      await stage.poll(() => ok(namedChain(asOfMs, openShare)));
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
    expect(few?.signs?.gammaShare).toBeCloseTo(0.1, 6);
  });

  it('takes the observed signs from then on: dealers who sold everything are short all of it', async () => {
    const { buyShare, levels } = await aStage();
    await buyShare(1);
    const all = await levels();
    expect(all?.signModel).toBe('observed');
    expect(all?.gexUsd).toBeCloseTo(-(all?.grossGexUsd ?? 0), 3);
    expect(all?.signs?.assumed.gexUsd).not.toBeCloseTo(all?.gexUsd ?? 0, 3);
  });

  it('does not lose positions to a chain that lost its open interest', async () => {
    const { buyShare, levels } = await aStage();
    await levels();
    await buyShare(1);
    const before = await levels();
    await levels(0.01);
    const after = await levels();
    expect(after?.gexUsd).toBeCloseTo(before?.gexUsd ?? 0, -6);
  });
});
