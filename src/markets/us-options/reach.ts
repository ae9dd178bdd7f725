import type { QuotedContract } from '../../core/chain/chain.ts';
import type { Caveat } from './us-chain.ts';

const DAY_MS = 86_400_000;

/**
 * Every optionable underlying has an expiry further ahead than this: the listing rules give each at least two
 * months of its quarterly cycle. The site's table shows one month where the user did not ask for all.
 */
const DAYS_AHEAD_MIN = 100;

/** Every recorded whole chain lists strikes beyond these multiples of spot; a table "near the money" does not. */
const STRIKE_LOW = 0.85;
const STRIKE_HIGH = 1.15;

/** Signs that a document is a part of a chain, which gives confident but wrong totals. */
export function partialCaveats(
  contracts: readonly QuotedContract[],
  { asOfMs, spot }: { readonly asOfMs: number; readonly spot: number },
): readonly Caveat[] {
  let [low, high, lastMs] = [Number.POSITIVE_INFINITY, 0, asOfMs];
  for (const { strike, expiryMs } of contracts) {
    low = Math.min(low, strike);
    high = Math.max(high, strike);
    lastMs = Math.max(lastMs, expiryMs);
  }
  const caveats: Caveat[] = [];
  const daysAhead = Math.floor((lastMs - asOfMs) / DAY_MS);
  if (daysAhead < DAYS_AHEAD_MIN) {
    const expiries = new Set(contracts.map(({ expiryMs }) => expiryMs)).size;
    caveats.push({ kind: 'few-expiries', expiries, daysAhead });
  }
  if (low > STRIKE_LOW * spot || high < STRIKE_HIGH * spot) {
    caveats.push({ kind: 'few-strikes', low, high });
  }
  return caveats;
}
