import { z } from 'zod';
import { fail, ok, type Result } from '../../core/result.ts';
import type { FetchFailure, TradePage } from '../market.ts';
import type { DeribitClient } from './client.ts';
import { readTradeRow, stampOf } from './trade-row.ts';

/** The most that the venue gives at once. */
export const TRADES_PER_PAGE = 1_000;

/**
 * The venue keeps a day of trades, and answers a start before that with an empty list and no error; five minutes less
 * keep two clocks that disagree from meeting it.
 */
const HISTORY_MS = 86_400_000 - 5 * 60_000;

/** Pages are sorted by trade id, which legs of one combo do not hold to the millisecond: pages overlap by this. */
const OVERLAP_MS = 5_000;

/** A cursor over a quiet market follows this far behind, so that it neither leaves the history nor outruns a wrong clock. */
const QUIET_LAG_MS = 3_600_000;

const tradeList = z.object({ trades: z.array(z.unknown()), has_more: z.boolean() });

/** Where the next page begins: just before the newest row, later than this page, and never long ago in a quiet market. */
export function nextStart(page: {
  readonly fromMs: number;
  readonly newestMs: number | null;
  readonly hasMore: boolean;
  readonly nowMs: number;
}): number {
  const { fromMs, newestMs, hasMore, nowMs } = page;
  if (!hasMore) return Math.max(fromMs, (newestMs ?? fromMs) - OVERLAP_MS, nowMs - QUIET_LAG_MS);
  const newest = newestMs ?? fromMs;
  if (newest - OVERLAP_MS > fromMs) return newest - OVERLAP_MS;
  // A page within one overlap: go on without it, and past an instant that alone fills a page.
  return Math.max(newest, fromMs + 1);
}

/** One page of a product's option trades, from an instant on. */
export async function fetchTradePage(
  client: DeribitClient,
  {
    product,
    afterMs,
    nowMs,
  }: {
    /** Under which the venue lists it, and what the names of its options begin with. */
    readonly product: { readonly currency: string; readonly prefix: string };
    readonly afterMs: number;
    readonly nowMs: number;
  },
  signal: AbortSignal,
): Promise<Result<TradePage, FetchFailure>> {
  const fromMs = Math.max(afterMs, nowMs - HISTORY_MS);
  const range = { fromMs, untilMs: Math.max(nowMs, fromMs + 1), count: TRADES_PER_PAGE };
  const answer = await client.trades(product.currency, range, signal);
  if (!answer.ok) return answer;
  const list = tradeList.safeParse(answer.value);
  if (!list.success) return fail({ kind: 'bad-payload', detail: 'the last trades are not a list' });
  const { trades: rows } = list.data;
  const madeUntil = { prefix: product.prefix, nowMs: range.untilMs };
  const read = rows.map((row) => readTradeRow(row, madeUntil));
  const hasMore = list.data.has_more && rows.length > 0;
  const newestMs = rows.reduce<number | null>((newest, row) => {
    const stampMs = stampOf(row, madeUntil.nowMs);
    return stampMs === null ? newest : Math.max(newest ?? stampMs, stampMs);
  }, null);
  return ok({
    trades: read.filter((outcome) => typeof outcome === 'object'),
    invalidRows: read.filter((outcome) => outcome === 'invalid').length,
    fromMs,
    nextMs: nextStart({ fromMs, newestMs, hasMore, nowMs }),
    hasMore,
  });
}
