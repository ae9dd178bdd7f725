import type { Markets } from './currency.ts';
import { openMarket } from './market.ts';
import { type PracticeBase, type PracticeSymbol, SPECIFICATIONS } from './specification.ts';
import { openSpot, type Spot } from './spot.ts';
import { pathUsd } from './spot-path.ts';

/** Opens one book for each symbol; the books of one coin share its spot. */
export function openMarkets({
  seed,
  symbols,
  nowMs,
}: {
  readonly seed: number;
  readonly symbols: readonly PracticeSymbol[];
  readonly nowMs: () => number;
}): Markets {
  const spots = new Map<PracticeBase, Spot>();
  return new Map(
    symbols.map((symbol) => {
      const { base } = SPECIFICATIONS[symbol];
      const spot = spots.get(base) ?? openSpot((atMs) => pathUsd({ seed, symbol, atMs }), nowMs);
      spots.set(base, spot);
      return [symbol, openMarket({ seed, symbol }, spot, nowMs)];
    }),
  );
}
