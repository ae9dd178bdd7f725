import { fail, ok, type Result } from '../../core/result.ts';
import type { FetchFailure, Market } from '../market.ts';
import { earlyPriceOf, isBeforeOpen } from '../us-options/before-open.ts';
import { calibrate, checkSpot, usOffer } from '../us-options/index.ts';
import { morningChain } from '../us-options/morning-chain.ts';
import { closeOf, STATED_DELAY_MS } from '../us-options/venue-clock.ts';
import { earlyMove } from './before-open.ts';
import { type CboeOptions, createCboeClient } from './client.ts';
import { readDocumentBytes } from './parse-bytes.ts';
import type { CboeDocument } from './parse-json.ts';

type CboeMarketOptions = CboeOptions & {
  /** Symbols that the operator has switched on. */
  readonly symbols: readonly string[];
  /** How long a chain waits for the fund that says where its index stands. */
  readonly fundMs?: number;
};

/** A poll ends at 45 s; a chain at its close is worth more than none. */
const FUND_MS = 10_000;

/** Continuous, per year; serves where quotes tell no rate, as those of American options. */
const STATED_RATE = 0;

const SOURCE = {
  venue: 'cboe',
  venueName: 'Cboe',
  statedDelayMs: STATED_DELAY_MS,
  termsOfUse:
    "Cboe's terms of use for its quotes, delayed by 15 minutes, hold; the operator has accepted them, and the data may not be redistributed without an agreement.",
};

/**
 * US options from Cboe's delayed quotes: indices, ETFs and stocks. Before the open spot is this morning's, where the
 * underlying or the fund that follows it has traded.
 */
export function createCboeMarket({
  symbols,
  fundMs = FUND_MS,
  ...options
}: CboeMarketOptions): Market {
  const client = createCboeClient(options);
  const offer = usOffer(symbols, SOURCE);

  async function read(
    symbol: string,
    signal: AbortSignal,
  ): Promise<Result<CboeDocument, FetchFailure>> {
    const bytes = await client.document(symbol, signal);
    if (!bytes.ok) return bytes;
    const document = readDocumentBytes(bytes.value, options.nowMs());
    if (!document.ok) return fail({ kind: 'bad-payload', detail: document.failure });
    if (document.value.parsed.symbol === symbol) return document;
    return fail({
      kind: 'bad-payload',
      detail: `it is about ${document.value.parsed.symbol.slice(0, 12)}`,
    });
  }

  /** The multiple of the last close at which a symbol stands this morning; null where nothing says. */
  async function morningMove(
    symbol: string,
    document: CboeDocument,
    signal: AbortSignal,
  ): Promise<number | null> {
    const { asOfMs } = document.parsed.chain;
    const from = earlyPriceOf(symbol);
    if (from === null) return null;
    if (from === symbol) return earlyMove(document, asOfMs);
    const fund = await read(from, AbortSignal.any([signal, AbortSignal.timeout(fundMs)]));
    return fund.ok ? earlyMove(fund.value, asOfMs) : null;
  }

  return {
    ...offer,
    metrics: client.metrics,
    async fetchChain(symbol, signal) {
      if (!offer.listings.some((listing) => listing.symbol === symbol))
        return fail({ kind: 'unknown-symbol' });
      const document = await read(symbol, signal);
      if (!document.ok) return document;
      const { value } = document;
      const madeAtMs = value.parsed.chain.asOfMs;
      const standing = atItsQuotes(value);
      if (!isBeforeOpen(value.parsed.session, madeAtMs)) {
        return ok(checkSpot(calibrate(standing, STATED_RATE).chain, symbol));
      }
      const move = await morningMove(symbol, value, signal);
      const morning = { move, asOfMs: madeAtMs - STATED_DELAY_MS };
      return ok(checkSpot(morningChain(standing, morning, STATED_RATE), symbol));
    },
  };
}

/** A document whose quotes stand since the close beside the price of that close, whatever its underlying did since. */
function atItsQuotes({ parsed, close }: CboeDocument): CboeDocument['parsed'] {
  const { chain, session } = parsed;
  const isOver = chain.asOfMs - STATED_DELAY_MS > closeOf(session);
  return isOver && close !== null ? { ...parsed, chain: { ...chain, spot: close } } : parsed;
}
