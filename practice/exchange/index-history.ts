import { DAY_MS } from './calendar.ts';
import type { PracticeMarket } from './market.ts';
import { invalidParameter, type Outcome } from './outcome.ts';
import { surfaceAt } from './surface.ts';

/** The venue's resolutions in seconds, and one day. */
const RESOLUTIONS: Readonly<Record<string, number>> = {
  '1': 1_000,
  '60': 60_000,
  '3600': 3_600_000,
  '43200': DAY_MS / 2,
  '1D': DAY_MS,
};
const CANDLES_MAX = 1_000;
/** The index looks thirty days ahead, and stands above the money because of the wings. */
const TERM_YEARS = 30 / 365;
const WINGS = 1.03;
/** Instants of a candle at which the index is looked at. */
const LOOKS = [0, 0.25, 0.5, 0.75, 1];
/** The settlement price is a mean over the last half hour. */
const AVERAGE_MS = 1_800_000;
const AVERAGE_SAMPLES = 6;
const SETTLEMENT_MS = DAY_MS / 3;
const FIRST_DELIVERY_MS = Date.UTC(2019, 0, 1) + SETTLEMENT_MS;
const PRICES = { usual: 10, max: 1_000 };

/** get_volatility_index_data: candles of the thirty-day vol in percent, the latest thousand of the span. */
export function volatilityCandles(
  { seed, symbol }: PracticeMarket,
  query: URLSearchParams,
  nowMs: number,
): Outcome {
  const stepMs = RESOLUTIONS[query.get('resolution') ?? ''];
  if (stepMs === undefined) return invalidParameter('resolution', 'invalid resolution');
  const startMs = Number(query.get('start_timestamp') ?? Number.NaN);
  const endMs = Math.min(nowMs, Number(query.get('end_timestamp') ?? Number.NaN));
  if (!Number.isFinite(startMs)) return invalidParameter('start_timestamp', 'value is required');
  if (!Number.isFinite(endMs)) return invalidParameter('end_timestamp', 'value is required');
  const percentAt = (atMs: number) =>
    Number((100 * WINGS * surfaceAt({ seed, symbol, atMs }).atTheMoney(TERM_YEARS)).toFixed(2));
  const last = Math.floor(endMs / stepMs);
  const wanted = Math.ceil(startMs / stepMs);
  const first = Math.max(wanted, last - CANDLES_MAX + 1);
  const data: number[][] = [];
  for (let index = first; index <= last; index++) {
    const atMs = index * stepMs;
    const seen = LOOKS.map((share) => percentAt(Math.min(nowMs, atMs + share * stepMs)));
    const [open = 0] = seen;
    data.push([atMs, open, Math.max(...seen), Math.min(...seen), seen.at(-1) ?? open]);
  }
  return { result: { data, continuation: first > wanted ? (first - 1) * stepMs : null } };
}

/** get_delivery_prices: a coin's settlement prices, the latest first. */
export function deliveryPrices(
  { spot }: PracticeMarket,
  query: URLSearchParams,
  nowMs: number,
): Outcome {
  const offset = Number(query.get('offset') ?? 0);
  const count = Number(query.get('count') ?? PRICES.usual);
  if (!Number.isInteger(count) || count < 1 || count > PRICES.max)
    return invalidParameter('count', 'invalid count');
  const days = Math.floor((nowMs - FIRST_DELIVERY_MS) / DAY_MS);
  const data = Array.from({ length: Math.min(count, days + 1 - offset) }, (_, index) => {
    const atMs = FIRST_DELIVERY_MS + (days - offset - index) * DAY_MS;
    const prices = Array.from({ length: AVERAGE_SAMPLES }, (__, sample) =>
      spot.usdAt(atMs - (sample * AVERAGE_MS) / AVERAGE_SAMPLES),
    );
    const price = prices.reduce((sum, usd) => sum + usd, 0) / AVERAGE_SAMPLES;
    return {
      date: new Date(atMs).toISOString().slice(0, 10),
      delivery_price: Number(price.toFixed(price < 10 ? 4 : 2)),
    };
  });
  return { result: { data, records_total: days + 1 } };
}
