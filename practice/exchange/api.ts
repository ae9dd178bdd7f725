import { type Markets, marketOfIndex, marketsOf } from './currency.ts';
import { futureInstruments, futureRows, futureTicker } from './futures.ts';
import { deliveryPrices, volatilityCandles } from './index-history.ts';
import { instrumentOf } from './instrument.ts';
import type { PracticeMarket } from './market.ts';
import { optionTicker } from './option-ticker.ts';
import { invalidOrMissing, invalidParameter, type Outcome } from './outcome.ts';
import type { Reply } from './reply.ts';
import { answerTradeQuery, readTradeQuery } from './trades/query.ts';

/** What a method is asked, and of what. */
type Asked = {
  readonly query: URLSearchParams;
  readonly markets: Markets;
  readonly nowMs: number;
};

const PREFIX = '/api/v2/';
/** What the venue spends on an answer, microseconds; constant, so that answers repeat exactly. */
const SPENT_MICROSECONDS = 250;
const VERSION = '1.2.26';

function ofCurrency(
  { query, markets }: Asked,
  answer: (market: PracticeMarket, kind: string) => readonly unknown[],
): Outcome {
  const currency = query.get('currency');
  const listed = marketsOf(currency, markets);
  if (listed === undefined) return invalidOrMissing('currency', currency);
  const kind = query.get('kind') ?? 'option';
  return { result: listed.flatMap((market) => answer(market, kind)) };
}

function lastTrades({ query, markets, nowMs }: Asked, mustSayWhen: boolean): Outcome {
  const read = readTradeQuery(query, { nowMs, mustSayWhen });
  if (read.kind === 'invalid') return invalidParameter(read.parameter, read.reason);
  const currency = query.get('currency');
  const listed = marketsOf(currency, markets);
  if (listed === undefined) return invalidOrMissing('currency', currency);
  return { result: answerTradeQuery(listed, read) };
}

function ofIndex({ query, markets }: Asked, answer: (market: PracticeMarket) => Outcome): Outcome {
  const name = query.get('index_name');
  const market = marketOfIndex(name, markets);
  return market === undefined ? invalidOrMissing('index_name', name) : answer(market);
}

function indexPrice({ spot }: PracticeMarket): Outcome {
  const usd = spot.usd();
  return { result: { index_price: usd, estimated_delivery_price: usd } };
}

function volatilityIndex({ query, markets, nowMs }: Asked): Outcome {
  const currency = query.get('currency');
  const [market] = currency === 'USDC' ? [] : (marketsOf(currency, markets) ?? []);
  if (market === undefined) return invalidOrMissing('currency', currency);
  return volatilityCandles(market, query, nowMs);
}

function ticker({ query, markets, nowMs }: Asked): Outcome {
  const name = query.get('instrument_name');
  for (const market of markets.values()) {
    if (name === null || !name.startsWith(`${market.symbol}-`)) continue;
    const row = market.simulatedRows().find((each) => each.instrument_name === name);
    const found = row === undefined ? futureTicker(market, name, nowMs) : optionTicker(row);
    if (found !== undefined) return { result: found };
  }
  return name === null
    ? invalidOrMissing('instrument_name', null)
    : invalidParameter('instrument_name', 'instrument not found');
}

function summary(market: PracticeMarket, kind: string, nowMs: number): readonly unknown[] {
  if (kind === 'future') return futureRows(market, nowMs);
  return kind === 'option' ? market.rows() : [];
}

function instruments(market: PracticeMarket, kind: string, nowMs: number): readonly unknown[] {
  if (kind === 'future') return futureInstruments(market, nowMs);
  if (kind !== 'option') return [];
  return market.rows().flatMap((row) => instrumentOf(row.instrument_name) ?? []);
}

/** What a public method answers, over HTTP or in the stream. */
export function outcomeOf(method: string, asked: Asked): Outcome {
  const { nowMs } = asked;
  switch (method) {
    case 'public/get_book_summary_by_currency':
      return ofCurrency(asked, (market, kind) => summary(market, kind, nowMs));
    case 'public/get_instruments':
      return ofCurrency(asked, (market, kind) => instruments(market, kind, nowMs));
    case 'public/get_last_trades_by_currency':
      return lastTrades(asked, false);
    case 'public/get_last_trades_by_currency_and_time':
      return lastTrades(asked, true);
    case 'public/get_index_price':
      return ofIndex(asked, indexPrice);
    case 'public/get_delivery_prices':
      return ofIndex(asked, (market) => deliveryPrices(market, asked.query, nowMs));
    case 'public/get_volatility_index_data':
      return volatilityIndex(asked);
    case 'public/ticker':
      return ticker(asked);
    case 'public/get_time':
      return { result: nowMs };
    case 'public/test':
      return { result: { version: VERSION } };
    case 'public/subscribe':
    case 'public/set_heartbeat':
      return { error: { code: 10_030, message: 'must_be_websocket_request' } };
    default:
      return { error: { code: -32601, message: 'Method not found' } };
  }
}

/** The venue's envelope around an outcome. */
export function enveloped(outcome: object, nowMs: number): object {
  const usIn = nowMs * 1_000;
  return {
    jsonrpc: '2.0',
    ...outcome,
    usIn,
    usOut: usIn + SPENT_MICROSECONDS,
    usDiff: SPENT_MICROSECONDS,
    testnet: false,
  };
}

/** Answers one request in the venue's envelope; errors travel with HTTP 400 as they do there. */
export function answer(url: URL, markets: Markets, nowMs: number): Reply {
  const method = url.pathname.startsWith(PREFIX) ? url.pathname.slice(PREFIX.length) : '';
  const outcome = outcomeOf(method, { query: url.searchParams, markets, nowMs });
  const body = JSON.stringify(enveloped(outcome, nowMs));
  return { status: 'error' in outcome ? 400 : 200, body, type: 'application/json' };
}
