import type { QuotedChain } from '../../core/chain/chain.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { FetchFailure, Market } from '../market.ts';
import { isBeforeOpen } from '../us-options/before-open.ts';
import { calibrate, checkSpot, type UsChain, usOffer } from '../us-options/index.ts';
import { morningChain } from '../us-options/morning-chain.ts';
import { createTradierClient, isSandbox, type TradierAccess } from './client.ts';
import { fetchExpiries } from './fetch-expiries.ts';
import { fetchPrices, type Prices } from './fetch-prices.ts';
import { parseTradier } from './parse.ts';
import { expirationsAnswer } from './schema.ts';
import { CHAIN_MS_MAX, createTurns } from './turns.ts';
import { moveOf } from './underlying.ts';

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

/** The chain at its quotes, or before the open as the book of the morning; `asOfMs` is when prices known now are of. */
function bookOf(
  parsed: UsChain,
  { underlying, early }: Prices,
  { nowMs, asOfMs }: { readonly nowMs: number; readonly asOfMs: number },
): QuotedChain {
  if (!isBeforeOpen(parsed.session, nowMs)) return calibrate(parsed, STATED_RATE).chain;
  const standing = { ...parsed, chain: { ...parsed.chain, spot: underlying.lastClose } };
  const move = early === null ? null : moveOf(early, nowMs);
  return morningChain(
    standing,
    { move, asOfMs: Math.max(parsed.chain.asOfMs, asOfMs) },
    STATED_RATE,
  );
}

/**
 * US options by the operator's own key: chains by expiry with quotes, vols and open interest. Before the open spot is
 * this morning's, where the underlying or the fund that follows it has traded.
 */
export function createTradierMarket({ symbols, ...access }: TradierOptions): Market {
  const client = createTradierClient(access);
  const isDelayed = isSandbox(access.baseUrl);
  const statedDelayMs = isDelayed ? SANDBOX_DELAY_MS : 0;
  const offer = usOffer(symbols, {
    venue: 'tradier',
    venueName: isDelayed ? 'Tradier sandbox' : 'Tradier',
    statedDelayMs,
    termsOfUse:
      "Tradier's terms and those of the exchanges govern these data; they are for the holder of the key and may not be redistributed without an agreement.",
  });

  async function fetchNow(symbol: string, until: AbortSignal): ChainResult {
    const [prices, expirations] = await Promise.all([
      fetchPrices(client, { symbol, nowMs: access.nowMs() }, until),
      client.expirations(symbol, until),
    ]);
    if (!prices.ok) return prices;
    if (!expirations.ok) return expirations;
    const dates = datesIn(expirations.value);
    if (!dates.ok) return dates;
    const fetched = await fetchExpiries(client, { symbol, dates: dates.value }, until);
    const { rows, missing, firstFailure } = fetched;
    if (rows.length === 0) return fail(firstFailure ?? { kind: 'unknown-symbol' });
    const nowMs = access.nowMs();
    const spot = prices.value.underlying.price;
    const parsed = parseTradier({ symbol, spot, rows, missing, nowMs });
    if (!parsed.ok) return badPayload(parsed.failure);
    const times = { nowMs, asOfMs: nowMs - statedDelayMs };
    return ok(checkSpot(bookOf(parsed.value, prices.value, times), symbol));
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
