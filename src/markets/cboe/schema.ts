import { z } from 'zod';

/** Currency units; a price beyond it is a fault of the source. */
const PRICE_MAX = 1e12;

const text = z.string().nullish().catch(null);

/** The underlying's price. */
export const price = z.number().positive().max(PRICE_MAX);

/** What makes a document one of the venue's: rows of options under `data`. Rows are read one by one. */
export const optionRows = z.object({ data: z.object({ options: z.array(z.unknown()) }) });

/** Where the rows stand once something else was put in their place. */
export const scannedRows = z.object({ data: z.object({ options: z.string() }) });

/** A document's own fields; those that are absent or of another type are null. */
export const documentFields = z.object({
  timestamp: text,
  symbol: text,
  data: z.object({
    symbol: text,
    last_trade_time: text,
    current_price: z.unknown().optional(),
    close: price.nullish().catch(null),
    prev_day_close: price.nullish().catch(null),
  }),
});

/** The document's own fields, as read. */
export type DocumentFields = z.infer<typeof documentFields>;
