import type { QuotedChain } from '../../core/chain/chain.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { FetchFailure, Market } from '../market.ts';
import { calibrate, checkSpot, usOffer } from '../us-options/index.ts';
import { createTradierClient, isSandbox, type TradierAccess } from './client.ts';
import { fetchExpiries } from './fetch-expiries.ts';
import { parseTradier } from './parse.ts';
import { expirationsAnswer, quotesAnswer } from './schema.ts';
import { CHAIN_MS_MAX, createTurns } from './turns.ts';

type TradierOptions = TradierAccess & {
  /** Symbols that the operator has switched on. */
  readonly symbols: readonly string[];
};

/** The sandbox's quotes are late by the exchanges' rule for those who do not pay for them. */
const SANDBOX_DELAY_MS = 15 * 60_000;

/** Continuous, per year; serves where quotes tell no rate, as those of American options. */
const STATED_RATE = 0;

type ChainResult = Promise<Result<QuotedChain, FetchFailure>>;

const NO_OPTIONS = fail({ kind: 'unknown-symbol' } as const);
const STOPPED = fail({ kind: 'stopped' } as const);

function badPayload(detail: string): Result<never, FetchFailure> {
  return fail({ kind: 'bad-payload', detail });
}

/** The listed dates in an answer. */
function datesIn(answer: unknown): Result<readonly string[], FetchFailure> {
  const read = expirationsAnswer.safeParse(answer);
  if (!read.success) return badPayload('the expirations are no list of dates');
  const dates = read.data.expirations?.date ?? [];
  return dates.length === 0 ? NO_OPTIONS : ok(dates);
}

/** The underlying's quote in an answer, as the venue sent it. */
function quoteIn(answer: unknown, symbol: string): Result<unknown, FetchFailure> {
  const read = quotesAnswer.safeParse(answer);
  if (!read.success) return badPayload('the quotes are no list');
  const quote = read.data.quotes?.quote?.find((each) => each.symbol === symbol);
  return quote === undefined ? NO_OPTIONS : ok(quote);
}

/** US options by the operator's own key: chains by expiry with quotes, vols and open interest. */
export function createTradierMarket({ symbols, ...access }: TradierOptions): Market {
  const client = createTradierClient(access);
  const isDelayed = isSandbox(access.baseUrl);
  const offer = usOffer(symbols, {
    venue: 'tradier',
    venueName: isDelayed ? 'Tradier sandbox' : 'Tradier',
    statedDelayMs: isDelayed ? SANDBOX_DELAY_MS : 0,
    termsOfUse:
      "Tradier's terms and those of the exchanges govern these data; they are for the holder of the key and may not be redistributed without an agreement.",
  });

  async function read(
    symbol: string,
    dates: readonly string[],
    { quote, until }: { readonly quote: unknown; readonly until: AbortSignal },
  ): ChainResult {
    const fetched = await fetchExpiries(client, { symbol, dates }, until);
    const { rows, missing, firstFailure } = fetched;
    if (rows.length === 0) return fail(firstFailure ?? { kind: 'unknown-symbol' });
    const parsed = parseTradier({ symbol, quote, rows, missing, nowMs: access.nowMs() });
    return parsed.ok
      ? ok(checkSpot(calibrate(parsed.value, STATED_RATE).chain, symbol))
      : badPayload(parsed.failure);
  }

  async function fetchNow(symbol: string, until: AbortSignal): ChainResult {
    const [quotes, expirations] = await Promise.all([
      client.quote(symbol, until),
      client.expirations(symbol, until),
    ]);
    if (!quotes.ok) return quotes;
    if (!expirations.ok) return expirations;
    const quote = quoteIn(quotes.value, symbol);
    if (!quote.ok) return quote;
    const dates = datesIn(expirations.value);
    return dates.ok ? read(symbol, dates.value, { quote: quote.value, until }) : dates;
  }

  const turns = createTurns();
  return {
    ...offer,
    metrics: client.metrics,
    async fetchChain(symbol, signal) {
      if (!offer.listings.some((listing) => listing.symbol === symbol)) return NO_OPTIONS;
      const turn = await turns.take(symbol, signal, async (turnMs) => {
        const end = AbortSignal.timeout(turnMs);
        const chain = await fetchNow(symbol, AbortSignal.any([signal, end]));
        return { chain, isCutShort: end.aborted };
      });
      if (turn === null || signal.aborted) return STOPPED;
      const { chain, isCutShort } = turn;
      const isOutOfTime = isCutShort && !chain.ok && chain.failure.kind === 'stopped';
      return isOutOfTime ? fail({ kind: 'timeout', deadlineMs: CHAIN_MS_MAX }) : chain;
    },
  };
}
