import { z } from 'zod';

/** Longest name seen is a combo of 45 characters. */
const NAME_CHARS_MAX = 100;
/** Prices, in dollars: wide enough for any coin, tight enough that no product of them overflows. */
const PRICE_USD = { min: 1e-6, max: 1e9 };
/** Coins: fifty times all the bitcoin there will ever be. */
const OPEN_INTEREST_COINS_MAX = 1e9;
/** Percent per year: marks minutes before expiry reach some hundreds. */
const MARK_IV_PERCENT = { min: 1e-3, max: 10_000 };
/** From 1 for bitcoin to 10,000 for coins of some cents. */
const CONTRACT_SIZE_COINS = { min: 1e-6, max: 1e9 };
/** Percent per year. */
const VOL_INDEX_PERCENT = { min: 0.1, max: 1_000 };
/** Per 8 hours; the venue caps it at a small part of this. */
const FUNDING_MAX = 1;
/** Deribit opened in 2016; a stamp beyond this century is not a time. */
const INSTANT_MS = { min: Date.UTC(2016, 0), max: Date.UTC(2100, 0) };

const instrumentName = z.string().max(NAME_CHARS_MAX);
const price = z.number().min(PRICE_USD.min).max(PRICE_USD.max);
/** Coins per coin of underlying, or USDC: either way nobody pays more than the dearest coin costs. */
const quote = z
  .number()
  .positive()
  .max(PRICE_USD.max)
  .nullish()
  .transform((value) => value ?? null)
  .catch(null);
const volIndex = z.number().min(VOL_INDEX_PERCENT.min).max(VOL_INDEX_PERCENT.max);
const instantMs = z.number().int().min(INSTANT_MS.min).max(INSTANT_MS.max);

/** The JSON-RPC envelope of every answer; `error` is tested before the HTTP status. */
export const errorEnvelope = z.object({
  error: z.object({
    code: z.number().int(),
    message: z.string().catch('no message'),
    data: z.object({ reason: z.string() }).nullable().catch(null),
  }),
});

export const resultEnvelope = z.object({
  result: z.unknown(),
  /** When the answer was made, by the venue's clock: microseconds on the wire; null where it does not say. */
  usOut: z
    .number()
    .transform((microseconds) => Math.floor(microseconds / 1_000))
    .pipe(instantMs)
    .nullable()
    .catch(null),
});

export const rows = z.array(z.unknown());

export const namedRow = z.object({ instrument_name: instrumentName });

/**
 * One option of get_book_summary_by_currency. Vol and prices that cannot be used become null and
 * keep the row, so that its open interest still counts against coverage.
 */
export const summaryRow = z.object({
  /** Coins of the underlying. */
  open_interest: z
    .number()
    .min(0)
    .max(OPEN_INTEREST_COINS_MAX)
    .nullish()
    .transform((value) => value ?? null),
  creation_timestamp: instantMs,
  /** Percent; 0 and null both mean that there is none. */
  mark_iv: z.number().min(MARK_IV_PERCENT.min).max(MARK_IV_PERCENT.max).nullable().catch(null),
  /** Forward of this row's expiry, dollars. */
  underlying_price: price.nullable().catch(null),
  /** What that forward is: a dated future, a synthetic one or the index. */
  underlying_index: instrumentName.nullable().catch(null),
  /** Best quotes, coins for inverse options and USDC for linear ones; absent, null and 0 all mean that nobody quotes. */
  bid_price: quote,
  ask_price: quote,
  /** The index, dollars. */
  estimated_delivery_price: price.nullable().catch(null),
});

/** One row of get_instruments. */
export const instrumentRow = z.object({
  instrument_name: instrumentName,
  strike: price,
  option_type: z.enum(['call', 'put']),
  expiration_timestamp: instantMs,
  /** Coins per contract. */
  contract_size: z
    .number()
    .min(CONTRACT_SIZE_COINS.min)
    .max(CONTRACT_SIZE_COINS.max)
    .nullable()
    .catch(null),
});

/** The result of get_index_price. */
export const indexPrice = z.object({ index_price: price });

/** One perpetual or dated future of get_book_summary_by_currency. */
export const futureRow = z.object({
  instrument_name: instrumentName,
  mark_price: price,
  /** Of the last 8 hours; a dated future has none. */
  funding_8h: z.number().min(-FUNDING_MAX).max(FUNDING_MAX).nullish().catch(null),
});

/** The result of get_volatility_index_data. */
export const volatilityIndex = z.object({ data: rows });

/** Instant, open, high, low and close. */
export const candle = z
  .tuple([instantMs, z.unknown(), z.unknown(), z.unknown(), volIndex])
  .transform(([atMs, , , , closePercent]) => ({ atMs, closePercent }));

/** The result of get_delivery_prices, newest first. */
export const deliveryPrices = z.object({
  data: z.array(z.object({ date: z.iso.date(), delivery_price: price })),
});
