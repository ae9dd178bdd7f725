import { instrumentOf } from './instrument.ts';
import type { PracticeMarket } from './market.ts';
import { type PracticeSymbol, practiceSymbol, SPECIFICATIONS } from './specification.ts';
import { answerTradeQuery, readTradeQuery } from './trades/query.ts';

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

/** The markets that the venue returns under a currency; undefined where it knows no such currency. */
function marketsOf(currency: string | null, markets: Markets): PracticeMarket[] | undefined {
  if (currency === 'USDC')
    return [...markets.values()].filter(({ symbol }) => symbol.endsWith('_USDC'));
  const symbol = practiceSymbol(currency ?? '');
  const market = symbol === undefined || symbol.endsWith('_USDC') ? undefined : markets.get(symbol);
  return market === undefined ? undefined : [market];
}

function ofCurrency(
  query: URLSearchParams,
  markets: Markets,
  answer: (markets: readonly PracticeMarket[], kind: string) => unknown,
): Outcome {
  const currency = query.get('currency');
  const listed = marketsOf(currency, markets);
  if (listed === undefined) return invalidOrMissing('currency', currency);
  return { result: answer(listed, query.get('kind') ?? 'option') };
}

function lastTrades(
  query: URLSearchParams,
  { markets, nowMs, mustSayWhen }: { markets: Markets; nowMs: number; mustSayWhen: boolean },
): Outcome {
  const read = readTradeQuery(query, { nowMs, mustSayWhen });
  if (read.kind === 'invalid') return invalidParameter(read.parameter, read.reason);
  return ofCurrency(query, markets, (listed) => answerTradeQuery(listed, read));
}

function indexPrice(query: URLSearchParams, markets: Markets): Outcome {
  const name = query.get('index_name');
  const base = /^([a-z]+)_usdc?$/.exec(name ?? '')?.[1]?.toUpperCase();
  const market = [...markets.values()].find(({ symbol }) => SPECIFICATIONS[symbol].base === base);
  if (market === undefined) return invalidOrMissing('index_name', name);
  const usd = market.spot.usd();
  return { result: { index_price: usd, estimated_delivery_price: usd } };
}

function summaryOf(listed: readonly PracticeMarket[], kind: string, _nowMs: number): unknown[] {
  return kind === 'option' ? listed.flatMap((market) => market.rows()) : [];
}

function instrumentsOf(listed: readonly PracticeMarket[]): unknown[] {
  return listed.flatMap((market) =>
    market.rows().flatMap((row) => instrumentOf(row.instrument_name) ?? []),
  );
}

function outcomeOf(url: URL, markets: Markets, nowMs: number): Outcome {
  const method = url.pathname.startsWith(PREFIX) ? url.pathname.slice(PREFIX.length) : '';
  switch (method) {
    case 'get_book_summary_by_currency':
      return ofCurrency(url.searchParams, markets, (listed, kind) =>
        summaryOf(listed, kind, nowMs),
      );
    case 'get_instruments':
      return ofCurrency(url.searchParams, markets, (listed, kind) =>
        kind === 'option' ? instrumentsOf(listed) : [],
      );
    case 'get_last_trades_by_currency':
      return lastTrades(url.searchParams, { markets, nowMs, mustSayWhen: false });
    case 'get_last_trades_by_currency_and_time':
      return lastTrades(url.searchParams, { markets, nowMs, mustSayWhen: true });
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
