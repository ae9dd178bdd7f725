import type { QuotedContract, SpotQuote } from '../../core/chain/chain.ts';
import { nearestParityForward } from '../../core/chain/parity-spot.ts';
import { YEAR_MS } from '../../core/schedule/year.ts';
import type { DatedFuture, SidePrices } from './side-prices.ts';

type At = { readonly indexUsd: number; readonly asOfMs: number };

/** So near a settlement the carry of a coin, at most 30 % a year, is a quarter of what prices may differ by. */
const CARRY_FREE_MS = 3 * 86_400_000;
/** Beyond a quarter what stands between two prices is a market's view rather than the carry of the next days. */
const CARRY_MS_MAX = 92 * 86_400_000;

/** Carry per year between the two nearest futures, ln(F2/F1)/(T2 − T1); null without two. */
function carryOf(futures: readonly DatedFuture[]): number | null {
  const [near, next] = futures;
  if (near === undefined || next === undefined || next.settlesMs === near.settlesMs) return null;
  return (Math.log(next.usd / near.usd) * YEAR_MS) / (next.settlesMs - near.settlesMs);
}

/** A price for settlement later as a price now; null where the carry between is not known and matters. */
function carriedToNow(
  { settlesMs, usd }: DatedFuture,
  carry: number | null,
  asOfMs: number,
): number | null {
  const aheadMs = settlesMs - asOfMs;
  if (aheadMs <= 0) return null;
  if (carry === null || aheadMs > CARRY_MS_MAX) return aheadMs <= CARRY_FREE_MS ? usd : null;
  return usd * Math.exp((-carry * aheadMs) / YEAR_MS);
}

/**
 * All that says where the underlying stands: the index, the perpetual, the nearest dated future and the forward that
 * options of the nearest expiry imply, the latter two less the carry that the futures show.
 */
export function spotQuotes(
  { indexUsd, asOfMs }: At,
  contracts: readonly QuotedContract[],
  { perpetualUsd, futures }: SidePrices,
): readonly SpotQuote[] {
  const ahead = futures.filter(({ settlesMs }) => settlesMs > asOfMs);
  const carry = carryOf(ahead);
  const [nearest] = ahead;
  const parity = nearestParityForward(contracts, asOfMs);
  const quotes: readonly { source: SpotQuote['source']; usd: number | null }[] = [
    { source: 'index', usd: indexUsd },
    { source: 'perpetual', usd: perpetualUsd },
    { source: 'future', usd: nearest ? carriedToNow(nearest, carry, asOfMs) : null },
    { source: 'parity', usd: parity ? carriedToNow(parity, carry, asOfMs) : null },
  ];
  return quotes.flatMap(({ source, usd }) => (usd === null ? [] : [{ source, usd }]));
}
