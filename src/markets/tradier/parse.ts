import { fail, ok, type Result } from '../../core/result.ts';
import { CLOCK_AHEAD_MS_MAX } from '../../core/schedule/clock.ts';
import { assembleChain } from '../us-options/assemble-chain.ts';
import { CONTRACTS_MAX, ContractList } from '../us-options/contract-list.ts';
import { sessionAt } from '../us-options/session.ts';
import type { Caveat, UsChain } from '../us-options/us-chain.ts';
import { optionRow } from './schema.ts';

/** The answers that make one chain. */
export type TradierAnswers = {
  readonly symbol: string;
  readonly spot: number;
  /** The contracts of every expiry that was read. */
  readonly rows: readonly unknown[];
  /** Listed dates that could not be read, `YYYY-MM-DD`. */
  readonly missing: readonly string[];
  readonly nowMs: number;
};

/** Units of the underlying in a contract that no corporate action changed. */
const CONTRACT_SIZE = 100;

/** Above this share the vols are the vendor's surface rather than the market's quotes. */
const SMOOTHED_SHARE_MAX = 0.5;

/** What is counted while contracts are read. */
type Tally = { newestMs: number; vols: number; smoothed: number };

/**
 * Reads the chains of all expiries as one. The vol of a contract is that of its mid, or where that is 0 the vendor's
 * smoothed one, which is counted. Data time is the newest stamp of an option's quote. The failure is a sentence about the
 * answers, which it calls "it".
 */
export function parseTradier(answers: TradierAnswers): Result<UsChain, string> {
  const { symbol, spot, rows, missing, nowMs } = answers;
  if (rows.length > CONTRACTS_MAX)
    return fail(`it lists ${rows.length} options, more than the ${CONTRACTS_MAX} that are read`);
  const list = new ContractList();
  const tally: Tally = { newestMs: 0, vols: 0, smoothed: 0 };
  for (const row of rows) addRow(list, { row, tally, latestMs: nowMs + CLOCK_AHEAD_MS_MAX });
  const contracts = list.finish(symbol);
  if (!contracts.ok) return contracts;
  const asOfMs = tally.newestMs;
  if (asOfMs === 0) return fail('none of its quotes has a stamp of the past');
  return ok(
    assembleChain({
      ...contracts.value,
      venue: 'tradier',
      seenAtMs: nowMs,
      spot,
      asOfMs,
      session: sessionAt(asOfMs),
      quotesAreStamped: true,
      caveats: caveatsOf(tally, missing),
    }),
  );
}

function addRow(
  list: ContractList,
  { row, tally, latestMs }: { readonly row: unknown; readonly tally: Tally; latestMs: number },
): void {
  const read = optionRow.safeParse(row);
  if (!read.success) {
    list.add({ name: null, openInterest: null, iv: null, bid: null, ask: null });
    return;
  }
  const { symbol, open_interest, volume, bid, ask, greeks, bid_date, ask_date } = read.data;
  const midVol = greeks?.mid_iv ?? null;
  const iv = midVol ?? greeks?.smv_vol ?? null;
  if (iv !== null) tally.vols += 1;
  if (iv !== null && midVol === null) tally.smoothed += 1;
  for (const stampMs of [bid_date, ask_date])
    if (stampMs !== null && stampMs <= latestMs) tally.newestMs = Math.max(tally.newestMs, stampMs);
  const name = isAsNamed(read.data) ? symbol : null;
  list.add({ name, openInterest: open_interest, iv, bid, ask, volume });
}

/** Root and size must be those of the name: it alone says how a contract settles and what it is worth. */
function isAsNamed(row: {
  readonly symbol: string;
  readonly root_symbol?: string | null | undefined;
  readonly contract_size?: number | null | undefined;
}): boolean {
  const root = row.symbol.slice(0, -15);
  return (
    (row.root_symbol ?? root) === root && (row.contract_size ?? CONTRACT_SIZE) === CONTRACT_SIZE
  );
}

function caveatsOf(tally: Tally, missing: readonly string[]): readonly Caveat[] {
  const { vols, smoothed } = tally;
  return [
    ...(missing.length === 0 ? [] : [{ kind: 'expiries-missing', dates: missing } as const]),
    ...(smoothed > SMOOTHED_SHARE_MAX * vols
      ? [{ kind: 'vols-smoothed', smoothed, vols } as const]
      : []),
  ];
}
