import { uniform } from '../random.ts';
import { newYorkWords } from './new-york.ts';
import type { UsSpecification } from './specification.ts';
import { type UsContract, usGreeks } from './us-book.ts';

/** Past this delta the venue states no vol, wherever the quotes stand. */
const DEEP_DELTA = 0.992;
/** Elsewhere it fails to find one now and then. */
const NO_VOL = 0.02;
const DECIMALS = 4;
/** Half the spread: a floor, and a share of the price. */
const HALF_SPREAD = 0.006;
/** Volume of a day as a share of open interest. */
const TURNOVER = 0.6;

function rounded(value: number, decimals = DECIMALS): number {
  return Number(value.toFixed(decimals));
}

function priceStep(usd: number): number {
  return usd < 3 ? 0.05 : 0.1;
}

/** One row of a document: numbers as the venue rounds them, and zero where it has nothing to say. */
export function usRow(
  seed: number,
  { symbol, halfSpreadUsd, kind }: UsSpecification,
  at: { contract: UsContract; spotUsd: number; quotedMs: number; quotedSession: number },
) {
  const { contract, spotUsd, quotedMs, quotedSession } = at;
  const { name, openInterest, volatility, years } = contract;
  const greeks = usGreeks(contract, spotUsd);
  const key = [seed, symbol, name, quotedSession];
  const half = halfSpreadUsd + greeks.price * HALF_SPREAD * (0.5 + uniform([...key, 'spread']));
  const step = kind === 'index' ? priceStep(greeks.price) : 0.01;
  const bid = Math.max(0, Math.floor((greeks.price - half) / step) * step);
  const ask = Math.ceil((greeks.price + half) / step) * step;
  const isSilent = Math.abs(greeks.delta) > DEEP_DELTA || uniform([...key, 'vol']) < NO_VOL;
  const hasVol = years > 0 && !isSilent;
  const volume = Math.round(openInterest * TURNOVER * uniform([...key, 'volume']) ** 4);
  const traded = volume > 0 && greeks.price >= 0.05;
  const last = traded ? rounded(Math.max(0.05, (bid + ask) / 2), 2) : 0;
  return {
    option: name,
    bid: rounded(bid, 2),
    bid_size: bid > 0 ? 10 : 0,
    ask: rounded(ask, 2),
    ask_size: 10,
    iv: hasVol ? rounded(volatility) : 0,
    open_interest: openInterest,
    volume: traded ? volume : 0,
    delta: rounded(greeks.delta),
    gamma: rounded(greeks.gamma),
    vega: rounded(greeks.vega),
    theta: rounded(greeks.theta),
    rho: rounded(greeks.rho),
    theo: rounded(greeks.price),
    change: 0,
    open: last,
    high: rounded(last * 1.1, 2),
    low: rounded(last * 0.9, 2),
    tick: 'no_change',
    last_trade_price: last,
    last_trade_time: traded ? newYorkWords(quotedMs - 60_000) : null,
    percent_change: 0,
    prev_day_close: rounded(greeks.price, 6),
  };
}
