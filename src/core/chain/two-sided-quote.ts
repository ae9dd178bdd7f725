import type { QuotedContract } from './chain.ts';

/** Middle and width of a contract's quotes, in the currency of spot; null where a side is missing or they are crossed. */
export function twoSidedQuote(
  contract: Pick<QuotedContract, 'bid' | 'ask'>,
): { readonly mid: number; readonly spread: number } | null {
  const { bid = null, ask = null } = contract;
  if (bid === null || ask === null) return null;
  return bid > 0 && ask >= bid && Number.isFinite(ask)
    ? { mid: bid + (ask - bid) / 2, spread: ask - bid }
    : null;
}
