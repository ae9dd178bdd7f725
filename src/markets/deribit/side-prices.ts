import type { Result } from '../../core/result.ts';
import type { FetchFailure } from '../market.ts';
import type { DeribitClient } from './client.ts';
import { readFutureName } from './instrument-name.ts';
import type { DeribitProduct } from './product.ts';
import { candle, deliveryPrices, futureRow, rows, volatilityIndex } from './schema.ts';

/** A dated future's price. */
export type DatedFuture = { readonly settlesMs: number; readonly usd: number };

/** What stands beside a chain; null or empty where the venue did not say, for a chain is whole without it. */
export type SidePrices = {
  readonly perpetualUsd: number | null;
  /** What longs of the perpetual paid shorts over the last 8 hours, fraction of the position. */
  readonly funding8h: number | null;
  /** Ascending in time. */
  readonly futures: readonly DatedFuture[];
  /** 30-day volatility index, fraction per year. */
  readonly volIndex: number | null;
  /** What the latest settlement paid. */
  readonly deliveryUsd: number | null;
};

/** Asks for what stands beside a chain of that data time. Never fails: what does not come is absent. */
export type SidePricesOf = (
  product: DeribitProduct,
  asOfMs: number,
  signal: AbortSignal,
) => Promise<SidePrices>;

/** Bases that have a volatility index. */
const VOL_INDEX_BASES: ReadonlySet<string> = new Set(['BTC', 'ETH']);
/** Two candles: the hour may have only just begun. */
const VOL_INDEX_MS = 2 * 3_600_000;
const DAY_MS = 86_400_000;
/** 08:00 UTC. */
const SETTLEMENT_MS = 8 * 3_600_000;

/** Perpetual and dated futures of one product among the futures of its currency; rows that cannot be read are left out. */
export function parseFutures(
  result: unknown,
  prefix: string,
): Pick<SidePrices, 'perpetualUsd' | 'funding8h' | 'futures'> {
  let perpetual: Pick<SidePrices, 'perpetualUsd' | 'funding8h'> = {
    perpetualUsd: null,
    funding8h: null,
  };
  const futures: DatedFuture[] = [];
  for (const row of rows.catch([]).parse(result)) {
    const read = futureRow.safeParse(row);
    const name = read.success ? readFutureName(read.data.instrument_name) : null;
    if (!read.success || name?.prefix !== prefix) continue;
    const usd = read.data.mark_price;
    if (name.settlesMs === null)
      perpetual = { perpetualUsd: usd, funding8h: read.data.funding_8h ?? null };
    else futures.push({ settlesMs: name.settlesMs, usd });
  }
  return { ...perpetual, futures: futures.sort((a, b) => a.settlesMs - b.settlesMs) };
}

/** The close of the newest candle as a fraction per year; null where there is none. */
export function parseVolIndex(result: unknown): number | null {
  const candles = volatilityIndex.safeParse(result).data?.data ?? [];
  const read = candles.flatMap((each) => candle.safeParse(each).data ?? []);
  const newest = read.toSorted((a, b) => a.atMs - b.atMs).at(-1);
  return newest === undefined ? null : newest.closePercent / 100;
}

/** The delivery price of the settlement on that day, `YYYY-MM-DD`; null where it is not, or not yet, among them. */
export function parseDeliveryPrice(result: unknown, day: string): number | null {
  const read = deliveryPrices.safeParse(result);
  return read.data?.data.find(({ date }) => date === day)?.delivery_price ?? null;
}

function dayOfLatestSettlement(asOfMs: number): string {
  const dayMs = Math.floor((asOfMs - SETTLEMENT_MS) / DAY_MS) * DAY_MS;
  return new Date(dayMs).toISOString().slice(0, 10);
}

function resultOf(answer: Result<unknown, FetchFailure> | null): unknown {
  return answer?.ok ? answer.value : null;
}

/** Two questions a poll, and a third until the day's delivery price is out. */
export function createSidePrices(client: DeribitClient): SidePricesOf {
  const delivered = new Map<string, { readonly day: string; readonly usd: number }>();

  async function deliveryUsd(
    { indexName }: DeribitProduct,
    asOfMs: number,
    signal: AbortSignal,
  ): Promise<number | null> {
    const day = dayOfLatestSettlement(asOfMs);
    const known = delivered.get(indexName);
    if (known?.day === day) return known.usd;
    const usd = parseDeliveryPrice(resultOf(await client.deliveryPrice(indexName, signal)), day);
    if (usd !== null) delivered.set(indexName, { day, usd });
    return usd;
  }

  return async (product, asOfMs, signal) => {
    const candles = { fromMs: asOfMs - VOL_INDEX_MS, untilMs: asOfMs };
    const [futures, volIndex, delivery] = await Promise.all([
      client.futures(product.currency, signal),
      VOL_INDEX_BASES.has(product.base)
        ? client.volatilityIndex(product.base, candles, signal)
        : null,
      deliveryUsd(product, asOfMs, signal),
    ]);
    return {
      ...parseFutures(resultOf(futures), product.prefix),
      volIndex: parseVolIndex(resultOf(volIndex)),
      deliveryUsd: delivery,
    };
  };
}
