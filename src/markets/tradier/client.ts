import type { Result } from '../../core/result.ts';
import type { Secret } from '../../secret.ts';
import type { HttpLimits } from '../http/limits.ts';
import { createVenueHttp, type VenueHttp } from '../http/venue-http.ts';
import type { FetchFailure } from '../market.ts';
import { faultAnswer } from './schema.ts';

/** How Tradier is reached. */
export type TradierAccess = {
  /** Prefix before `/v1/markets/`: the brokerage's address or the sandbox's. */
  readonly baseUrl: string;
  readonly token: Secret;
  readonly nowMs: () => number;
  readonly limits?: Partial<HttpLimits>;
};

/** The three questions that a chain takes; each answers with the parsed body. */
export interface TradierClient {
  quote(symbol: string, signal: AbortSignal): Promise<Result<unknown, FetchFailure>>;
  expirations(symbol: string, signal: AbortSignal): Promise<Result<unknown, FetchFailure>>;
  chain(
    series: { readonly symbol: string; readonly date: string },
    signal: AbortSignal,
  ): Promise<Result<unknown, FetchFailure>>;
  readonly metrics: VenueHttp['metrics'];
}

/** Documented: 120 requests a minute at the brokerage, 60 in the sandbox. Burst and refill of a minute stay below. */
const RATES = {
  brokerage: { capacity: 90, refillPerSecond: 0.5 },
  sandbox: { capacity: 45, refillPerSecond: 0.25 },
};

const UNAUTHORIZED = 401;

function refusalOf(body: unknown, status: number): FetchFailure | null {
  if (status === UNAUTHORIZED) return { kind: 'key-refused' };
  const fault = faultAnswer.safeParse(body);
  const isQuota = fault.success && /ratelimit|quota/i.test(fault.data.fault.detail.errorcode);
  return isQuota ? { kind: 'rate-limited', retryAfterMs: null } : null;
}

/** Whether an address is Tradier's sandbox, whose quotes are delayed. */
export function isSandbox(baseUrl: string): boolean {
  return new URL(baseUrl).hostname.startsWith('sandbox.');
}

/** Asks Tradier's market data with the operator's token, within its limits. */
export function createTradierClient({
  baseUrl,
  token,
  nowMs,
  limits,
}: TradierAccess): TradierClient {
  const rates = isSandbox(baseUrl) ? RATES.sandbox : RATES.brokerage;
  const http = createVenueHttp({
    ...{ baseUrl, token, nowMs, refusalOf, rates },
    ...(limits && { limits }),
  });
  const ask = (
    question: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Result<unknown, FetchFailure>> =>
    http.get({ path: `/v1/markets/${question}`, query, cost: 1 }, signal);
  return {
    metrics: http.metrics,
    quote: (symbol, signal) => ask('quotes', { symbols: symbol, greeks: 'false' }, signal),
    expirations: (symbol, signal) =>
      // Without all roots an index lists only its AM-settled dates.
      ask('options/expirations', { symbol, includeAllRoots: 'true' }, signal),
    chain: ({ symbol, date }, signal) =>
      ask('options/chains', { symbol, expiration: date, greeks: 'true' }, signal),
  };
}
