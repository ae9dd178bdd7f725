import type { QuotedChain, SpotReading } from './chain.ts';

/**
 * A chain as it stands a little later at another price: forwards in proportion to spot, each strike's vol held, settled
 * contracts gone. Quotes and side prices are left out, since they were made at the old price.
 */
export function chainAtPrice(
  { spotQuotes: _, ...chain }: QuotedChain,
  { usd, atMs }: SpotReading,
): QuotedChain {
  const contracts = chain.contracts
    .filter(({ expiryMs }) => expiryMs > atMs)
    .map(({ bid: _bid, ask: _ask, forward, ...rest }) => ({
      ...rest,
      ...(forward !== undefined && { forward: forward * (usd / chain.spot) }),
    }));
  return { ...chain, spot: usd, asOfMs: atMs, contracts };
}
