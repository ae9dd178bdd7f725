import { forwardUsdAt, hasFuture } from './book.ts';
import { DAY_MS, expiryName, listedExpiries, listedMsOf } from './calendar.ts';
import type { PracticeMarket } from './market.ts';
import { smoothNoise } from './random.ts';
import { SPECIFICATIONS } from './specification.ts';
import { surfaceAt, YEAR_MS } from './surface.ts';

/** The perpetual stays this near to the index, as a share of it. */
const BASIS = 0.0004;
/** Half the spread of a future, as a share of its price. */
const HALF_SPREAD = 0.0001;
/** Funding of eight hours as a share of the perpetual's basis. */
const FUNDING = 0.25;
/** Open interest of the perpetual, coins for each of a quarterly's options. */
const OPEN_INTEREST = 0.1;

type Future = { readonly name: string; readonly expiryMs: number | null; readonly markUsd: number };

function futuresOf(market: PracticeMarket, nowMs: number): Future[] {
  const { symbol, seed, spot } = market;
  const surface = surfaceAt({ seed, symbol, atMs: nowMs });
  const wander = smoothNoise([seed, SPECIFICATIONS[symbol].base, 'basis'], (nowMs / DAY_MS) * 6);
  const decimals = spot.usd() < 10 ? 4 : 2;
  const perpetualUsd = Number((spot.usd() * (1 + BASIS * wander)).toFixed(decimals));
  // Only coin-settled books have dated futures.
  const dated = SPECIFICATIONS[symbol].settlement === 'coin' ? listedExpiries(nowMs) : [];
  return [
    { name: `${symbol}-PERPETUAL`, expiryMs: null, markUsd: perpetualUsd },
    ...dated
      .filter((expiry) => hasFuture(expiry, nowMs))
      .map(({ expiryMs }) => ({
        name: `${symbol}-${expiryName(expiryMs)}`,
        expiryMs,
        markUsd: forwardUsdAt(surface, spot.usd(), (expiryMs - nowMs) / YEAR_MS),
      })),
  ];
}

function quoteOf(markUsd: number) {
  const decimals = markUsd < 10 ? 4 : markUsd < 1_000 ? 2 : 1;
  const bid = Number((markUsd * (1 - HALF_SPREAD)).toFixed(decimals));
  const ask = Number((markUsd * (1 + HALF_SPREAD)).toFixed(decimals));
  return { bid, ask, middle: Number(((bid + ask) / 2).toFixed(decimals + 1)) };
}

function fundingOf({ markUsd, expiryMs }: Future, spotUsd: number) {
  const basis = markUsd / spotUsd - 1;
  if (expiryMs !== null) return { current_funding: null, funding_8h: null };
  return {
    current_funding: Number((basis / 10).toFixed(8)),
    funding_8h: Number((basis * FUNDING).toFixed(8)),
  };
}

/** Rows of get_book_summary_by_currency for the perpetual and the dated futures of a market. */
export function futureRows(market: PracticeMarket, nowMs: number) {
  const terms = SPECIFICATIONS[market.symbol];
  const spotUsd = market.spot.usd();
  const isCoin = terms.settlement === 'coin';
  return futuresOf(market, nowMs).map((future, index) => {
    const { bid, ask, middle } = quoteOf(future.markUsd);
    const coins = (terms.quarterlyOpenInterest * OPEN_INTEREST) / (1 + index);
    const volumeCoins = Number((coins / 3).toFixed(1));
    return {
      high: Number((future.markUsd * 1.012).toFixed(2)),
      low: Number((future.markUsd * 0.988).toFixed(2)),
      last: bid,
      instrument_name: future.name,
      bid_price: bid,
      ask_price: ask,
      // Inverse futures count dollars, in contracts of ten; linear ones count coins.
      open_interest: isCoin ? Math.round((coins * spotUsd) / 10) * 10 : Math.round(coins),
      mark_price: future.markUsd,
      price_change: 0.4,
      volume: volumeCoins,
      base_currency: terms.base,
      creation_timestamp: nowMs - 1_000,
      estimated_delivery_price: spotUsd,
      quote_currency: isCoin ? 'USD' : 'USDC',
      volume_usd: Number((volumeCoins * spotUsd).toFixed(2)),
      volume_notional: Number((volumeCoins * spotUsd).toFixed(2)),
      mid_price: middle,
      ...fundingOf(future, spotUsd),
    };
  });
}

/** The ticker of one future; undefined where the name is none of the market's. */
export function futureTicker(market: PracticeMarket, name: string, nowMs: number) {
  const row = futureRows(market, nowMs).find((each) => each.instrument_name === name);
  if (row === undefined) return undefined;
  const { current_funding, funding_8h, high, low, price_change, volume, volume_usd } = row;
  return {
    timestamp: row.creation_timestamp,
    state: 'open',
    stats: { high, low, price_change, volume, volume_usd },
    index_price: row.estimated_delivery_price,
    instrument_name: name,
    last_price: row.last,
    settlement_price: row.mark_price,
    min_price: Number((row.mark_price * 0.985).toFixed(2)),
    max_price: Number((row.mark_price * 1.015).toFixed(2)),
    open_interest: row.open_interest,
    mark_price: row.mark_price,
    best_bid_price: row.bid_price,
    best_ask_price: row.ask_price,
    best_bid_amount: 10_000,
    best_ask_amount: 10_000,
    estimated_delivery_price: row.estimated_delivery_price,
    ...(current_funding === null ? {} : { current_funding, funding_8h }),
  };
}

/** Elements of get_instruments for the futures of a market. */
export function futureInstruments(market: PracticeMarket, nowMs: number) {
  const { base, settlement } = SPECIFICATIONS[market.symbol];
  const isCoin = settlement === 'coin';
  return futuresOf(market, nowMs).map(({ name, expiryMs }) => ({
    kind: 'future',
    instrument_name: name,
    instrument_type: isCoin ? 'reversed' : 'linear',
    price_index: `${base.toLowerCase()}_${isCoin ? 'usd' : 'usdc'}`,
    base_currency: base,
    quote_currency: isCoin ? 'USD' : 'USDC',
    counter_currency: isCoin ? 'USD' : 'USDC',
    settlement_currency: isCoin ? base : 'USDC',
    settlement_period: expiryMs === null ? 'perpetual' : 'month',
    contract_size: isCoin ? 10 : 1,
    min_trade_amount: isCoin ? 10 : 1,
    tick_size: 0.5,
    is_active: true,
    creation_timestamp: expiryMs === null ? Date.UTC(2018, 7, 14) : listedMsOf(expiryMs),
    // The venue gives perpetuals an expiry in the year 3000.
    expiration_timestamp: expiryMs ?? Date.UTC(3000, 0, 1, 8),
  }));
}
