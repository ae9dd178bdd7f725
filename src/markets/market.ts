import type { QuotedChain } from '../core/chain/chain.ts';
import type { SettlementTerms } from '../core/chain/settlement-terms.ts';
import type { Result } from '../core/result.ts';
import type { MarketLabel } from '../core/text/view.ts';

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
  | { readonly kind: 'stopped' };

/** One underlying that a market offers. */
export type Listing = MarketLabel & {
  readonly venue: string;
  /** Delay of the data by the venue's own word, milliseconds. */
  readonly statedDelayMs: number;
  readonly settlement: SettlementTerms;
};

/** A venue's options on one underlying at a time. Every call ends within its deadline, also without a signal. */
export interface Market {
  readonly listings: readonly Listing[];
  /** The whole chain with the venue's own data time; rows that cannot be read are counted, not guessed. */
  fetchChain(symbol: string, signal: AbortSignal): Promise<Result<QuotedChain, FetchFailure>>;
}
