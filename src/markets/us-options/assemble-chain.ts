import type { ContractsOf } from './contract-list.ts';
import { dataCaveats } from './data-caveats.ts';
import { missingDailies } from './missing-dailies.ts';
import { partialCaveats } from './reach.ts';
import { openInterestSessionAt, sessionDueAt } from './session.ts';
import type { Caveat, UsChain } from './us-chain.ts';

/** Units of the underlying in every contract that no corporate action changed. */
const MULTIPLIER = 100;

type Parts = ContractsOf &
  Pick<UsChain, 'session' | 'caveats' | 'quotesAreStamped'> & {
    /** Whose document it is; CBOE's where left out. */
    readonly venue?: 'tradier';
    readonly asOfMs: number;
    readonly spot: number;
    /** When it was fetched, where that is known: a document that stands still says so only against a clock. */
    readonly seenAtMs?: number;
  };

/** Puts a document's parts together; rate and dividends stay 0 until parity prices give each expiry its forward. */
export function assembleChain(parts: Parts): UsChain {
  const { symbol, contracts, counts, session, asOfMs, spot, seenAtMs = asOfMs } = parts;
  const dailies = missingDailies(symbol, contracts, asOfMs);
  const caveats: readonly Caveat[] = [
    ...parts.caveats,
    ...partialCaveats(contracts, { asOfMs, spot }),
    ...(dailies.length > 0 ? [{ kind: 'dailies-missing' as const, dates: dailies }] : []),
  ];
  // Stamps of quotes stand still overnight, and the open interest beside them does not.
  const openInterestSession = openInterestSessionAt(parts.quotesAreStamped ? seenAtMs : asOfMs);
  const sessionDue = sessionDueAt(Math.max(asOfMs, seenAtMs));
  return {
    chain: {
      name: `${parts.venue ?? 'cboe'}:${symbol}`,
      asOfMs,
      spot,
      rate: 0,
      dividendYield: 0,
      multiplier: MULTIPLIER,
      contracts,
      invalidRows: counts.listed - counts.read - counts.duplicate,
      openInterestSession,
      caveats: dataCaveats(caveats, { session, sessionDue }),
    },
    symbol,
    session,
    openInterestSession,
    counts,
    caveats,
    ...(parts.quotesAreStamped && { quotesAreStamped: true }),
  };
}
