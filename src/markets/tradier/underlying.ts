import { NEW_YORK } from '../../core/chain/calendar.ts';
import { localDate } from '../../core/schedule/wall-clock.ts';
import { nightMove } from '../us-options/before-open.ts';
import { isUsIndex } from '../us-options/underlying.ts';
import { underlyingQuote } from './schema.ts';

/** What a quote says of the underlying. */
export type Underlying = {
  readonly price: number;
  /** The last close, as far as a quote before the open tells it. */
  readonly lastClose: number;
  /** The last price and when it was traded, epoch milliseconds; null where that is not stated. */
  readonly trade: { readonly price: number; readonly atMs: number } | null;
};

/** Reads the underlying's quote as the venue sent it; null where it states no price. `nowMs` says which day is today. */
export function readUnderlying(quote: unknown, nowMs: number): Underlying | null {
  const read = underlyingQuote.safeParse(quote);
  if (!read.success) return null;
  const { symbol, last, bid, ask, close, prevclose, trade_date: tradedMs } = read.data;
  const price = last ?? (bid === null || ask === null ? null : (bid + ask) / 2);
  if (price === null) return null;
  const trade = last === null || tradedMs === null ? null : { price: last, atMs: tradedMs };
  // An index stands still outside its session, so that its level of another day is the close; funds trade on.
  const isStill = isUsIndex(symbol) && trade !== null && !isOfDay(trade.atMs, nowMs);
  // The close is empty while a session runs, and the previous one is the last from the change of the day on.
  const lastClose = isStill ? price : (close ?? prevclose ?? price);
  return { price, lastClose, trade };
}

/** How far the underlying has moved this morning, as a multiple of its last close; null where it has not traded. */
export function moveOf({ trade, lastClose }: Underlying, nowMs: number): number | null {
  if (trade === null || !isOfDay(trade.atMs, nowMs)) return null;
  return nightMove(trade.price, lastClose);
}

function isOfDay(atMs: number, nowMs: number): boolean {
  return localDate(atMs, NEW_YORK) === localDate(nowMs, NEW_YORK);
}
