import { bookIn, isRow, type Row } from './document.ts';

/** Wrong about the price of the underlying. */
export type SpotFault = 'zero-spot' | 'spot-times' | 'perpetual-apart';

/** Two percent, where nothing else is said. */
const APART_DEFAULT = 1.02;
const TIMES_DEFAULT = 1.3;

function scale(row: Row, fields: readonly string[], factor: number): void {
  for (const field of fields) {
    const value = row[field];
    if (typeof value === 'number') row[field] = Number((value * factor).toPrecision(12));
  }
}

/** Moves the index wherever an answer states it, and nothing that options or futures are priced by. */
function moveIndex(document: unknown, factor: number): void {
  if (!isRow(document)) return;
  const { result, data } = document;
  if (isRow(result)) scale(result, ['index_price', 'estimated_delivery_price'], factor);
  if (isRow(data)) scale(data, ['current_price', 'close', 'bid', 'ask'], factor);
  for (const row of bookIn(document)?.rows ?? [])
    scale(row, ['estimated_delivery_price', 'index_price'], factor);
}

const FUTURE_PRICES = ['mark_price', 'bid_price', 'ask_price', 'mid_price', 'last'];
const TICKER_PRICES = ['mark_price', 'best_bid_price', 'best_ask_price', 'last_price'];

function isPerpetual(row: Row): boolean {
  return String(row.instrument_name).endsWith('-PERPETUAL');
}

function movePerpetual(document: unknown, factor: number): void {
  if (!isRow(document)) return;
  const { result, data } = document;
  if (isRow(result) && isPerpetual(result)) scale(result, TICKER_PRICES, factor);
  for (const row of bookIn(document)?.rows ?? [])
    if (isPerpetual(row)) scale(row, FUTURE_PRICES, factor);
  // Delayed quotes know no future: there the stated price leaves what the options imply.
  if (isRow(data)) scale(data, ['current_price', 'bid', 'ask'], factor);
}

/** Changes an answer's price of the underlying in place. */
export function moveSpot(document: unknown, how: SpotFault, factor: number | undefined): void {
  if (how === 'perpetual-apart') movePerpetual(document, factor ?? APART_DEFAULT);
  else moveIndex(document, how === 'zero-spot' ? 0 : (factor ?? TIMES_DEFAULT));
}
