import { z } from 'zod';
import type { Trade, TradeOrigin } from '../../core/trades/trade.ts';
import { readInstrumentName } from './instrument-name.ts';

/** Names and ids: the longest seen is a combo's name of 45 characters. */
const TEXT_CHARS_MAX = 100;
/** Coins in one trade: far more than any book holds. */
const AMOUNT_MAX = 1e9;
/** Coins or USDC for one option; nothing has a smaller tick, and no ratio of two such prices overflows. */
const PRICE = { min: 1e-9, max: 1e9 };
/** Deribit opened in 2016; a stamp beyond this century is not a time. */
const INSTANT_MS = { min: Date.UTC(2016, 0), max: Date.UTC(2100, 0) };
/** Two honest clocks differ by seconds; a stamp from further ahead is none, and would outlive every later chain. */
const AHEAD_MS_MAX = 60_000;

const text = z.string().min(1).max(TEXT_CHARS_MAX);
const mark = text.or(z.number()).nullish().catch(null);
const price = z.number().min(PRICE.min).max(PRICE.max);

const named = z.object({ instrument_name: text, timestamp: z.unknown() });

/** One public trade; a trade without side or size says nothing, one without prices still has both. */
const tradeRow = z.object({
  trade_id: text,
  timestamp: z.number().int().min(INSTANT_MS.min).max(INSTANT_MS.max),
  /** In coins of the underlying, as open interest is. */
  amount: z.number().positive().max(AMOUNT_MAX),
  direction: z.enum(['buy', 'sell']),
  price: price.nullish().catch(null),
  mark_price: price.nullish().catch(null),
  liquidation: z.string().nullish().catch(null),
  block_trade_id: mark,
  block_rfq_id: mark,
  combo_id: mark,
  combo_trade_id: mark,
});

type Row = z.infer<typeof tradeRow>;

/** Which trades are read: options whose names begin with `prefix`, made until now by our clock. */
type TradesOf = { readonly prefix: string; readonly nowMs: number };

/** What a row is: a trade, something else that is rightly in the list, or nothing that can be read. */
export type ReadTrade = Trade | 'of-others' | 'invalid';

function originOf(row: Row): TradeOrigin {
  const isSet = (value: Row['combo_id']) => value !== undefined && value !== null;
  if (isSet(row.block_rfq_id)) return 'block-rfq';
  if (isSet(row.block_trade_id)) return 'block';
  return isSet(row.combo_id) || isSet(row.combo_trade_id) ? 'combo-leg' : 'screen';
}

/** `M`, `T` or `MT`: the sides that the venue was closing by force. */
function liquidatedOf({ liquidation }: Row): Trade['liquidated'] {
  const [maker, taker] = ['M', 'T'].map((side) => liquidation?.includes(side) === true);
  if (maker) return taker ? 'both' : 'maker';
  return taker ? 'taker' : 'nobody';
}

/**
 * Reads one row of a trade list. A stamp from the future is not a time. Combos are not trades here: their legs stand in
 * the same list, each with a direction of its own.
 */
export function readTradeRow(row: unknown, { prefix, nowMs }: TradesOf): ReadTrade {
  const parsed = named.safeParse(row);
  if (!parsed.success) return 'invalid';
  const instrument = parsed.data.instrument_name;
  const name = readInstrumentName(instrument);
  if (name.kind === 'unreadable') return 'invalid';
  if (name.kind === 'not-an-option' || name.prefix !== prefix) return 'of-others';
  const read = tradeRow.safeParse(row);
  if (!read.success || isAhead(read.data.timestamp, nowMs)) return 'invalid';
  const { data } = read;
  return {
    id: data.trade_id,
    atMs: data.timestamp,
    instrument,
    expiryMs: name.terms.expiryMs,
    contracts: data.amount,
    taker: data.direction,
    origin: originOf(data),
    liquidated: liquidatedOf(data),
    overMark: data.price && data.mark_price ? data.price / data.mark_price - 1 : null,
  };
}

function isAhead(stampMs: number, nowMs: number): boolean {
  return stampMs > nowMs + AHEAD_MS_MAX;
}

/** When a row of a trade list was made, whatever else it is; null where it has no usable stamp. */
export function stampOf(row: unknown, nowMs: number): number | null {
  const stamped = z.object({ timestamp: tradeRow.shape.timestamp }).safeParse(row);
  return stamped.success && !isAhead(stamped.data.timestamp, nowMs) ? stamped.data.timestamp : null;
}
