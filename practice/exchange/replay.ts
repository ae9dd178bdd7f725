import { z } from 'zod';

/** The fields of a row that the exchange itself reads; the rest of a recorded row passes through untouched. */
const recordedDocument = z.object({
  result: z
    .array(
      z.looseObject({
        instrument_name: z.string(),
        underlying_price: z.number(),
        estimated_delivery_price: z.number(),
        mark_iv: z.number().nullish(),
        open_interest: z.number().nullish(),
      }),
    )
    .min(1),
});

type RecordedRow = z.infer<typeof recordedDocument>['result'][number];

export type Recording = { readonly rows: readonly RecordedRow[]; readonly spotUsd: number };

/** Reads a recorded get_book_summary_by_currency reply; throws where it is none. Its spot is the median index. */
export function readRecording(document: unknown): Recording {
  const rows = recordedDocument.parse(document).result;
  const prices = rows.map((row) => row.estimated_delivery_price).sort((a, b) => a - b);
  const upper = prices[Math.floor(prices.length / 2)] ?? Number.NaN;
  const lower = prices[Math.floor((prices.length - 1) / 2)] ?? Number.NaN;
  return { rows, spotUsd: (lower + upper) / 2 };
}

/**
 * The recorded rows as if published at `nowMs`. Once spot has left the recorded one, forwards follow it and nobody
 * quotes: the recorded quotes were made for another price.
 */
export function replayedRows(
  { rows, spotUsd: recordedUsd }: Recording,
  { spotUsd, nowMs }: { spotUsd: number; nowMs: number },
) {
  const factor = spotUsd / recordedUsd;
  const scaled = (usd: number) => (factor === 1 ? usd : Number((usd * factor).toFixed(2)));
  return rows.map((row) => ({
    ...row,
    ...(factor === 1 ? {} : { bid_price: null, ask_price: null }),
    underlying_price: scaled(row.underlying_price),
    estimated_delivery_price: scaled(row.estimated_delivery_price),
    creation_timestamp: nowMs,
  }));
}
