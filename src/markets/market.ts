import type { QuotedChain, SpotReading } from '../core/chain/chain.ts';
import type { SettlementTerms } from '../core/chain/settlement-terms.ts';
import type { Result } from '../core/result.ts';
import type { MarketLabel, MarketTraits } from '../core/text/view.ts';
import type { Trade } from '../core/trades/trade.ts';

/** Why a venue gave no data; `describeFailure` in core/text words it for people. */
export type FetchFailure =
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number | null }
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'timeout'; readonly deadlineMs: number }
  /** `detail` holds the venue's own words where it gave a reason. */
  | { readonly kind: 'http-status'; readonly status: number; readonly detail?: string }
  | { readonly kind: 'venue-error'; readonly code: number; readonly detail: string }
  | { readonly kind: 'bad-payload'; readonly detail: string }
  | { readonly kind: 'too-large'; readonly bytesMax: number }
  | { readonly kind: 'breaker-open'; readonly cause?: FetchFailure }
  /** The venue answers, but lists no options under this symbol. */
  | { readonly kind: 'unknown-symbol' }
  /** The venue refuses this address, whatever it is asked. */
  | { readonly kind: 'blocked' }
  /** The venue does not take the key that this installation sends. */
  | { readonly kind: 'key-refused' }
  | { readonly kind: 'stopped' };

/** One market in several listings, whose dollar gamma adds up at equal returns. */
export type BookName = 'S&P' | 'Nasdaq' | 'bitcoin' | 'ether';

/** One underlying that a market offers. */
export type Listing = MarketLabel &
  MarketTraits & {
    readonly venue: string;
    readonly settlement: SettlementTerms;
    /** The book that it is a part of; null where it stands alone. */
    readonly book: BookName | null;
    /** Whose terms govern the data, as a sentence; `/status` prints it. */
    readonly termsOfUse: string;
  };

/** How talking to a venue went since the process started; holds no address, key or body. */
export type VenueMetrics = {
  /** Requests sent, retries included. */
  readonly requests: number;
  /** Those of them that the venue answered with "not modified", so that the last body served again. */
  readonly notModified: number;
  /** Requests that gave nothing, by what went wrong. */
  readonly failures: Readonly<Partial<Record<FetchFailure['kind'], number>>>;
  /** Of the newest requests, answered or not, milliseconds; null before the first. */
  readonly latencyMs: {
    readonly median: number;
    readonly p95: number;
    /** Requests that these are of. */
    readonly count: number;
  } | null;
  /** `open`: nothing is asked until the venue has rested; `half-open`: one request probes it. */
  readonly breaker: 'closed' | 'open' | 'half-open';
  /** What may still be asked at once, in the venue's own measure. */
  readonly tokens: { readonly available: number; readonly capacity: number };
};

/** Public trades from an instant on, oldest first; those of the last seconds may come again on the next page. */
export type TradePage = {
  readonly trades: readonly Trade[];
  /** Rows that could not be read. */
  readonly invalidRows: number;
  /** Where the page begins: later than asked where the venue's history no longer reaches back. */
  readonly fromMs: number;
  /** Every trade before this instant has been told: where to ask on. */
  readonly nextMs: number;
  readonly hasMore: boolean;
};

/** A venue that tells its trades with the taker's side. */
export interface TradeFeed {
  /** One page from that instant on, itself included. */
  fetchTrades(
    symbol: string,
    afterMs: number,
    signal: AbortSignal,
  ): Promise<Result<TradePage, FetchFailure>>;
}

/** A venue's options on one underlying at a time. Every call ends within its deadline, also without a signal. */
export interface Market {
  readonly listings: readonly Listing[];
  /** Symbols that users may ask for and that cannot be served, each with the reason as a sentence. */
  readonly unsuitable: ReadonlyMap<string, string>;
  /** The whole chain with the venue's own data time; rows that cannot be read are counted, not guessed. */
  fetchChain(symbol: string, signal: AbortSignal): Promise<Result<QuotedChain, FetchFailure>>;
  /**
   * What the underlying stands at, with the venue's own time; absent where the venue does not tell it apart from a chain.
   * It is the price that contracts settle on, and nothing has been held against it.
   */
  fetchSpot?(symbol: string, signal: AbortSignal): Promise<Result<SpotReading, FetchFailure>>;
  metrics(): VenueMetrics;
  /** Absent where the venue publishes no trades. */
  readonly trades?: TradeFeed;
}
