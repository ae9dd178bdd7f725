import type { QuotedChain } from '../chain/chain.ts';
import type { Levels } from './levels.ts';

const DAY_MS = 86_400_000;
/** Weak evidence, and none at all further ahead. */
const DAYS_MAX = 7;

type StrikeInterest = { readonly strike: number; call: number; put: number };

/**
 * The strike at which the open options of the next expiry would pay out least, Σ OI_c·max(X−K, 0) + OI_p·max(K−X, 0);
 * of equals the one nearer to spot, then the lower. Null where nothing is open within seven days. It takes no vols, so
 * that every open contract counts. Weak evidence of where spot settles.
 */
export function maxPain(quoted: QuotedChain): Levels['maxPain'] {
  const open = quoted.contracts.filter(
    ({ expiryMs, openInterest, strike }) =>
      expiryMs > quoted.asOfMs &&
      expiryMs <= quoted.asOfMs + DAYS_MAX * DAY_MS &&
      openInterest !== null &&
      openInterest > 0 &&
      Number.isFinite(openInterest) &&
      strike > 0 &&
      Number.isFinite(strike),
  );
  const expiryMs = open.reduce((first, contract) => Math.min(first, contract.expiryMs), Infinity);
  const byStrike = new Map<number, StrikeInterest>();
  for (const contract of open) {
    if (contract.expiryMs !== expiryMs) continue;
    const { strike, type, multiplier = quoted.multiplier } = contract;
    const row = byStrike.get(strike) ?? { strike, call: 0, put: 0 };
    byStrike.set(strike, row);
    row[type] += (contract.openInterest ?? 0) * multiplier;
  }
  const strikes = [...byStrike.values()].sort((a, b) => a.strike - b.strike);
  const strike = cheapestStrike(strikes, quoted.spot);
  return strike === null ? null : { expiryMs, strike };
}

/** The payout is convex and straight between strikes, so that it is least where its slope stops being negative. */
function cheapestStrike(strikes: readonly StrikeInterest[], spot: number): number | null {
  const total = strikes.reduce((sum, { call, put }) => sum + call + put, 0);
  // Right of a strike the payout rises by the calls at and below it and falls by the puts above.
  let slope = -strikes.reduce((sum, { put }) => sum + put, 0);
  for (const [index, { strike, call, put }] of strikes.entries()) {
    slope += call + put;
    const next = strikes[index + 1];
    const isFlat = Math.abs(slope) <= Number.EPSILON * total * strikes.length;
    if (isFlat && next !== undefined)
      return Math.abs(next.strike - spot) < Math.abs(strike - spot) ? next.strike : strike;
    if (isFlat || slope > 0) return strike;
  }
  return strikes.at(-1)?.strike ?? null;
}
