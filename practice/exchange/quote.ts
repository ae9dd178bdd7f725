import { type DrawKey, uniform } from './random.ts';

/** The venue's price steps in coins: finer for cheap options. */
const TICK = { cheap: 0.0001, normal: 0.0005, cheapBelow: 0.005 };
/** Half the bid-ask spread: a share of the price, and at least half a tick. */
const HALF_SPREAD = 0.012;
/** Chances that a side is empty although the price would allow a quote. */
const EMPTY = { bid: 0.015, ask: 0.008 };
/** Chance that a contract with open interest traded in the last day. */
const TRADED = 0.75;

function toDecimals(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** Bid, ask and their middle around a mark price, in coins; null where a side is empty. */
export function quoteAround(mark: number, key: DrawKey) {
  const tick = mark < TICK.cheapBelow ? TICK.cheap : TICK.normal;
  const half = mark * HALF_SPREAD * (0.5 + uniform([...key, 'spread'])) + tick / 2;
  const bidTicks = Math.floor((mark - half) / tick);
  const askTicks = Math.ceil((mark + half) / tick);
  const hasBid = bidTicks >= 1 && uniform([...key, 'bid']) > EMPTY.bid;
  const hasAsk = uniform([...key, 'ask']) > EMPTY.ask;
  return {
    bid_price: hasBid ? toDecimals(bidTicks * tick, 4) : null,
    ask_price: hasAsk ? toDecimals(askTicks * tick, 4) : null,
    mid_price: hasBid && hasAsk ? toDecimals(((bidTicks + askTicks) * tick) / 2, 5) : null,
  };
}

/** The last day's trades in one contract; prices are null where there was none. */
export function tradesOf(
  { mark, openInterest, spotUsd }: { mark: number; openInterest: number; spotUsd: number },
  key: DrawKey,
) {
  const quiet = { high: null, low: null, last: null, price_change: null, volume: 0, volume_usd: 0 };
  const volume = toDecimals(openInterest * 0.2 * uniform([...key, 'volume']) ** 3, 1);
  const last = toDecimals(Math.round(mark / TICK.cheap) * TICK.cheap, 4);
  if (volume === 0 || last === 0 || uniform([...key, 'traded']) > TRADED) return quiet;
  const range = 1 + 0.3 * uniform([...key, 'range']);
  return {
    high: toDecimals(last * range, 4),
    low: toDecimals(last / range, 4),
    last,
    price_change: toDecimals(40 * (uniform([...key, 'change']) - 0.5), 4),
    volume,
    volume_usd: toDecimals(volume * mark * spotUsd, 2),
  };
}
