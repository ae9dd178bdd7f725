import { DAY_MS } from '../calendar.ts';
import { drawsOf } from '../random.ts';
import type { PracticeSymbol } from '../specification.ts';
import { packageTrades } from './packages.ts';
import { type Position, positionsAt } from './positions.ts';
import { balance, churn } from './screen.ts';
import type { Trade } from './trade.ts';

/** Positions are known at the edges of cells and trades lead from one to the next; 08:00 UTC is an edge. */
export const CELL_MS = 4 * 3_600_000;

/** Trades and packages numbered in one cell; a cell of the largest book holds about three thousand trades. */
export const NUMBERS = 100_000;
/** Packages are numbered from here on, so that a spread never has the number of a trade. */
const FIRST_PACKAGE = 90_000;

export type Market = { readonly seed: number; readonly symbol: PracticeSymbol };

/** What was open at the start of a cell, and the trades until its end, oldest first. */
export type Cell = {
  readonly before: ReadonlyMap<string, Position>;
  readonly trades: readonly Trade[];
};

const total = (trades: readonly Trade[], change: 'openChange' | 'dealerChange') =>
  trades.reduce((sum, trade) => sum + trade[change], 0);

/** Open interest is never negative: where closings would come too early, they wait for the last opening. */
function inPossibleOrder(trades: readonly Trade[], openLots: number, endMs: number): Trade[] {
  const sorted = trades.toSorted((a, b) => a.atMs - b.atMs);
  let open = openLots;
  const path = sorted.map(({ openChange }) => {
    open += openChange;
    return open;
  });
  if (path.every((lots) => lots >= 0)) return sorted;
  const lastMs = Math.max(...sorted.filter((each) => each.openChange > 0).map((each) => each.atMs));
  return sorted.map((trade) => {
    if (trade.openChange >= 0) return trade;
    const share = (trade.atMs - (endMs - CELL_MS)) / CELL_MS;
    return { ...trade, atMs: Math.floor(lastMs + share * (endMs - lastMs)) };
  });
}

/** The trades of one cell, drawn so that they lead exactly from the positions at its start to those at its end. */
export function cellOf({ seed, symbol }: Market, index: number): Cell {
  const startMs = index * CELL_MS;
  const endMs = startMs + CELL_MS;
  const before = positionsAt({ seed, symbol, atMs: startMs });
  const after = positionsAt({ seed, symbol, atMs: endMs });
  let packages = 0;
  const nextNumber = () => index * NUMBERS + FIRST_PACKAGE + packages++;
  const packaged = [...Map.groupBy(before.values(), ({ expiry }) => expiry.expiryMs)].flatMap(
    ([expiryMs, positions]) => {
      const draw = drawsOf([seed, symbol, 'package', index, expiryMs]);
      const atMs = () => startMs + Math.floor(draw() * CELL_MS);
      return packageTrades(draw, { symbol, positions, nextNumber, atMs });
    },
  );
  const byName = Map.groupBy(packaged, ({ instrument }) => instrument);
  const trades = [...new Map([...before, ...after]).values()].flatMap((position) => {
    const { name, expiry } = position;
    const draw = drawsOf([seed, symbol, 'trade', index, name]);
    const terms = () => ({ instrument: name, atMs: startMs + Math.floor(draw() * CELL_MS) });
    const { openLots, dealerLots } = before.get(name) ?? { openLots: 0, dealerLots: 0 };
    const { period } = expiry;
    const drawn = [
      ...(byName.get(name) ?? []),
      ...churn(draw, { terms, openLots, period, daysInCell: CELL_MS / DAY_MS }),
    ];
    // What settles at the end of this cell has no position there: it just trades on.
    const target = after.get(name) ?? { openLots, dealerLots };
    const openChange = target.openLots - openLots - total(drawn, 'openChange');
    const dealerChange = target.dealerLots - dealerLots - total(drawn, 'dealerChange');
    const all = [...drawn, ...balance(draw, { terms, openChange, dealerChange })];
    return inPossibleOrder(all, openLots, endMs);
  });
  return { before, trades: trades.sort((a, b) => a.atMs - b.atMs) };
}
