import { fail, ok, type Result } from '../../core/result.ts';
import type { HttpLimits } from '../http/limits.ts';
import { createVenueHttp, type VenueHttp } from '../http/venue-http.ts';
import type { FetchFailure } from '../market.ts';
import { errorEnvelope, resultEnvelope } from './schema.ts';

/** How a Deribit is reached. */
export type DeribitOptions = {
  /** Prefix before `/api/v2/public/`. */
  readonly baseUrl: string;
  readonly nowMs: () => number;
  readonly limits?: Partial<HttpLimits>;
};

/** The three public questions that a chain takes; each answers with the bare JSON-RPC result. */
export interface DeribitClient {
  instruments(symbol: string, signal: AbortSignal): Promise<Result<unknown, FetchFailure>>;
  bookSummary(symbol: string, signal: AbortSignal): Promise<Result<unknown, FetchFailure>>;
  indexPrice(symbol: string, signal: AbortSignal): Promise<Result<unknown, FetchFailure>>;
  /** Option trades from an instant to another, oldest first; the venue keeps a day of them. */
  trades(
    currency: string,
    range: { readonly fromMs: number; readonly untilMs: number; readonly count: number },
    signal: AbortSignal,
  ): Promise<Result<unknown, FetchFailure>>;
  readonly metrics: VenueHttp['metrics'];
}

/** Deribit's credits: half of the documented pool and refill, since an anonymous address's own are unpublished. */
const CREDITS = { capacity: 25_000, refillPerSecond: 5_000 };
/** Credits that one call costs by Deribit's documentation. */
const COST = { instruments: 10_000, other: 500 };

const TOO_MANY_REQUESTS = 10_028;
/** A sentence, not a page: the venue's words end in messages. */
const DETAIL_CHARS_MAX = 120;

function refusalOf(body: unknown): FetchFailure | null {
  const refusal = errorEnvelope.safeParse(body);
  if (!refusal.success) return null;
  const { code, message, data } = refusal.data.error;
  if (code === TOO_MANY_REQUESTS) return { kind: 'rate-limited', retryAfterMs: null };
  const words = data === null ? message : `${message}: ${data.reason}`;
  const detail = words.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, DETAIL_CHARS_MAX);
  return { kind: 'venue-error', code, detail };
}

/** Asks Deribit's public JSON-RPC over HTTP within its credit limits. */
export function createDeribitClient({ baseUrl, nowMs, limits }: DeribitOptions): DeribitClient {
  const rates = CREDITS;
  const http = createVenueHttp({ baseUrl, nowMs, refusalOf, rates, ...(limits && { limits }) });

  async function ask(
    method: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Result<unknown, FetchFailure>> {
    const cost = method === 'get_instruments' ? COST.instruments : COST.other;
    const answer = await http.get({ path: `/api/v2/public/${method}`, query, cost }, signal);
    if (!answer.ok) return answer;
    const envelope = resultEnvelope.safeParse(answer.value);
    return envelope.success
      ? ok(envelope.data.result)
      : fail({ kind: 'bad-payload', detail: `${method} has no result` });
  }

  return {
    metrics: http.metrics,
    instruments: (currency, signal) =>
      ask('get_instruments', { currency, kind: 'option', expired: 'false' }, signal),
    bookSummary: (currency, signal) =>
      ask('get_book_summary_by_currency', { currency, kind: 'option' }, signal),
    trades: (currency, { fromMs, untilMs, count }, signal) =>
      ask(
        'get_last_trades_by_currency_and_time',
        {
          currency,
          kind: 'option',
          start_timestamp: `${Math.floor(fromMs)}`,
          end_timestamp: `${Math.ceil(untilMs)}`,
          count: `${count}`,
          sorting: 'asc',
        },
        signal,
      ),
    indexPrice: (currency, signal) =>
      ask('get_index_price', { index_name: `${currency.toLowerCase()}_usd` }, signal),
  };
}
