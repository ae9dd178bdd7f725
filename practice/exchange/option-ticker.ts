import { density, distribution } from './black76.ts';
import type { BookRow } from './book-row.ts';
import { readInstrumentName } from './instrument.ts';
import { YEAR_MS } from './surface.ts';

const DAYS = 365;

/** Black's greeks on the forward at rate 0, in USD: vega per vol point, theta per day, as the venue rounds them. */
function greeksOf(row: BookRow) {
  const name = readInstrumentName(row.instrument_name);
  if (name === undefined) throw new Error(`${row.instrument_name} is no option`);
  const forward = row.underlying_price;
  const years = (name.expiryMs - row.creation_timestamp) / YEAR_MS;
  const volatility = row.mark_iv / 100;
  const deviation = volatility * Math.sqrt(years);
  const upper = Math.log(forward / name.strikeUsd) / deviation + deviation / 2;
  const bell = density(upper);
  const side = name.isCall ? 1 : -1;
  const rounded = (value: number) => Number(value.toFixed(5));
  return {
    delta: rounded(side * distribution(side * upper)),
    gamma: rounded(bell / (forward * deviation)),
    vega: rounded((forward * bell * Math.sqrt(years)) / 100),
    theta: rounded(-(forward * bell * volatility) / (2 * Math.sqrt(years)) / DAYS),
    rho: rounded((side * name.strikeUsd * years * distribution(side * (upper - deviation))) / 100),
  };
}

/** The ticker of one option. Where nobody quotes the venue says 0 here, and null in the summary. */
export function optionTicker(row: BookRow) {
  const { high, low, price_change, volume, volume_usd } = row;
  const ivOf = (price: number | null, share: number) =>
    price === null ? 0 : Number((row.mark_iv * share).toFixed(2));
  return {
    timestamp: row.creation_timestamp,
    state: 'open',
    stats: { high, low, price_change, volume, volume_usd },
    greeks: greeksOf(row),
    index_price: row.estimated_delivery_price,
    instrument_name: row.instrument_name,
    last_price: row.last,
    settlement_price: row.mark_price,
    min_price: Number((row.mark_price * 0.5).toFixed(4)),
    max_price: Number((row.mark_price * 2 + 0.01).toFixed(4)),
    open_interest: row.open_interest,
    mark_price: row.mark_price,
    best_bid_price: row.bid_price ?? 0,
    best_ask_price: row.ask_price ?? 0,
    interest_rate: 0,
    mark_iv: row.mark_iv,
    bid_iv: ivOf(row.bid_price, 0.97),
    ask_iv: ivOf(row.ask_price, 1.03),
    underlying_price: row.underlying_price,
    underlying_index: row.underlying_index,
    estimated_delivery_price: row.estimated_delivery_price,
    best_ask_amount: row.ask_price === null ? 0 : 5,
    best_bid_amount: row.bid_price === null ? 0 : 5,
  };
}
