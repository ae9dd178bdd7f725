import type { QuotedContract } from './chain.ts';
import { levelOfSlope } from './parity-line.ts';
import { type ParityQuote, pairQuotes, parityRows } from './parity-rows.ts';
import { twoSidedQuote } from './two-sided-quote.ts';

/** A forward that option quotes imply. */
export type ParityForward = { readonly settlesMs: number; readonly usd: number };

/** Quotes in the money are wide; every expiry with a market has enough strikes within this log distance. */
const LOG_DISTANCE_MAX = 0.05;
/** Fewer strikes cannot outvote a stale one. */
const STRIKES_MIN = 4;
/** Call's and put's spread together, as a share of the strike: wider quotes cannot tell a price to a tenth of a percent. */
const SPREAD_SHARE_MAX = 0.005;
/** Later expiries say more about carry and discount than about spot. */
const AHEAD_MS_MAX = 8 * 86_400_000;
/** An hour before settlement prices are already of the average that they settle on. */
const AHEAD_MS_MIN = 3_600_000;

/** Strike at which call and put cost most nearly the same, which lies next to the forward whatever spot is said to be. */
function balancedStrike(quotes: readonly ParityQuote[]): number | null {
  let nearest: { readonly strike: number; readonly gap: number } | null = null;
  for (const { strike, callBid, callAsk, putBid, putAsk } of quotes) {
    const call = twoSidedQuote({ bid: callBid, ask: callAsk });
    const put = twoSidedQuote({ bid: putBid, ask: putAsk });
    if (call === null || put === null) continue;
    const gap = Math.abs(call.mid - put.mid);
    if (nearest === null || gap < nearest.gap) nearest = { strike, gap };
  }
  return nearest?.strike ?? null;
}

/**
 * Forward of the nearest expiry whose quotes tell one, by C − P = F − K with prices in the currency of spot and no
 * discount over the days that this reaches; null where none does. Neither spot nor stated forwards enter.
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
    const quotes = pairQuotes(group);
    const centre = balancedStrike(quotes);
    if (centre === null) continue;
    const rows = parityRows(quotes, centre, LOG_DISTANCE_MAX).filter(
      ({ spread }) => spread <= SPREAD_SHARE_MAX * centre,
    );
    if (rows.length >= STRIKES_MIN) return { settlesMs, usd: levelOfSlope(rows, -1).level };
  }
  return null;
}
