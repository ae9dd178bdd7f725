import type { QuotedChain } from '../../core/chain/chain.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { readInstrumentName } from './instrument-name.ts';
import { chainOf, median, parseBook } from './parse.ts';
import { errorEnvelope, namedRow, resultEnvelope, rows } from './schema.ts';
import { deribitSymbols } from './symbols.ts';

function symbolsIn(result: unknown): readonly string[] {
  const names = rows
    .catch([])
    .parse(result)
    .map((row) => readInstrumentName(namedRow.safeParse(row).data?.instrument_name ?? ''));
  const symbols = new Set(names.flatMap((name) => (name.kind === 'option' ? name.symbol : [])));
  return deribitSymbols.filter((symbol) => symbols.has(symbol));
}

/**
 * Reads a recorded get_book_summary_by_currency answer as a chain: terms from the names, spot from the
 * median estimated delivery price, data time from the newest row. The failure says what is wrong with it.
 */
export function parseBookSummaryDocument(document: unknown): Result<QuotedChain, string> {
  const refusal = errorEnvelope.safeParse(document);
  if (refusal.success) return fail(`it is Deribit's error ${refusal.data.error.code}, not a book`);
  const envelope = resultEnvelope.safeParse(document);
  if (!envelope.success) return fail('it has no "result" list of book summaries');
  const [symbol, second] = symbolsIn(envelope.data.result);
  if (symbol === undefined) return fail(`no row is an option on ${deribitSymbols.join(' or ')}`);
  if (second !== undefined) return fail(`it mixes options on ${symbol} and ${second}`);
  const book = parseBook(envelope.data.result, symbol, new Map());
  if (!book.ok) return book;
  const spot = median(book.value.deliveryPrices);
  if (spot === null) return fail('no row states an estimated_delivery_price to take spot from');
  return ok(chainOf(symbol, spot, book.value));
}
