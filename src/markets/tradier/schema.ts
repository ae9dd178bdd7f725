import { z } from 'zod';

/** Dollars; a price beyond it is a fault of the source. */
const PRICE_MAX = 1e12;
/** Tradier opened in 2012; a stamp beyond this century is not a time. */
const INSTANT_MS = { min: Date.UTC(2012, 0), max: Date.UTC(2100, 0) };
/** Longest OSI name is 21 characters. */
const NAME_CHARACTERS_MAX = 40;

/** The venue writes a list of one as that one, and an empty list as null. */
function listOf<Element extends z.ZodType>(element: Element) {
  return z.union([z.array(element), element.transform((one) => [one])]);
}

const anyRow = z.record(z.string(), z.unknown());

const price = z.number().positive().max(PRICE_MAX).nullable().catch(null);
const instantMs = z.number().int().min(INSTANT_MS.min).max(INSTANT_MS.max).nullable().catch(null);
const vol = z.number().positive().nullable().catch(null);

/** Listed dates, `YYYY-MM-DD`; null where a symbol has no options. */
export const expirationsAnswer = z.object({
  expirations: z.object({ date: listOf(z.string().regex(/^20\d{2}-\d{2}-\d{2}$/)) }).nullable(),
});

/** The contracts of one date, read one by one; null where there are none. */
export const chainAnswer = z.object({
  options: z
    .object({ option: z.union([z.array(z.unknown()), anyRow.transform((one) => [one])]) })
    .nullable(),
});

/** The underlying's quote; absent where the symbol is unknown. */
export const quotesAnswer = z.object({
  quotes: z.object({ quote: listOf(anyRow).optional() }).nullable(),
});

/** What is used of the underlying's quote. */
export const underlyingQuote = z.object({
  symbol: z.string(),
  last: price,
  bid: price,
  ask: price,
  close: price,
  prevclose: price,
  trade_date: instantMs,
});

/** One contract. Amounts are judged where contracts of every US source are. */
export const optionRow = z.object({
  symbol: z.string().max(NAME_CHARACTERS_MAX),
  root_symbol: z.string().max(NAME_CHARACTERS_MAX).nullish().catch(null),
  contract_size: z.number().nullish().catch(null),
  open_interest: z.unknown().optional(),
  volume: z.unknown().optional(),
  bid: z.unknown().optional(),
  ask: z.unknown().optional(),
  bid_date: instantMs,
  ask_date: instantMs,
  /** Null where they were not asked for or cannot be computed; vols are fractions, and 0 means none. */
  greeks: z.object({ mid_iv: vol, smv_vol: vol }).nullish().catch(null),
});

/** The gateway's own refusals. */
export const faultAnswer = z.object({
  fault: z.object({ detail: z.object({ errorcode: z.string() }) }),
});
