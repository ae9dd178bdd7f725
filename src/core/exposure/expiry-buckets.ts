import { marketDaysBetween } from '../schedule/market-day.ts';
import type { MarketHours } from '../schedule/market-hours.ts';

/** Last day of the market's calendar, counted from the data's own, of each bucket. */
const BUCKETS = [
  { name: 'today', lastDay: 0 },
  { name: '1–7 days', lastDay: 7 },
  { name: '8–30 days', lastDay: 30 },
  { name: '31–90 days', lastDay: 90 },
  { name: 'later', lastDay: Number.POSITIVE_INFINITY },
] as const;

/** A stretch of days in which contracts settle. */
export type ExpiryBucket = (typeof BUCKETS)[number]['name'];

/** Every bucket, nearest first. */
export const EXPIRY_BUCKETS: readonly ExpiryBucket[] = BUCKETS.map(({ name }) => name);

/** The bucket in which a settlement falls, seen from the data time. */
export function expiryBucketOf(
  hours: MarketHours,
  { dataTimeMs, expiryMs }: { readonly dataTimeMs: number; readonly expiryMs: number },
): ExpiryBucket {
  const days = marketDaysBetween(hours, dataTimeMs, expiryMs);
  return BUCKETS.find(({ lastDay }) => days <= lastDay)?.name ?? 'later';
}
