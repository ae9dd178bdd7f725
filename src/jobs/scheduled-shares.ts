import { scheduledShare } from '../core/alerts/scheduled-share.ts';
import type { Chain } from '../core/chain/chain.ts';
import { cleanChain } from '../core/chain/clean.ts';
import { attributeFlip } from '../core/exposure/attribution.ts';
import { isWithheld } from '../core/exposure/grade.ts';
import type { RuleWithState, Store } from '../store/store.ts';

/** Data times of the readings against which a crossing may be confirmed now. */
function timesInQuestion(rules: readonly RuleWithState[]): ReadonlySet<number> {
  return new Set(
    rules.flatMap(({ state: { side, pending, lastOnSide } }) =>
      pending === null || lastOnSide === null || pending.side === side ? [] : [lastOnSide.atMs],
    ),
  );
}

/**
 * Share of the flip's move that was on the calendar since each reading against which a rule may confirm a crossing
 * with this chain. Such readings are rare, and their chains are analysed only then; what is kept no longer is left out.
 */
export async function scheduledShares(
  store: Store,
  { symbol, rules }: { readonly symbol: string; readonly rules: readonly RuleWithState[] },
  chain: Chain,
): Promise<ReadonlyMap<number, number>> {
  const shares = new Map<number, number>();
  for (const atMs of timesInQuestion(rules)) {
    const stored = await store.levelsAt(symbol, atMs);
    if (stored?.levels.dataTimeMs !== atMs || isWithheld(stored.levels.grade)) continue;
    const before = await store.chain(stored.snapshotId);
    const attribution = before === null ? null : attributeFlip(cleanChain(before), chain);
    if (attribution === null) continue;
    const session = chain.source.openInterestSession ?? null;
    shares.set(atMs, scheduledShare(attribution, stored.levels.openInterestSession !== session));
  }
  return shares;
}
