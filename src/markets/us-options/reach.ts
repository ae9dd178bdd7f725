import type { QuotedContract } from '../../core/chain/chain.ts';
import { reachOf } from '../../core/chain/reach.ts';
import type { Caveat } from './us-chain.ts';

/**
 * Every optionable underlying has an expiry further ahead than this: the listing rules give each at least two
 * months of its quarterly cycle. The site's table shows one month where the user did not ask for all.
 */
const DAYS_AHEAD_MIN = 100;

/** Signs that a document is a part of a chain, which gives confident but wrong totals. */
export function partialCaveats(
  contracts: readonly QuotedContract[],
  at: { readonly asOfMs: number; readonly spot: number },
): readonly Caveat[] {
  const { low, high, daysAhead, isNearMoney } = reachOf(contracts, at);
  const caveats: Caveat[] = [];
  if (daysAhead < DAYS_AHEAD_MIN) {
    const expiries = new Set(contracts.map(({ expiryMs }) => expiryMs)).size;
    caveats.push({ kind: 'few-expiries', expiries, daysAhead });
  }
  if (isNearMoney) {
    caveats.push({ kind: 'few-strikes', low, high });
  }
  return caveats;
}
