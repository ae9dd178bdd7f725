import { futureCount, levelChange, roundChange, roundLevel, units } from './numbers.ts';
import type { MarketView } from './view.ts';

type Market = Pick<MarketView, 'symbol' | 'unit' | 'hedge' | 'levels'>;
type Trade = { readonly usd: number; readonly units: number; readonly spot: number };

/** What an index calls its own units: nobody trades them. */
const INDEX_UNITS = 'index units';

/** Whether a market's price is counted in points. */
export function isIndex({ unit }: Pick<MarketView, 'unit'>): boolean {
  return unit === INDEX_UNITS;
}

/** A gamma number per smallest whole move of the price: `per point` of an index, else `per $1`. */
export function perStep(market: Pick<MarketView, 'unit'>): string {
  return isIndex(market) ? 'per point' : 'per $1';
}

/**
 * A trade in what readers hedge with: futures at the future's price there (`50k ES`), else units (`441 BTC`); null for
 * an index without a future.
 */
export function tradeSize({ usd, units: amount, spot }: Trade, market: Market): string | null {
  const { hedge, levels, unit } = market;
  if (hedge === null) return isIndex(market) ? null : units(amount, unit);
  const futurePrice = spot + (levels.futureBasis?.usd ?? 0);
  return `${futureCount(usd / (hedge.usdPerPoint * futurePrice))} ${hedge.name}`;
}

/** The same in brackets behind a trade, or nothing. */
export function sizeAside(trade: Trade, market: Market): string {
  const size = tradeSize(trade, market);
  return size === null ? '' : ` (${size})`;
}

/** A price of the index on its future, as printed: the level as printed plus the basis as printed. Null without one. */
export function onFuture({ symbol, levels }: Market, price: number): number | null {
  const { futureBasis, spot } = levels;
  if (futureBasis === null) return null;
  const basis = roundChange(symbol, futureBasis.usd, spot);
  return roundLevel(symbol, roundLevel(symbol, price) + basis);
}

/** What to add to a level to read it on the future: `ES +14`. */
export function basisWords({ symbol, levels }: Market): readonly string[] {
  const { futureBasis, spot } = levels;
  if (futureBasis === null) return [];
  const change = levelChange(symbol, futureBasis.usd, spot);
  return [`${futureBasis.name} ${change === 'unchanged' ? '+0' : change}`];
}
