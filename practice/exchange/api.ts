import { instrumentOf } from './instrument.ts';
import type { PracticeMarket } from './market.ts';
import { type PracticeSymbol, practiceSymbol } from './specification.ts';

export type Reply = { readonly status: number; readonly body: string };

export type Markets = ReadonlyMap<PracticeSymbol, PracticeMarket>;

const PREFIX = '/api/v2/public/';
/** What the venue spends on an answer, microseconds; constant, so that answers repeat exactly. */
const SPENT_MICROSECONDS = 250;
const VERSION = '1.2.26';

type Outcome =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: object } };

function invalidParameter(param: string, reason: string): Outcome {
  return { error: { code: -32602, message: 'Invalid params', data: { reason, param } } };
}

function invalidOrMissing(param: string, value: string | null): Outcome {
  return value === null
    ? invalidParameter(param, 'value is required')
    : invalidParameter(param, `invalid ${param}`);
}

function ofCurrency(
  query: URLSearchParams,
  markets: Markets,
  answer: (market: PracticeMarket) => readonly unknown[],
): Outcome {
  const currency = query.get('currency');
  const symbol = practiceSymbol(currency ?? '');
  const market = symbol === undefined ? undefined : markets.get(symbol);
  if (market === undefined) return invalidOrMissing('currency', currency);
  // Only options are simulated: of any other kind nothing is listed.
  return { result: (query.get('kind') ?? 'option') === 'option' ? answer(market) : [] };
}

function indexPrice(query: URLSearchParams, markets: Markets): Outcome {
  const name = query.get('index_name');
  const symbol = practiceSymbol(/^([a-z]+)_usd$/.exec(name ?? '')?.[1]?.toUpperCase() ?? '');
  const usd = symbol === undefined ? undefined : markets.get(symbol)?.spotUsd();
  if (usd === undefined) return invalidOrMissing('index_name', name);
  return { result: { index_price: usd, estimated_delivery_price: usd } };
}

function outcomeOf(url: URL, markets: Markets, nowMs: number): Outcome {
  const method = url.pathname.startsWith(PREFIX) ? url.pathname.slice(PREFIX.length) : '';
  switch (method) {
    case 'get_book_summary_by_currency':
      return ofCurrency(url.searchParams, markets, (market) => market.rows());
    case 'get_instruments':
      return ofCurrency(url.searchParams, markets, (market) =>
        market.rows().flatMap((row) => instrumentOf(row.instrument_name) ?? []),
      );
    case 'get_index_price':
      return indexPrice(url.searchParams, markets);
    case 'get_time':
      return { result: nowMs };
    case 'test':
      return { result: { version: VERSION } };
    default:
      return { error: { code: -32601, message: 'Method not found' } };
  }
}

/** Answers one request in the venue's envelope; errors travel with HTTP 400 as they do there. */
export function answer(url: URL, markets: Markets, nowMs: number): Reply {
  const outcome = outcomeOf(url, markets, nowMs);
  const usIn = nowMs * 1_000;
  const body = JSON.stringify({
    jsonrpc: '2.0',
    ...outcome,
    usIn,
    usOut: usIn + SPENT_MICROSECONDS,
    usDiff: SPENT_MICROSECONDS,
    testnet: false,
  });
  return { status: 'error' in outcome ? 400 : 200, body };
}
