import type { PracticeMarket } from '../market.ts';
import type { PrintedTrade } from './printer.ts';
import type { NumberedTrade, Tape } from './tape.ts';

/** The venue's own bounds. */
const COUNT = { usual: 10, max: 1_000 };
/** Trades older than this are not served, milliseconds. */
const KEPT_MS = 30 * 86_400_000;

type Kinds = { readonly options: boolean; readonly combos: boolean };

const KINDS: Readonly<Record<string, Kinds>> = {
  any: { options: true, combos: true },
  option: { options: true, combos: false },
  option_combo: { options: false, combos: true },
  combo: { options: false, combos: true },
  future: { options: false, combos: false },
};

type Window = { readonly fromMs: number; readonly toMs: number };

/** One read query for trades, or the name of the parameter that is wrong. */
export type TradeQuery =
  | {
      readonly kind: 'query';
      readonly window: Window;
      readonly numbers: { readonly from: number; readonly to: number };
      readonly kinds: Kinds;
      readonly count: number;
      readonly oldestFirst: boolean;
    }
  | { readonly kind: 'invalid'; readonly parameter: string; readonly reason: string };

function wrong(parameter: string, isAbsent: boolean): TradeQuery {
  const reason = isAbsent ? 'value is required' : `invalid ${parameter}`;
  return { kind: 'invalid', parameter, reason };
}

/** The number in a trade id such as `123` or `ETH-123`. */
function numberOf(id: string | null): number | null {
  return id === null ? null : Number(/(\d+)$/.exec(id)?.[1] ?? Number.NaN);
}

/** Reads the parameters of get_last_trades_by_currency, and of `…_and_time`, which must say when. */
export function readTradeQuery(
  query: URLSearchParams,
  { nowMs, mustSayWhen }: { nowMs: number; mustSayWhen: boolean },
): TradeQuery {
  const stated = (name: string) => (query.has(name) ? Number(query.get(name)) : null);
  const [start, end] = [stated('start_timestamp'), stated('end_timestamp')];
  if (mustSayWhen && start === null) return wrong('start_timestamp', true);
  if (mustSayWhen && end === null) return wrong('end_timestamp', true);
  if (Number.isNaN(start)) return wrong('start_timestamp', false);
  if (Number.isNaN(end)) return wrong('end_timestamp', false);
  const count = stated('count') ?? COUNT.usual;
  if (!Number.isInteger(count) || count < 1 || count > COUNT.max) return wrong('count', false);
  const kinds = KINDS[query.get('kind') ?? 'any'];
  if (kinds === undefined) return wrong('kind', false);
  const [from, to] = [numberOf(query.get('start_id')), numberOf(query.get('end_id'))];
  if (Number.isNaN(from)) return wrong('start_id', false);
  if (Number.isNaN(to)) return wrong('end_id', false);
  return {
    kind: 'query',
    window: {
      fromMs: Math.max(start ?? 0, nowMs - KEPT_MS),
      toMs: Math.min(end ?? nowMs, nowMs),
    },
    numbers: { from: from ?? 0, to: to ?? Number.POSITIVE_INFINITY },
    kinds,
    count,
    oldestFirst: query.get('sorting') === 'asc',
  };
}

/** The prints of a run of trades: options as they come, each spread beside the first of its legs. */
function* printsOf(
  market: PracticeMarket,
  trades: IterableIterator<NumberedTrade>,
  kinds: Kinds,
): IterableIterator<PrintedTrade> {
  const legs = new Map<number, NumberedTrade[]>();
  for (const trade of trades) {
    if (kinds.options) yield market.print.option(trade);
    if (!kinds.combos || trade.printed.kind !== 'combo') continue;
    const { number } = trade.printed;
    const known = [...(legs.get(number) ?? []), trade].sort((a, b) => a.number - b.number);
    legs.set(number, known);
    if (known.length === 2) yield market.print.combo(known);
  }
}

function* tradesOf(
  tape: Tape,
  { fromMs, toMs }: Window,
  query: Extract<TradeQuery, { kind: 'query' }>,
): IterableIterator<NumberedTrade> {
  const all = query.oldestFirst ? tape.forwards(fromMs, toMs) : tape.backwards(fromMs, toMs);
  for (const trade of all)
    if (trade.number >= query.numbers.from && trade.number <= query.numbers.to) yield trade;
}

function firstOf<T>(items: IterableIterator<T>, count: number): T[] {
  const first: T[] = [];
  for (const item of items) if (first.push(item) === count) break;
  return first;
}

/** The trades a query asks for across the markets of one currency, and whether there are more. */
export function answerTradeQuery(
  markets: readonly PracticeMarket[],
  query: Extract<TradeQuery, { kind: 'query' }>,
): { readonly trades: readonly PrintedTrade[]; readonly has_more: boolean } {
  const direction = query.oldestFirst ? 1 : -1;
  const found = markets.flatMap((market) => {
    const tape = market.tape();
    if (tape === undefined) return [];
    const { from } = query.numbers;
    const fromMs = Math.max(query.window.fromMs, from > 0 ? tape.cellStartMs(from) : 0);
    const trades = tradesOf(tape, { ...query.window, fromMs }, query);
    // One more than asked for tells whether there are more.
    return firstOf(printsOf(market, trades, query.kinds), query.count + 1);
  });
  const sorted = found.sort((a, b) => direction * (a.timestamp - b.timestamp));
  return { trades: sorted.slice(0, query.count), has_more: sorted.length > query.count };
}
