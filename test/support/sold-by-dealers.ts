import type { Store } from '../../src/store/store.ts';
import { aTrade } from './a-trade.ts';
import { DATA_TIME_MS } from './market-view.ts';
import { anObservation, aQuotedChain, storedLevels } from './stored-values.ts';

const MINUTE_MS = 60_000;
const INSTRUMENT = 'BTC-25NOV26-70000-C';
const OPEN_FIRST = 12.5;
/** Nine times as much as was open before: signs of nine tenths are seen. */
const BOUGHT = 9 * OPEN_FIRST;

/** Stores a book of calls of which customers bought nine tenths from dealers while trades were read. */
export async function soldByDealers(store: Store): Promise<void> {
  const startMs = DATA_TIME_MS - 10 * MINUTE_MS;
  const expiryMs = DATA_TIME_MS + 24 * 60 * MINUTE_MS;
  const observe = async (asOfMs: number, openInterest: number) => {
    const call = { strike: 70_000, expiryMs, type: 'call', iv: 0.61 } as const;
    const contracts = [{ ...call, openInterest, instrument: INSTRUMENT }];
    const chain = aQuotedChain({ asOfMs, contracts });
    const levels = storedLevels({ dataTimeMs: asOfMs, signModel: 'observed' });
    await store.recordObservation(anObservation({ chain, levels }), asOfMs);
  };
  const tell = (cursorMs: number, contracts: number) => {
    const atMs = startMs + 2 * MINUTE_MS;
    const trade = aTrade({ instrument: INSTRUMENT, atMs, expiryMs, contracts });
    const trades = contracts === 0 ? [] : [trade];
    return store.recordTrades({ symbol: 'BTC', trades, cursorMs, gap: null });
  };
  await tell(startMs, 0);
  await observe(startMs + MINUTE_MS, OPEN_FIRST);
  await tell(DATA_TIME_MS, BOUGHT);
  await observe(DATA_TIME_MS, OPEN_FIRST + BOUGHT);
}
