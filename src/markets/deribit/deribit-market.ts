import type { QuotedChain } from '../../core/chain/chain.ts';
import { checkedSpot } from '../../core/chain/robust-spot.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { BookName, FetchFailure, Listing, Market } from '../market.ts';
import { createDeribitClient, type DeribitOptions } from './client.ts';
import { readInstrumentName } from './instrument-name.ts';
import { createListedTerms } from './listed-terms.ts';
import { missingDailies } from './missing-dailies.ts';
import { chainOf, parseBook } from './parse.ts';
import { type DeribitProduct, deribitProducts } from './product.ts';
import { indexPrice, namedRow, rows } from './schema.ts';
import { DERIBIT_TERMS } from './settlement.ts';
import { createSidePrices, type SidePrices } from './side-prices.ts';
import { spotQuotes } from './spot-quotes.ts';
import { fetchTradePage } from './trades.ts';

const BOOKS: Readonly<Record<string, BookName>> = { BTC: 'bitcoin', ETH: 'ether' };

function listingOf({ symbol, base, kind }: DeribitProduct): Listing {
  return {
    symbol,
    venue: 'deribit',
    venueName: 'Deribit',
    unit: base,
    statedDelayMs: 0,
    hours: 'always',
    hedge: null,
    ...(kind === 'inverse' && { isInverse: true as const }),
    settlement: DERIBIT_TERMS,
    book: BOOKS[base] ?? null,
    termsOfUse: 'Deribit publishes its market data without a key; its terms of service apply.',
  };
}

/** The names of a summary's rows; empty where it is none. */
function namesIn(result: unknown): readonly string[] {
  return rows
    .catch([])
    .parse(result)
    .flatMap((row) => namedRow.safeParse(row).data?.instrument_name ?? []);
}

/** Whether a summary of all linear options holds other bases' and none of this one's. */
function isUnlisted(names: readonly string[], { prefix }: DeribitProduct): boolean {
  const isOther = (name: string) => readInstrumentName(name).kind === 'option';
  return !names.some((name) => name.startsWith(`${prefix}-`)) && names.some(isOther);
}

/** The chain with everything that stands beside it, and spot as the other prices bear it out. */
function withSidePrices(chain: QuotedChain, prices: SidePrices): QuotedChain {
  const quotes = spotQuotes(
    { indexUsd: chain.spot, asOfMs: chain.asOfMs },
    chain.contracts,
    prices,
  );
  const checked = checkedSpot(chain.spot, quotes);
  const caveats = [...(chain.caveats ?? []), ...checked.caveats];
  return {
    ...chain,
    spot: checked.usd,
    ...(quotes.length > 1 && { spotQuotes: quotes }),
    ...(caveats.length > 0 && { caveats }),
    ...(prices.funding8h !== null && { funding8h: prices.funding8h }),
    ...(prices.deliveryUsd !== null && { deliveryPriceUsd: prices.deliveryUsd }),
    ...(prices.volIndex !== null && { impliedVolIndex: prices.volIndex }),
  };
}

/**
 * Deribit's options: coin-settled BTC and ETH, and the USDC options of any base. `symbols` are those configured, which
 * may name bases that are not known here.
 */
export function createDeribitMarket(
  options: DeribitOptions & { readonly symbols?: readonly string[] },
): Market {
  const client = createDeribitClient(options);
  const listedTerms = createListedTerms(client, options.nowMs);
  const sidePrices = createSidePrices(client);
  const products = new Map(
    deribitProducts(options.symbols ?? []).map((product) => [product.symbol, product]),
  );

  async function fetchBook(
    product: DeribitProduct,
    signal: AbortSignal,
  ): Promise<Result<QuotedChain, FetchFailure>> {
    const { currency, kind, indexName, symbol, prefix } = product;
    const [summary, index] = await Promise.all([
      client.bookSummary(currency, signal),
      client.indexPrice(indexName, signal),
    ]);
    if (!summary.ok) return summary;
    const names = namesIn(summary.value);
    const isLinear = kind === 'linear';
    if (isLinear && isUnlisted(names, product)) return fail({ kind: 'unknown-symbol' });
    if (!index.ok) return index;
    const spot = indexPrice.safeParse(index.value);
    if (!spot.success)
      return fail({ kind: 'bad-payload', detail: 'get_index_price states no usable price' });
    const own = isLinear ? names.filter((name) => name.startsWith(`${prefix}-`)) : [];
    const listed = await listedTerms(
      currency,
      (known) => own.every((name) => known.has(name)),
      signal,
    );
    // The names of inverse options say all that is needed; those of linear ones do not state the contract size.
    if (!listed.ok && isLinear) return listed;
    const book = parseBook(summary.value, product, listed.ok ? listed.value : new Map());
    if (!book.ok) return fail({ kind: 'bad-payload', detail: book.failure });
    const chain = chainOf(symbol, spot.data.index_price, book.value);
    const caveats = isLinear ? [] : missingDailies(chain);
    return ok(caveats.length === 0 ? chain : { ...chain, caveats });
  }

  return {
    listings: [...products.values()].map(listingOf),
    unsuitable: new Map(),
    metrics: client.metrics,
    trades: {
      async fetchTrades(symbol, afterMs, signal) {
        const product = products.get(symbol);
        if (product === undefined) return fail({ kind: 'unknown-symbol' });
        return fetchTradePage(client, { product, afterMs, nowMs: options.nowMs() }, signal);
      },
    },
    async fetchSpot(symbol, signal) {
      const product = products.get(symbol);
      if (product === undefined) return fail({ kind: 'unknown-symbol' });
      const answer = await client.indexPriceNow(product.indexName, signal);
      if (!answer.ok) return answer;
      const { result, atMs } = answer.value;
      const price = indexPrice.safeParse(result);
      return price.success && atMs !== null
        ? ok({ usd: price.data.index_price, atMs })
        : fail({ kind: 'bad-payload', detail: 'get_index_price states no usable price and time' });
    },
    async fetchChain(symbol, signal) {
      const product = products.get(symbol);
      if (product === undefined) return fail({ kind: 'unknown-symbol' });
      const chain = await fetchBook(product, signal);
      if (!chain.ok) return chain;
      const prices = await sidePrices(product, chain.value.asOfMs, signal);
      return ok(withSidePrices(chain.value, prices));
    },
  };
}
