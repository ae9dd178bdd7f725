import type { TradesSeen } from '../trades/positions.ts';
import { readerTime } from './times.ts';

/** How far a market's trades are counted; `isBehind` where reading them fails. */
export type CountedTrades = Pick<TradesSeen, 'sinceMs' | 'cursorMs' | 'gap'> & {
  readonly isBehind: boolean;
};

/** From when and up to when a market's trades are counted, and which were missed before; nothing where none are read. */
export function tradesLines(symbol: string, seen: CountedTrades | null): readonly string[] {
  if (seen === null) return [];
  const { sinceMs, cursorMs, gap, isBehind } = seen;
  const since = readerTime(sinceMs, 'f');
  const reach = isBehind
    ? `from ${since} to ${readerTime(cursorMs, 'f')}, **nothing since**`
    : `since ${since}`;
  const missed =
    gap === null
      ? ''
      : `: those from ${readerTime(gap.fromMs, 'f')} on were missed, so the count of signs began anew`;
  return [`**${symbol} trades** all counted ${reach}${missed}`];
}
