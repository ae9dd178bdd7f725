import { EXPIRY_BUCKETS, expiryBucketOf } from '../exposure/expiry-buckets.ts';
import { marketDaysBetween } from '../schedule/market-day.ts';
import { isMonthlyExpiry } from '../schedule/monthly-expiry.ts';
import { amountUnit, level, paidPrice, share, units } from './numbers.ts';
import { roundedToTotal } from './rounded-parts.ts';
import { marketDay, marketTime } from './times.ts';
import type { MarketView } from './view.ts';

/** An expiry with less of the book than this is not worth a line. */
export const NOTABLE_SHARE = 0.15;

/** The last Friday of a month settles the month's contracts, that of a quarter the quarter's. */
function cycle(expiryMs: number): string {
  if (!isMonthlyExpiry('always', expiryMs)) return '';
  return new Date(expiryMs).getUTCMonth() % 3 === 2 ? ' quarterly' : ' monthly';
}

function expiryName(expiryMs: number): string {
  return `${marketDay('always', expiryMs)} ${marketTime('always', expiryMs)}${cycle(expiryMs)}`;
}

/** What has expired since a day ago: `today 08:00 UTC: 6% of gamma gone, settled 71,183`. */
function goneWords({ levels, dayAgo }: MarketView): readonly string[] {
  const gone = (dayAgo?.expiries ?? []).filter(({ expiryMs }) => expiryMs <= levels.dataTimeMs);
  const [first, ...others] = gone;
  if (first === undefined) return [];
  const goneShare = share(gone.reduce((sum, each) => sum + each.grossShare, 0));
  const isToday = marketDaysBetween('always', first.expiryMs, levels.dataTimeMs) === 0;
  const { deliveryPriceUsd } = levels;
  const settled = deliveryPriceUsd === null ? '' : `, settled ${paidPrice(deliveryPriceUsd)}`;
  return others.length === 0 && isToday
    ? [`today ${marketTime('always', first.expiryMs)}: ${goneShare} of gamma gone${settled}`]
    : [`expired since yesterday: ${goneShare} of gamma`];
}

/** Around the clock: what has expired, the next expiry that holds a notable share of the book's gamma, and max pain where it is near. */
export function expiryLines(view: MarketView): readonly string[] {
  const { levels, symbol, unit } = view;
  const next = levels.expiries
    .toSorted((a, b) => a.expiryMs - b.expiryMs)
    .find((each) => each.expiryMs > levels.dataTimeMs && each.grossShare >= NOTABLE_SHARE);
  const pain = levels.flip.status === 'withheld' ? null : levels.maxPain;
  const painWords = pain === null ? '' : `max pain ${level(symbol, pain.strike)}`;
  const isOfNext = pain !== null && pain.expiryMs === next?.expiryMs;
  const parts = [
    ...goneWords(view),
    ...(pain === null || isOfNext ? [] : [`${expiryName(pain.expiryMs)}: ${painWords}`]),
    ...(next === undefined
      ? []
      : [
          `${expiryName(next.expiryMs)}: ${share(next.grossShare)} of gamma, ${units(next.openInterestUnits, unit)}${isOfNext ? `, ${painWords}` : ''}`,
        ]),
  ];
  return parts.length === 0 ? [] : [`**Expiries** ${parts.join(' · ')}`];
}

type Bucket = { readonly name: string; readonly gexUsd: number; readonly isEmpty: boolean };

function bucketsOf({ levels, hours }: MarketView): readonly Bucket[] {
  const { expiries, dataTimeMs } = levels;
  return EXPIRY_BUCKETS.map((name) => {
    const inside = expiries.filter(
      ({ expiryMs }) => expiryBucketOf(hours, { dataTimeMs, expiryMs }) === name,
    );
    return {
      name,
      gexUsd: inside.reduce((sum, each) => sum + each.gexUsd, 0),
      isEmpty: inside.length === 0,
    };
  }).filter((bucket) => !bucket.isEmpty);
}

/** Net gamma by days to expiry, in one unit; the printed buckets add up to the printed total. */
export function byExpiryLines(view: MarketView): readonly string[] {
  const { levels } = view;
  const buckets = bucketsOf(view);
  if (buckets.length === 0) {
    return [];
  }
  const largest = Math.max(...buckets.map((bucket) => Math.abs(bucket.gexUsd)));
  const unit = amountUnit(Math.max(largest, Math.abs(levels.gexUsd)));
  const decimals = Math.abs(levels.gexUsd) / unit.size >= 99.95 ? 0 : 1;
  const scale = 10 ** decimals / unit.size;
  const printed = roundedToTotal(
    buckets.map((bucket) => bucket.gexUsd * scale),
    levels.gexUsd * scale,
  );
  const words = buckets.map((bucket, index) => {
    const amount = printed[index] ?? 0;
    const sign = amount < 0 ? '−' : amount > 0 ? '+' : '';
    return `${bucket.name} ${sign}${(Math.abs(amount) / 10 ** decimals).toFixed(decimals)}`;
  });
  return [`**By expiry** ${words.join(' · ')} ($${unit.name} per 1%)`];
}
