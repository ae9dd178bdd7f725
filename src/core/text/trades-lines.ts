import type { TradesSeen } from '../trades/positions.ts';
import { readerTime } from './times.ts';

/** From when on a market's trades are counted, and which were missed before; nothing where none are read. */
export function tradesLines(
  symbol: string,
  seen: Pick<TradesSeen, 'sinceMs' | 'gap'> | null,
): readonly string[] {
  if (seen === null) return [];
  const { sinceMs, gap } = seen;
  const missed =
    gap === null
      ? ''
      : `: those from ${readerTime(gap.fromMs, 'f')} on were missed, so the count of signs began anew`;
  return [`**${symbol} trades** all counted since ${readerTime(sinceMs, 'f')}${missed}`];
}
