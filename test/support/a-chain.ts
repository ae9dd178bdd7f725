import type { QuotedChain, QuotedContract } from '../../src/core/chain/chain.ts';

const DAY_MS = 86_400_000;

/** A contract by what tests care about: days to expiry instead of an instant. */
export type ContractTerms = Partial<Omit<QuotedContract, 'expiryMs'>> & { readonly days?: number };

type ChainTerms = Partial<Omit<QuotedChain, 'contracts'>> & {
  readonly contracts?: readonly ContractTerms[];
};

/** A chain of plain contracts: at the money, ten days, 50 % vol, one unit a contract. */
export function aChain({ contracts = [{}], ...terms }: ChainTerms = {}): QuotedChain {
  const asOfMs = terms.asOfMs ?? Date.UTC(2026, 2, 2, 15, 30);
  const spot = terms.spot ?? 100;
  return {
    name: 'test',
    rate: 0,
    dividendYield: 0,
    multiplier: 1,
    invalidRows: 0,
    ...terms,
    asOfMs,
    spot,
    contracts: contracts.map(({ days = 10, ...contract }) => ({
      strike: spot,
      type: 'call',
      openInterest: 1,
      iv: 0.5,
      ...contract,
      expiryMs: asOfMs + days * DAY_MS,
    })),
  };
}
