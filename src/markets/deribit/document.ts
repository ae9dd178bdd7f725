import type { DataCaveat, QuotedChain } from '../../core/chain/chain.ts';
import { reachOf } from '../../core/chain/reach.ts';
import { weightedMedian } from '../../core/math/weighted-median.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { readInstrumentName } from './instrument-name.ts';
import { missingDailies } from './missing-dailies.ts';
import { chainOf, parseBook } from './parse.ts';
import { type DeribitProduct, deribitProducts } from './product.ts';
import { errorEnvelope, namedRow, resultEnvelope, rows } from './schema.ts';

/** Quarterly expiries are listed half a year ahead and more. */
const DAYS_AHEAD_MIN = 60;

/** Signs that a recording is a part of a book, which gives confident but wrong totals. */
function partialCaveats(chain: QuotedChain): readonly DataCaveat[] {
  const { low, high, daysAhead, isNearMoney } = reachOf(chain.contracts, chain);
  const reasons = [
    ...(daysAhead < DAYS_AHEAD_MIN ? [`its last expiry is ${daysAhead} days ahead`] : []),
    ...(isNearMoney ? [`its strikes run only from ${low} to ${high}`] : []),
  ];
  return reasons.map((reason) => ({
    kind: 'part-of-chain',
    reason: `${reason}: a part of the chain`,
  }));
}

/** A summary states no contract sizes: linear options cannot be read from one alone. */
const inverse = deribitProducts([]).filter(({ kind }) => kind === 'inverse');

function productsIn(result: unknown): readonly DeribitProduct[] {
  const names = rows
    .catch([])
    .parse(result)
    .map((row) => readInstrumentName(namedRow.safeParse(row).data?.instrument_name ?? ''));
  const prefixes = new Set(names.flatMap((name) => (name.kind === 'option' ? name.prefix : [])));
  return inverse.filter(({ prefix }) => prefixes.has(prefix));
}

/**
 * Reads a recorded get_book_summary_by_currency answer as a chain: terms from the names, spot from the
 * median estimated delivery price, data time from the newest row. A part of a book carries a caveat. The failure says what is wrong with it.
 */
export function parseBookSummaryDocument(document: unknown): Result<QuotedChain, string> {
  const refusal = errorEnvelope.safeParse(document);
  if (refusal.success) return fail(`it is Deribit's error ${refusal.data.error.code}, not a book`);
  const envelope = resultEnvelope.safeParse(document);
  if (!envelope.success) return fail('it has no "result" list of book summaries');
  const [product, second] = productsIn(envelope.data.result);
  const known = inverse.map(({ symbol }) => symbol).join(' or ');
  if (product === undefined) return fail(`no row is a coin-settled option on ${known}`);
  if (second !== undefined)
    return fail(`it mixes options on ${product.symbol} and ${second.symbol}`);
  const book = parseBook(envelope.data.result, product, new Map());
  if (!book.ok) return book;
  const { deliveryPrices } = book.value;
  if (deliveryPrices.length === 0)
    return fail('no row states an estimated_delivery_price to take spot from');
  const chain = chainOf(product.symbol, weightedMedian(deliveryPrices), book.value);
  const caveats = [...partialCaveats(chain), ...missingDailies(chain)];
  return ok(caveats.length === 0 ? chain : { ...chain, caveats });
}
