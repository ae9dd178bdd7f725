import type { QuotedChain } from '../core/chain/chain.ts';
import type { SettlementTerms } from '../core/chain/settlement-terms.ts';
import type { Result } from '../core/result.ts';
import type { MarketLabel, MarketTraits } from '../core/text/view.ts';

/** Why a venue gave no data; `describeFailure` in core/text words it for people. */
export type FetchFailure =
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number | null }
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'timeout'; readonly deadlineMs: number }
  | { readonly kind: 'http-status'; readonly status: number }
  | { readonly kind: 'venue-error'; readonly code: number; readonly detail: string }
  | { readonly kind: 'bad-payload'; readonly detail: string }
  | { readonly kind: 'too-large'; readonly bytesMax: number }
  | { readonly kind: 'breaker-open' }
  /** The venue answers, but lists no options under this symbol. */
  | { readonly kind: 'unknown-symbol' }
  /** The venue refuses this address, whatever it is asked. */
  | { readonly kind: 'blocked' }
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

/** A venue's options on one underlying at a time. Every call ends within its deadline, also without a signal. */
export interface Market {
  readonly listings: readonly Listing[];
  /** Symbols that users may ask for and that cannot be served, each with the reason as a sentence. */
  readonly unsuitable: ReadonlyMap<string, string>;
  /** The whole chain with the venue's own data time; rows that cannot be read are counted, not guessed. */
  fetchChain(symbol: string, signal: AbortSignal): Promise<Result<QuotedChain, FetchFailure>>;
}
