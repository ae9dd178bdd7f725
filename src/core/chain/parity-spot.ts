import type { QuotedContract } from './chain.ts';
import { levelOfSlope } from './parity-line.ts';
import { pairQuotes, parityRows } from './parity-rows.ts';

/** A forward that option quotes imply. */
export type ParityForward = { readonly settlesMs: number; readonly usd: number };

/** Quotes in the money are wide; every expiry with a market has enough strikes within this log distance. */
const LOG_DISTANCE_MAX = 0.05;
/** Fewer strikes cannot outvote a stale one. */
const STRIKES_MIN = 4;
/** Call's and put's spread together, as a share of the forward: wider quotes cannot tell a price to a tenth of a percent. */
const SPREAD_SHARE_MAX = 0.005;
/** Later expiries say more about carry and discount than about spot. */
const AHEAD_MS_MAX = 8 * 86_400_000;
/** An hour before settlement prices are already of the average that they settle on. */
const AHEAD_MS_MIN = 3_600_000;

/**
 * Forward of the nearest expiry whose quotes tell one, by C − P = F − K with prices in the currency of spot and no
 * discount over the days that this reaches; null where none does. Expiries must state a forward to look around.
 */
export function nearestParityForward(
  contracts: readonly QuotedContract[],
  asOfMs: number,
): ParityForward | null {
  const near = contracts.filter(
    ({ expiryMs }) => expiryMs - asOfMs >= AHEAD_MS_MIN && expiryMs - asOfMs <= AHEAD_MS_MAX,
  );
  const expiries = [...Map.groupBy(near, ({ expiryMs }) => expiryMs)].sort(([a], [b]) => a - b);
  for (const [settlesMs, group] of expiries) {
    const stated = group.find(({ forward }) => forward !== undefined)?.forward;
    if (stated === undefined) continue;
    const sides = group.map(({ strike, type, bid = null, ask = null }) => ({
      strike,
      type,
      bid,
      ask,
    }));
    const rows = parityRows(pairQuotes(sides), stated, LOG_DISTANCE_MAX).filter(
      ({ spread }) => spread <= SPREAD_SHARE_MAX * stated,
    );
    if (rows.length >= STRIKES_MIN) return { settlesMs, usd: levelOfSlope(rows, -1).level };
  }
  return null;
}
