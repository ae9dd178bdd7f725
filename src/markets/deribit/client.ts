import { fail, ok, type Result } from '../../core/result.ts';
import type { HttpLimits } from '../http/limits.ts';
import { createVenueHttp, type VenueHttp } from '../http/venue-http.ts';
import { venueWords } from '../http/venue-words.ts';
import type { FetchFailure } from '../market.ts';
import { errorEnvelope, resultEnvelope } from './schema.ts';

/** How a Deribit is reached. */
export type DeribitOptions = {
  /** Prefix before `/api/v2/public/`. */
  readonly baseUrl: string;
  readonly nowMs: () => number;
  readonly limits?: Partial<HttpLimits>;
};

type Asked = Promise<Result<unknown, FetchFailure>>;

/** A result, and when the venue made it; null where it does not say. */
type Timed = { readonly result: unknown; readonly atMs: number | null };

/** Deribit's public questions; each answers with the bare JSON-RPC result. */
export interface DeribitClient {
  instruments(currency: string, signal: AbortSignal): Asked;
  bookSummary(currency: string, signal: AbortSignal): Asked;
  indexPrice(indexName: string, signal: AbortSignal): Asked;
  /** The same between chains. A side question. */
  indexPriceNow(indexName: string, signal: AbortSignal): Promise<Result<Timed, FetchFailure>>;
  /** Perpetuals and dated futures. A side question: asked once, briefly, and apart from what a chain needs. */
  futures(currency: string, signal: AbortSignal): Asked;
  /** Hourly candles of the volatility index between two instants. A side question. */
  volatilityIndex(
    currency: string,
    range: { readonly fromMs: number; readonly untilMs: number },
    signal: AbortSignal,
  ): Asked;
  /** The newest delivery price of an index. A side question. */
  deliveryPrice(indexName: string, signal: AbortSignal): Asked;
  /** Option trades from an instant to another, oldest first; the venue keeps a day of them. A side question. */
  trades(
    currency: string,
    range: { readonly fromMs: number; readonly untilMs: number; readonly count: number },
    signal: AbortSignal,
  ): Promise<Result<unknown, FetchFailure>>;
  readonly metrics: VenueHttp['metrics'];
}

/** Deribit's credits: half of the documented pool and refill, since an anonymous address's own are unpublished. */
const CREDITS = { capacity: 25_000, refillPerSecond: 5_000 };
/** A chain does not wait for what stands beside it, and the next poll asks again. */
const SIDE = { totalMs: 4_000, retries: 0 };
/** Credits that one call costs by Deribit's documentation. */
const COST = { instruments: 10_000, other: 500 };

/** Of the volatility index. */
const CANDLE_SECONDS = 3_600;

const TOO_MANY_REQUESTS = 10_028;
/** JSON-RPC 2.0. */
const INVALID_PARAMS = -32_602;

function refusalOf(body: unknown): FetchFailure | null {
  const refusal = errorEnvelope.safeParse(body);
  if (!refusal.success) return null;
  const { code, message, data } = refusal.data.error;
  if (code === TOO_MANY_REQUESTS) return { kind: 'rate-limited', retryAfterMs: null };
  const words = data === null ? message : `${message}: ${data.reason}`;
  return { kind: 'venue-error', code, detail: venueWords(words) };
}

type Ask<Answer> = (
  method: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<Result<Answer, FetchFailure>>;

function timedAskingOf(http: Pick<VenueHttp, 'get'>): Ask<Timed> {
  return async (method, query, signal) => {
    const cost = method === 'get_instruments' ? COST.instruments : COST.other;
    const answer = await http.get({ path: `/api/v2/public/${method}`, query, cost }, signal);
    if (!answer.ok) return answer;
    const envelope = resultEnvelope.safeParse(answer.value);
    return envelope.success
      ? ok({ result: envelope.data.result, atMs: envelope.data.usOut })
      : fail({ kind: 'bad-payload', detail: `${method} has no result` });
  };
}

function withoutTime(askTimed: Ask<Timed>): Ask<unknown> {
  return async (method, query, signal) => {
    const answer = await askTimed(method, query, signal);
    return answer.ok ? ok(answer.value.result) : answer;
  };
}

/** Where the name of an index is invalid, this Deribit has no such underlying. */
function knownIndex<Answer>(answer: Result<Answer, FetchFailure>): Result<Answer, FetchFailure> {
  if (answer.ok || answer.failure.kind !== 'venue-error') return answer;
  const { code, detail } = answer.failure;
  const isUnknown = code === INVALID_PARAMS && detail.includes('index_name');
  return isUnknown ? fail({ kind: 'unknown-symbol' }) : answer;
}

/** Asks Deribit's public JSON-RPC over HTTP within its credit limits. */
export function createDeribitClient({ baseUrl, nowMs, limits }: DeribitOptions): DeribitClient {
  const parts = { baseUrl, nowMs, refusalOf };
  const http = createVenueHttp({ ...parts, rates: CREDITS, ...(limits && { limits }) });
  const totalMs = Math.min(limits?.totalMs ?? SIDE.totalMs, SIDE.totalMs);
  const side = http.aside({ totalMs, retries: SIDE.retries });
  const ask = withoutTime(timedAskingOf(http));
  const askAsideTimed = timedAskingOf(side);
  const askAside = withoutTime(askAsideTimed);

  return {
    metrics: http.metrics,
    instruments: (currency, signal) =>
      ask('get_instruments', { currency, kind: 'option', expired: 'false' }, signal),
    bookSummary: (currency, signal) =>
      ask('get_book_summary_by_currency', { currency, kind: 'option' }, signal),
    trades: (currency, { fromMs, untilMs, count }, signal) =>
      askAside(
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
    indexPrice: async (indexName, signal) =>
      knownIndex(await ask('get_index_price', { index_name: indexName }, signal)),
    indexPriceNow: async (indexName, signal) =>
      knownIndex(await askAsideTimed('get_index_price', { index_name: indexName }, signal)),
    futures: (currency, signal) =>
      askAside('get_book_summary_by_currency', { currency, kind: 'future' }, signal),
    volatilityIndex: (currency, { fromMs, untilMs }, signal) =>
      askAside(
        'get_volatility_index_data',
        {
          currency,
          start_timestamp: `${Math.floor(fromMs)}`,
          end_timestamp: `${Math.ceil(untilMs)}`,
          resolution: `${CANDLE_SECONDS}`,
        },
        signal,
      ),
    deliveryPrice: (indexName, signal) =>
      askAside('get_delivery_prices', { index_name: indexName, offset: '0', count: '1' }, signal),
  };
}
