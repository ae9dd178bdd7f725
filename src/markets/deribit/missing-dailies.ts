import type { DataCaveat, QuotedChain } from '../../core/chain/chain.ts';

const DAY_MS = 86_400_000;
/** Coin-settled options expire on every day; recorded books always have one within a day. */
const DAYS_TO_FIRST_MAX = 2;

/** What a coin-settled book lacks whose next days have no expiry. */
export function missingDailies({
  contracts,
  asOfMs,
}: Pick<QuotedChain, 'contracts' | 'asOfMs'>): readonly DataCaveat[] {
  const firstMs = contracts.reduce(
    (first, { expiryMs }) => (expiryMs > asOfMs ? Math.min(first, expiryMs) : first),
    Number.POSITIVE_INFINITY,
  );
  if (firstMs === Number.POSITIVE_INFINITY || firstMs <= asOfMs + DAYS_TO_FIRST_MAX * DAY_MS)
    return [];
  const date = new Date(firstMs).toISOString().slice(0, 10);
  const reason = `nothing in it expires before ${date}, where Deribit has an expiry each day: a part of the chain`;
  return [{ kind: 'part-of-chain', reason }];
}
