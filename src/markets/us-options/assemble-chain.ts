import type { ContractsOf } from './contract-list.ts';
import { dataCaveats } from './data-caveats.ts';
import { partialCaveats } from './reach.ts';
import { openInterestSessionAt } from './session.ts';
import type { UsChain } from './us-chain.ts';

/** Units of the underlying in every contract that no corporate action changed. */
const MULTIPLIER = 100;

type Parts = ContractsOf &
  Pick<UsChain, 'session' | 'caveats'> & {
    readonly asOfMs: number;
    readonly spot: number;
  };

/** Puts a document's parts together; rate and dividends stay 0 until parity prices give each expiry its forward. */
export function assembleChain(parts: Parts): UsChain {
  const { symbol, contracts, counts, session, asOfMs, spot } = parts;
  const caveats = [...parts.caveats, ...partialCaveats(contracts, { asOfMs, spot })];
  const openInterestSession = openInterestSessionAt(asOfMs);
  return {
    chain: {
      name: `cboe:${symbol}`,
      asOfMs,
      spot,
      rate: 0,
      dividendYield: 0,
      multiplier: MULTIPLIER,
      contracts,
      invalidRows: counts.listed - counts.read,
      caveats: dataCaveats(caveats, { session, openInterestSession }),
    },
    symbol,
    session,
    openInterestSession,
    counts,
    caveats,
  };
}
