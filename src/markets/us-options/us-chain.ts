import type { QuotedChain } from '../../core/chain/chain.ts';
import type { ListedCounts } from './contract-list.ts';

/** What a reader should know about how a document was understood. */
export type Caveat =
  /** The time has no date; the earliest reading not before the last trade was taken. */
  | { readonly kind: 'time-without-date'; readonly stated: string }
  /** The document has no time of its own; the last trade's was taken. */
  | { readonly kind: 'time-of-last-trade' }
  /** The underlying states no last trade, so that nothing says how old its price is. */
  | { readonly kind: 'spot-undated' }
  /** The date line has no year; the one nearest to the first listed expiry was taken. */
  | { readonly kind: 'year-inferred'; readonly year: number; readonly stated: string }
  /** The date line names no zone that is known; New York was taken. */
  | { readonly kind: 'zone-assumed'; readonly stated: string }
  /** Columns that the user of the download switched off. */
  | { readonly kind: 'columns-missing'; readonly columns: readonly string[] }
  /** The last expiry listed is nearer than that of any whole chain. */
  | { readonly kind: 'few-expiries'; readonly expiries: number; readonly daysAhead: number }
  /** The strikes listed do not reach far enough from spot on both sides. */
  | { readonly kind: 'few-strikes'; readonly low: number; readonly high: number }
  /** Coming sessions without an expiry, `YYYY-MM-DD`, more than a symbol with daily ones ever lacks. */
  | { readonly kind: 'dailies-missing'; readonly dates: readonly string[] }
  /** Listed expiries that could not be fetched, `YYYY-MM-DD`. */
  | { readonly kind: 'expiries-missing'; readonly dates: readonly string[] }
  /** Most vols are the vendor's smoothed ones, because it states none of quotes. */
  | { readonly kind: 'vols-smoothed'; readonly smoothed: number; readonly vols: number };

/** A source's answer as a chain, with what the chain itself cannot say. */
export type UsChain = {
  readonly chain: QuotedChain;
  /** Symbol as users type it, `SPX`. */
  readonly symbol: string;
  /** New York date of the session that prices and vols come from, `YYYY-MM-DD`. */
  readonly session: string;
  /** New York trading day on whose morning the open interest was published, `YYYY-MM-DD`. */
  readonly openInterestSession: string;
  readonly counts: ListedCounts;
  readonly caveats: readonly Caveat[];
  /** The data time is that of quotes with stamps of their own, not of a document made later. */
  readonly quotesAreStamped?: true;
};
