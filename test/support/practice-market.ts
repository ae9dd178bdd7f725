import { onTestFinished } from 'vitest';
import { z } from 'zod';
import {
  type PracticeExchange,
  type PracticeExchangeOptions,
  startPracticeExchange,
} from '../../practice/exchange/index.ts';

/** Half an hour before a daily expiry, on a Tuesday. */
export const TUESDAY_MS = Date.UTC(2026, 10, 24, 7, 30);

export type Row = Record<string, unknown>;

const rowList = z.array(z.record(z.string(), z.unknown()));

const envelope = z.object({
  jsonrpc: z.literal('2.0'),
  result: z.unknown().optional(),
  error: z
    .object({ code: z.number(), data: z.object({ reason: z.string() }).nullish() })
    .optional(),
  usIn: z.number().optional(),
  usOut: z.number().optional(),
  usDiff: z.number().optional(),
  testnet: z.literal(false),
});

/** A running exchange with a clock that the test sets by hand; it closes when the test ends. */
export async function anExchange(options: Partial<PracticeExchangeOptions> = {}) {
  const clock = { atMs: TUESDAY_MS };
  const exchange = await startPracticeExchange({ seed: 7, nowMs: () => clock.atMs, ...options });
  onTestFinished(() => exchange.close());
  return { exchange, clock };
}

/** The whole answer to one public call. */
export async function callOf(exchange: PracticeExchange, call: string) {
  const response = await fetch(`${exchange.url}/api/v2/public/${call}`);
  const body = envelope.parse(await response.json());
  return { status: response.status, headers: response.headers, body };
}

/** The address of the option book, as the venue spells it. */
export function bookCall(symbol: string): string {
  return `get_book_summary_by_currency?currency=${symbol}&kind=option`;
}

/** The rows of the option book. */
export async function bookOf(exchange: PracticeExchange, symbol: string): Promise<Row[]> {
  return rowList.parse((await callOf(exchange, bookCall(symbol))).body.result);
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');

/** The elements of the instrument list. */
export async function instrumentsOf(exchange: PracticeExchange, symbol: string): Promise<Row[]> {
  const call = `get_instruments?currency=${symbol}&kind=option&expired=false`;
  return rowList.parse((await callOf(exchange, call)).body.result);
}

/** What a row's numbers mean, read here from the name alone. */
export function contractOf(row: Row) {
  const [, date = '', strike, type] = String(row.instrument_name).split('-');
  const month = MONTHS.indexOf(date.slice(-5, -2));
  const expiryMs = Date.UTC(2000 + Number(date.slice(-2)), month, Number(date.slice(0, -5)), 8);
  return {
    expiryMs,
    strike: Number(strike),
    isCall: type === 'C',
    forward: Number(row.underlying_price),
    years: (expiryMs - Number(row.creation_timestamp)) / (365 * 86_400_000),
    vol: Number(row.mark_iv) / 100,
    openInterest: Number(row.open_interest),
  };
}

const printedTrade = z.object({
  trade_id: z.string(),
  timestamp: z.number(),
  instrument_name: z.string(),
  price: z.number(),
  amount: z.number(),
  direction: z.enum(['buy', 'sell']),
  iv: z.number().optional(),
  mark_price: z.number(),
  block_trade_id: z.string().optional(),
  block_trade_leg_count: z.number().optional(),
  block_rfq_id: z.number().optional(),
  combo_id: z.string().optional(),
  combo_trade_id: z.string().optional(),
  liquidation: z.enum(['M', 'T', 'MT']).optional(),
});

const tradeList = z.object({
  trades: z.array(printedTrade.extend({ legs: z.array(printedTrade).optional() })),
  has_more: z.boolean(),
});

export type Trade = z.infer<typeof tradeList>['trades'][number];

/** One page of trades. */
export async function tradesOf(exchange: PracticeExchange, call: string) {
  return tradeList.parse((await callOf(exchange, call)).body.result);
}

/** All trades of a span, oldest first, page by page. */
export async function tradesBetween(
  exchange: PracticeExchange,
  span: { symbol: string; fromMs: number; toMs: number; kind?: string; count?: number },
): Promise<Trade[]> {
  const { symbol, fromMs, toMs, kind = 'option', count = 1_000 } = span;
  const found = new Map<string, Trade>();
  let startMs = fromMs;
  for (;;) {
    const page = await tradesOf(
      exchange,
      `get_last_trades_by_currency_and_time?currency=${symbol}&kind=${kind}&sorting=asc&count=${count}&start_timestamp=${startMs}&end_timestamp=${toMs}`,
    );
    for (const trade of page.trades) found.set(trade.trade_id, trade);
    if (!page.has_more) return [...found.values()];
    startMs = page.trades.at(-1)?.timestamp ?? toMs;
  }
}

const usRow = z.looseObject({
  option: z.string(),
  bid: z.number(),
  ask: z.number(),
  iv: z.number(),
  gamma: z.number(),
  delta: z.number(),
  open_interest: z.number(),
});

const usDocument = z.object({
  timestamp: z.string(),
  symbol: z.string(),
  data: z.looseObject({
    symbol: z.string(),
    current_price: z.number(),
    close: z.number(),
    prev_day_close: z.number(),
    last_trade_time: z.string(),
    options: z.array(usRow),
  }),
});

/** The address of a delayed-quotes document: `_SPX`, `SPY`. */
export function usAddress(exchange: PracticeExchange, name: string): string {
  return `${exchange.url}/api/global/delayed_quotes/options/${name}.json`;
}

/** A delayed-quotes document of the exchange. */
export async function usDocumentOf(exchange: PracticeExchange, name: string) {
  return usDocument.parse(await (await fetch(usAddress(exchange, name))).json());
}
