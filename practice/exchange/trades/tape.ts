import { CELL_MS, type Cell, cellOf, type Market, NUMBERS } from './cell.ts';
import type { Trade } from './trade.ts';

/** Ten days of six cells: what clients of some markets that were away ask for. */
const CELLS_MAX = 60;

/** A trade with its number, which rises with time. */
export type NumberedTrade = Trade & { readonly number: number };

/** What is open in one contract at an instant, in trades of the smallest size. */
export type Holding = { readonly openLots: number; readonly dealerLots: number };

/** Every trade of one market, at any time: drawn when asked for, always the same. */
export type Tape = {
  /** Trades in [fromMs, toMs], oldest first, drawn as they are read. */
  forwards(fromMs: number, toMs: number): IterableIterator<NumberedTrade>;
  /** The same trades, newest first. */
  backwards(fromMs: number, toMs: number): IterableIterator<NumberedTrade>;
  /** What is open after all trades until an instant, by instrument. */
  holdingsAt(atMs: number): ReadonlyMap<string, Holding>;
  /** The start of the cell in which a trade of this number lies, epoch milliseconds. */
  cellStartMs(number: number): number;
};

/** Cells of all markets of this process: they follow from their key alone, and are dear to draw. */
const cells = new Map<string, Cell>();

function cachedCell(market: Market, index: number): Cell {
  const key = `${market.seed} ${market.symbol} ${index}`;
  const cell = cells.get(key) ?? cellOf(market, index);
  cells.set(key, cell);
  const [oldest] = cells.keys();
  if (cells.size > CELLS_MAX && oldest !== undefined) cells.delete(oldest);
  return cell;
}

/** Opens the tape of a market. */
export function openTape(market: Market): Tape {
  const cellAt = (index: number): Cell => cachedCell(market, index);
  const numbered = (index: number): NumberedTrade[] =>
    cellAt(index).trades.map((trade, at) => ({ ...trade, number: index * NUMBERS + at }));
  const indexOf = (atMs: number) => Math.floor(atMs / CELL_MS);
  return {
    *forwards(fromMs, toMs) {
      for (let index = indexOf(fromMs); index <= indexOf(toMs); index++)
        for (const trade of numbered(index))
          if (trade.atMs >= fromMs && trade.atMs <= toMs) yield trade;
    },
    *backwards(fromMs, toMs) {
      for (let index = indexOf(toMs); index >= indexOf(fromMs); index--)
        for (const trade of numbered(index).reverse())
          if (trade.atMs >= fromMs && trade.atMs <= toMs) yield trade;
    },
    holdingsAt: (atMs) => {
      const { before, trades } = cellAt(indexOf(atMs));
      const holdings = new Map<string, Holding>(before);
      for (const { instrument, openChange, dealerChange, atMs: tradedMs } of trades) {
        if (tradedMs > atMs) break;
        const held = holdings.get(instrument) ?? { openLots: 0, dealerLots: 0 };
        holdings.set(instrument, {
          openLots: held.openLots + openChange,
          dealerLots: held.dealerLots + dealerChange,
        });
      }
      return holdings;
    },
    cellStartMs: (number) => Math.floor(number / NUMBERS) * CELL_MS,
  };
}
