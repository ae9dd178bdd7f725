import type { QuotedContract } from './chain.ts';

const DAY_MS = 86_400_000;
/** Every recorded whole chain lists strikes beyond these multiples of spot; a table "near the money" does not. */
const STRIKE_LOW = 0.85;
const STRIKE_HIGH = 1.15;

/** How far a chain reaches: its lowest and highest strike, and whole days to its last expiry. */
export type Reach = {
  readonly low: number;
  readonly high: number;
  readonly daysAhead: number;
  readonly isNearMoney: boolean;
};

/** How far the contracts of a chain reach in strikes and in time, and whether only strikes near the money are in it. */
export function reachOf(
  contracts: readonly Pick<QuotedContract, 'strike' | 'expiryMs'>[],
  { asOfMs, spot }: { readonly asOfMs: number; readonly spot: number },
): Reach {
  let [low, high, lastMs] = [Number.POSITIVE_INFINITY, 0, asOfMs];
  for (const { strike, expiryMs } of contracts) {
    low = Math.min(low, strike);
    high = Math.max(high, strike);
    lastMs = Math.max(lastMs, expiryMs);
  }
  const isNearMoney = low > STRIKE_LOW * spot || high < STRIKE_HIGH * spot;
  return { low, high, daysAhead: Math.floor((lastMs - asOfMs) / DAY_MS), isNearMoney };
}
