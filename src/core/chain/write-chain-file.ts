import type { QuotedChain, QuotedContract } from './chain.ts';
import { formatInstant } from './instant.ts';

/** A chain as the document of a chain file, which `parseChainFile` reads back; quotes are per unit of the underlying. */
export function chainFileOf(chain: QuotedChain): object {
  const { name, asOfMs, spot, rate, dividendYield, multiplier, contracts } = chain;
  return {
    name,
    asOf: formatInstant(asOfMs),
    spot,
    rate,
    dividendYield,
    multiplier,
    contracts: contracts.map(contractOf),
  };
}

function contractOf({ expiryMs, ...rest }: QuotedContract): object {
  return { ...rest, expiry: formatInstant(expiryMs) };
}
