import { z } from 'zod';

/** Longest name seen has 24 characters. */
const NAME_CHARACTERS_MAX = 60;
/** Dollars: wide enough for any coin, tight enough that no product of prices overflows. */
const PRICE_USD = { min: 1e-6, max: 1e9 };
/** Coins: fifty times all the bitcoin there will ever be. */
const COINS_MAX = 1e9;
/** The venue opened in 2018; a stamp beyond this century is not a time. */
const INSTANT_MS = { min: Date.UTC(2018, 0), max: Date.UTC(2100, 0) };
/** The venue states no vol above 500 %, and this where it would be higher; 0 where there is none. */
const VOL_CAP = 5;

/** Every number comes as text. */
const numeric = z
  .string()
  .regex(/^-?\d{1,30}(?:\.\d{1,30})?$/)
  .transform(Number);

const price = numeric.pipe(z.number().min(PRICE_USD.min).max(PRICE_USD.max)).nullable().catch(null);
const vol = numeric.pipe(z.number().positive().lt(VOL_CAP)).nullable().catch(null);
const coins = numeric.pipe(z.number().min(0).max(COINS_MAX));

/** Every answer, also a refusal with status 200. */
export const envelope = z.object({
  retCode: z.number().int(),
  retMsg: z.string().catch('no message'),
});

/** All options on one base at one instant. */
export const tickersAnswer = z.object({
  result: z.object({ list: z.array(z.unknown()) }),
  time: z.number().int().min(INSTANT_MS.min).max(INSTANT_MS.max),
});

/**
 * One option. Vol and prices that cannot be used become null and keep the row, so that its open interest still counts
 * against coverage.
 */
export const tickerRow = z.object({
  symbol: z.string().max(NAME_CHARACTERS_MAX),
  /** Coins of the underlying; absent where unknown. */
  openInterest: coins.nullish().transform((value) => value ?? null),
  /** Fraction per year. */
  markIv: vol,
  /** Forward of this row's expiry, dollars. */
  underlyingPrice: price,
  /** The index, dollars. */
  indexPrice: price,
  /** Best quotes, dollars; 0 where nobody quotes. */
  bid1Price: price,
  ask1Price: price,
  /** At the cap the ask is nobody's price but the venue's highest. */
  ask1Iv: vol,
  /** Coins in 24 hours. */
  volume24h: coins.optional().catch(undefined),
});
