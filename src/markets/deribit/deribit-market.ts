import { fail, ok } from '../../core/result.ts';
import type { Listing, Market } from '../market.ts';
import { createDeribitClient, type DeribitOptions } from './client.ts';
import { createListedTerms } from './listed-terms.ts';
import { chainOf, parseBook } from './parse.ts';
import { indexPrice } from './schema.ts';
import { DERIBIT_TERMS } from './settlement.ts';
import { deribitSymbols } from './symbols.ts';
import { fetchTradePage } from './trades.ts';

const BOOKS = { BTC: 'bitcoin', ETH: 'ether' } as const;

const listings: readonly Listing[] = deribitSymbols.map((symbol) => ({
  symbol,
  venue: 'deribit',
  venueName: 'Deribit',
  unit: symbol,
  statedDelayMs: 0,
  hours: 'always',
  hedge: null,
  settlement: DERIBIT_TERMS,
  book: BOOKS[symbol],
  termsOfUse: 'Deribit publishes its market data without a key; its terms of service apply.',
}));

/** Deribit's coin-settled BTC and ETH options. */
export function createDeribitMarket(options: DeribitOptions): Market {
  const client = createDeribitClient(options);
  const listedTerms = createListedTerms(client, options.nowMs);
  return {
    listings,
    unsuitable: new Map(),
    metrics: client.metrics,
    trades: {
      async fetchTrades(symbol, afterMs, signal) {
        if (!listings.some((listing) => listing.symbol === symbol))
          return fail({ kind: 'unknown-symbol' });
        const product = { currency: symbol, prefix: symbol };
        return fetchTradePage(client, { product, afterMs, nowMs: options.nowMs() }, signal);
      },
    },
    async fetchChain(symbol, signal) {
      if (!listings.some((listing) => listing.symbol === symbol))
        return fail({ kind: 'unknown-symbol' });
      const [terms, summary, index] = await Promise.all([
        listedTerms(symbol, signal),
        client.bookSummary(symbol, signal),
        client.indexPrice(symbol, signal),
      ]);
      if (!summary.ok) return summary;
      if (!index.ok) return index;
      const spot = indexPrice.safeParse(index.value);
      if (!spot.success)
        return fail({ kind: 'bad-payload', detail: 'get_index_price states no usable price' });
      const book = parseBook(summary.value, symbol, terms);
      if (!book.ok) return fail({ kind: 'bad-payload', detail: book.failure });
      return ok(chainOf(symbol, spot.data.index_price, book.value));
    },
  };
}
