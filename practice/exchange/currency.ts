import type { PracticeMarket } from './market.ts';
import { type PracticeSymbol, practiceSymbol, SPECIFICATIONS } from './specification.ts';

export type Markets = ReadonlyMap<PracticeSymbol, PracticeMarket>;

/** The markets that the venue returns under a currency; undefined where it knows no such currency. */
export function marketsOf(
  currency: string | null,
  markets: Markets,
): readonly PracticeMarket[] | undefined {
  if (currency === 'USDC')
    return [...markets.values()].filter(({ symbol }) => symbol.endsWith('_USDC'));
  const symbol = practiceSymbol(currency ?? '');
  const market = symbol === undefined || symbol.endsWith('_USDC') ? undefined : markets.get(symbol);
  return market === undefined ? undefined : [market];
}

/** A market whose coin an index such as `btc_usd` or `sol_usdc` prices; undefined where none is simulated. */
export function marketOfIndex(
  indexName: string | null,
  markets: Markets,
): PracticeMarket | undefined {
  const base = /^([a-z]+)_usdc?$/.exec(indexName ?? '')?.[1]?.toUpperCase();
  return [...markets.values()].find(({ symbol }) => SPECIFICATIONS[symbol].base === base);
}
