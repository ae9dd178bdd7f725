import { isPreMarket, type MarketHours, nextSession } from '../schedule/market-hours.ts';
import type { QuotedChain } from './chain.ts';

/** The instant at which the series that settle on this morning's opening print do so; null at any other time. */
export function openingSettlementMs(hours: MarketHours, atMs: number): number | null {
  return isPreMarket(hours, atMs) ? nextSession(atMs).openMs : null;
}

/**
 * The chain without the series that settles on this morning's opening print: it no longer trades, and no level of the
 * day has its gamma. On any other morning, and once the market is open, the chain itself.
 */
export function withoutOpeningSeries(quoted: QuotedChain, hours: MarketHours): QuotedChain {
  const openMs = openingSettlementMs(hours, quoted.asOfMs);
  const contracts = quoted.contracts.filter(({ expiryMs }) => expiryMs !== openMs);
  return contracts.length === quoted.contracts.length ? quoted : { ...quoted, contracts };
}

/**
 * An earlier chain as it is to be set against one of `asOfMs`: the series that settles on that morning's opening print
 * counts as settled by then, since the later chain is without it.
 */
export function withOpeningSeriesOver(
  earlier: QuotedChain,
  { hours, asOfMs }: { readonly hours: MarketHours; readonly asOfMs: number },
): QuotedChain {
  const openMs = openingSettlementMs(hours, asOfMs);
  if (openMs === null) return earlier;
  const contracts = earlier.contracts.map((contract) =>
    contract.expiryMs === openMs ? { ...contract, expiryMs: asOfMs } : contract,
  );
  return { ...earlier, contracts };
}
