import { type DrawKey, uniform } from './random.ts';
import type { Specification, Tick } from './specification.ts';

/** Half the bid-ask spread: a share of the price, and at least half a tick. */
const HALF_SPREAD = 0.012;
/** Chances that a side is empty although the price would allow a quote. */
const EMPTY = { bid: 0.015, ask: 0.008 };
/** Chance that a contract with open interest traded in the last day. */
const TRADED = 0.75;

function toDecimals(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** Bid, ask and their middle around a mark price; null where a side is empty. */
export function quoteAround(mark: number, steps: Tick, key: DrawKey) {
  const tick = mark < steps.cheapBelow ? steps.cheap : steps.normal;
  const half = mark * HALF_SPREAD * (0.5 + uniform([...key, 'spread'])) + tick / 2;
  const bidTicks = Math.floor((mark - half) / tick);
  const askTicks = Math.ceil((mark + half) / tick);
  const hasBid = bidTicks >= 1 && uniform([...key, 'bid']) > EMPTY.bid;
  const hasAsk = uniform([...key, 'ask']) > EMPTY.ask;
  return {
    bid_price: hasBid ? toDecimals(bidTicks * tick, steps.decimals) : null,
    ask_price: hasAsk ? toDecimals(askTicks * tick, steps.decimals) : null,
    mid_price:
      hasBid && hasAsk ? toDecimals(((bidTicks + askTicks) * tick) / 2, steps.decimals + 1) : null,
  };
}

/** The last day's trades in one contract; prices are null where there was none. `unitUsd` is worth one unit of premium. */
export function tradesOf(
  {
    mark,
    openInterest,
    unitUsd,
    terms: { tick, contractSize },
  }: { mark: number; openInterest: number; unitUsd: number; terms: Specification },
  key: DrawKey,
) {
  const quiet = { high: null, low: null, last: null, price_change: null, volume: 0, volume_usd: 0 };
  const traded = openInterest * 0.2 * uniform([...key, 'volume']) ** 3;
  const volume = toDecimals(Math.round(traded / contractSize / 0.1) * 0.1 * contractSize, 1);
  const last = toDecimals(Math.round(mark / tick.cheap) * tick.cheap, tick.decimals);
  if (volume === 0 || last === 0 || uniform([...key, 'traded']) > TRADED) return quiet;
  const range = 1 + 0.3 * uniform([...key, 'range']);
  return {
    high: toDecimals(last * range, tick.decimals),
    low: toDecimals(last / range, tick.decimals),
    last,
    price_change: toDecimals(40 * (uniform([...key, 'change']) - 0.5), 4),
    volume,
    volume_usd: toDecimals(volume * mark * unitUsd, 2),
  };
}
