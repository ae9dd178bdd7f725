import { describe, expect, it, onTestFinished } from 'vitest';
import { accumulate } from '../../src/core/trades/positions.ts';
import { createTradeIntake } from '../../src/jobs/trade-intake.ts';
import { aTrade, TRADE_TIME_MS } from '../support/a-trade.ts';
import { aLog, openOrThrow } from '../support/stored.ts';

async function aStage() {
  const store = await openOrThrow(':memory:');
  onTestFinished(() => store.close());
  const log = aLog();
  const begin = { symbol: 'BTC', trades: [], cursorMs: TRADE_TIME_MS, gap: null };
  await store.recordTrades(begin);
  return { store, log, intake: createTradeIntake({ store, log }) };
}

describe('trades that come on a stream', () => {
  it('are counted once, also where the polled page brings them again', async () => {
    const { store, intake } = await aStage();
    const trades = Array.from({ length: 30 }, (_, index) =>
      aTrade({ id: `${index}`, contracts: index + 1 }),
    );
    for (const trade of trades) intake.take('BTC', [trade]);
    await intake.settled();
    const page = { symbol: 'BTC', trades, cursorMs: TRADE_TIME_MS, gap: null };
    expect(await store.recordTrades(page)).toBe(0);
    const seen = await store.positions('BTC');
    const expected = Object.fromEntries(accumulate(new Map(), trades));
    expect(Object.fromEntries(seen?.positions ?? [])).toEqual(expected);
  });

  it('wait in a bounded number; what is left out comes with the page', async () => {
    const { store, intake } = await aStage();
    const trades = Array.from({ length: 12_000 }, (_, index) => aTrade({ id: `${index}` }));
    intake.take('BTC', trades.slice(0, 1));
    intake.take('BTC', trades.slice(1));
    await intake.settled();
    const page = { symbol: 'BTC', trades, cursorMs: TRADE_TIME_MS, gap: null };
    expect(await store.recordTrades(page)).toBeGreaterThanOrEqual(6_999);
    const [position] = (await store.positions('BTC'))?.positions.values() ?? [];
    expect(position?.since?.seenContracts).toBe(12_000);
  });

  it('that cannot be written are said and do not stop the next', async () => {
    const { store, log, intake } = await aStage();
    intake.take('BTC', [aTrade({ contracts: Number.NaN })]);
    await intake.settled();
    expect(log.lines.map(({ event }) => event)).toEqual(['trades not counted']);
    intake.take('BTC', [aTrade({ id: '2' })]);
    await intake.settled();
    expect((await store.positions('BTC'))?.positions.size).toBe(1);
  });
});
