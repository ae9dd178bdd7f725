import { density } from '../black76.ts';
import { amountOf, forwardUsdAt, markOf } from '../book.ts';
import { readInstrumentName } from '../instrument.ts';
import { uniform } from '../random.ts';
import { SPECIFICATIONS } from '../specification.ts';
import type { Spot } from '../spot.ts';
import { surfaceAt, YEAR_MS } from '../surface.ts';
import type { Market } from './cell.ts';
import type { NumberedTrade } from './tape.ts';

/** Takers pay up to this share of the mark, or a tick. */
const PAID = 0.02;
const IV_MAX = 999;
/** Trades whose print is remembered: a page of a thousand, twice. */
const PRINTS_MAX = 2_000;

/** A trade as the venue prints it; the fields that only some trades have are absent on the others. */
export type PrintedTrade = {
  readonly trade_id: string;
  readonly trade_seq: number;
  readonly timestamp: number;
  readonly instrument_name: string;
  readonly price: number;
  readonly amount: number;
  readonly contracts: number;
  readonly direction: 'buy' | 'sell';
  readonly iv?: number;
  readonly mark_price: number;
  readonly index_price: number;
  readonly tick_direction: number;
  readonly block_trade_id?: string;
  readonly block_trade_leg_count?: number;
  readonly block_rfq_id?: number;
  readonly combo_id?: string;
  readonly combo_trade_id?: string;
  readonly liquidation?: 'M' | 'T' | 'MT';
  readonly legs?: readonly PrintedTrade[];
};

/** Prints one trade; the same trade always prints alike. */
export type Printer = {
  option(trade: NumberedTrade): PrintedTrade;
  /** The spread itself, from its legs in the order of their numbers. */
  combo(legs: readonly NumberedTrade[]): PrintedTrade;
};

/** A trade's id: plain digits for bitcoin, after the coin's name elsewhere. */
export function tradeId({ symbol }: Pick<Market, 'symbol'>, number: number): string {
  return symbol === 'BTC' ? String(number) : `${symbol.replace('_', '')}-${number}`;
}

function taggedFields(market: Market, { printed }: NumberedTrade) {
  switch (printed.kind) {
    case 'screen':
      return {};
    case 'liquidation':
      return { liquidation: printed.side };
    case 'combo':
      return { combo_id: printed.combo, combo_trade_id: tradeId(market, printed.number) };
    case 'block':
      return {
        block_trade_id: `BLOCK-${printed.number}`,
        block_trade_leg_count: printed.legs,
        ...(printed.isRfq ? { block_rfq_id: printed.number } : {}),
      };
  }
}

/** Prints the trades of one market at the prices of their time. */
export function createPrinter(market: Market, spot: Spot): Printer {
  const { seed, symbol } = market;
  const { settlement, tick, contractSize, priceDecimals } = SPECIFICATIONS[symbol];
  const prints = new Map<number, PrintedTrade>();
  const priced = (trade: NumberedTrade) => {
    const name = readInstrumentName(trade.instrument);
    if (name === undefined) throw new Error(`${trade.instrument} is no option`);
    const { strikeUsd, isCall, expiryMs } = name;
    const point = { seed, symbol, atMs: trade.atMs };
    const surface = surfaceAt(point);
    const indexUsd = spot.usdAt(trade.atMs);
    const years = (expiryMs - trade.atMs) / YEAR_MS;
    const forwardUsd = forwardUsdAt(surface, indexUsd, years);
    const { mark, percent } = markOf(symbol, surface, { forwardUsd, strikeUsd, isCall, years });
    const step = mark < tick.cheapBelow ? tick.cheap : tick.normal;
    const paid = mark + trade.takerSign * (PAID * mark * uniform([seed, trade.number, 'paid']));
    const ticks = trade.takerSign > 0 ? Math.ceil(paid / step) : Math.floor(paid / step);
    const price = Number((Math.max(1, ticks) * step).toFixed(tick.decimals));
    const deviation = (percent / 100) * Math.sqrt(years);
    const upper = Math.log(forwardUsd / strikeUsd) / deviation + deviation / 2;
    const unit = settlement === 'coin' ? 1 : forwardUsd;
    const vega = (unit * density(upper) * Math.sqrt(years)) / 100;
    // Where a tick is worth many vol points the venue prints what it can.
    const iv = vega > 0 ? Math.min(IV_MAX, Math.max(0, percent + (price - mark) / vega)) : 0;
    return { price, mark, indexUsd, iv: Number(iv.toFixed(2)) };
  };
  const option = (trade: NumberedTrade): PrintedTrade => {
    const known = prints.get(trade.number);
    if (known !== undefined) return known;
    const { price, mark, indexUsd, iv } = priced(trade);
    const amount = amountOf(symbol, trade.lots);
    const print: PrintedTrade = {
      trade_id: tradeId(market, trade.number),
      trade_seq: trade.number,
      timestamp: trade.atMs,
      instrument_name: trade.instrument,
      price,
      amount,
      contracts: Number((amount / contractSize).toFixed(2)),
      direction: trade.takerSign > 0 ? 'buy' : 'sell',
      iv,
      mark_price: mark,
      index_price: indexUsd,
      tick_direction: trade.takerSign > 0 ? 0 : 2,
      ...taggedFields(market, trade),
    };
    prints.set(trade.number, print);
    const [oldest] = prints.keys();
    if (prints.size > PRINTS_MAX && oldest !== undefined) prints.delete(oldest);
    return print;
  };
  const combo = (legs: readonly NumberedTrade[]): PrintedTrade => {
    const prints = legs.map(option);
    const [first] = prints;
    const leg = legs[0]?.printed;
    if (first === undefined || leg?.kind !== 'combo') throw new Error('a spread has legs');
    const net = (field: 'price' | 'mark_price') =>
      Math.abs(
        prints.reduce((sum, each) => sum + (each.direction === 'buy' ? 1 : -1) * each[field], 0),
      );
    const { amount, contracts, index_price, timestamp, trade_seq } = first;
    return {
      trade_id: tradeId(market, leg.number),
      trade_seq,
      timestamp,
      instrument_name: leg.combo,
      price: Number(net('price').toFixed(tick.decimals)),
      amount,
      contracts,
      direction: comboDirection(leg.combo, first),
      mark_price: Number(net('mark_price').toFixed(priceDecimals)),
      index_price,
      tick_direction: 0,
      legs: prints,
    };
  };
  return { option, combo };
}

/** A call spread is bought with its lower strike, a put spread with its upper one; the lower leg comes first. */
function comboDirection(combo: string, first: PrintedTrade): 'buy' | 'sell' {
  const isCall = combo.includes('-CS-');
  return (first.direction === 'buy') === isCall ? 'buy' : 'sell';
}
