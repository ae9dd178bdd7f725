export type OptionType = 'call' | 'put';

/** One listed contract as a venue or a chain file states it; `cleanChain` decides whether it can be used. */
export type QuotedContract = {
  readonly strike: number;
  /** Settlement instant, epoch milliseconds. */
  readonly expiryMs: number;
  readonly type: OptionType;
  /** Contracts; null where unknown, which is never the same as 0. */
  readonly openInterest: number | null;
  /** Implied volatility as a fraction per year; null where unknown. */
  readonly iv: number | null;
  /** Forward price of the underlying for this expiry, in the currency of spot. */
  readonly forward?: number;
  /** Units of underlying per contract, overriding the chain's. */
  readonly multiplier?: number;
  /** Best bid and ask per unit of underlying, in the currency of spot; null or absent where nobody quotes. */
  readonly bid?: number | null;
  readonly ask?: number | null;
  /** Contracts traded in the session, or in 24 hours; absent where the venue does not say. */
  readonly volume?: number;
  readonly instrument?: string;
};

/** Something about a source that its numbers do not show, worth a lower grade. */
export type DataCaveat = {
  readonly kind: /** The data time was inferred: ages and time to expiry may be off. */
    | 'time-uncertain'
    /** Columns that the analysis can do without were left out. */
    | 'columns-missing'
    /** Expiries or strikes are missing: totals are confident and wrong. */
    | 'part-of-chain'
    /** Open interest and prices are of different sessions. */
    | 'old-session'
    /** Open interest that should be a day newer has not changed anywhere. */
    | 'old-open-interest'
    /** Other prices contradict the quoted spot, so that distances and sides are in doubt. */
    | 'spot-divergence'
    /** One of several other prices contradicts the quoted spot and the rest do not. */
    | 'spot-outlier'
    /** The market is about to open, and nothing says where the underlying stands: spot is its last close. */
    | 'spot-of-close'
    /** Vols that the venue does not know were found from quotes; told, and no worse than its own. */
    | 'vols-from-quotes';
  /** A phrase that can stand in a sentence. */
  readonly reason: string;
};

/** A price that says where the underlying stands; `index` is what contracts settle on. */
export type SpotQuote = {
  readonly source: 'index' | 'perpetual' | 'future' | 'parity';
  readonly usd: number;
};

/** The price of an underlying at one instant, asked alone. */
export type SpotReading = { readonly usd: number; readonly atMs: number };

/** One option chain at one instant, not yet cleaned. */
export type QuotedChain = {
  /** Label such as `deribit:BTC`. */
  readonly name: string;
  /** Data time, epoch milliseconds. */
  readonly asOfMs: number;
  readonly spot: number;
  /** Continuous, per year. */
  readonly rate: number;
  /** Continuous, per year. */
  readonly dividendYield: number;
  /** Units of underlying per contract. */
  readonly multiplier: number;
  readonly contracts: readonly QuotedContract[];
  /** Rows the parser could not read as a contract at all. */
  readonly invalidRows: number;
  /** Other prices of the same underlying at the same time; absent where only `spot` is known. */
  readonly spotQuotes?: readonly SpotQuote[];
  /** What spot was taken from where it is not the underlying itself, such as `SPY` before the index opens. */
  readonly spotFrom?: string;
  /** New York date at whose close spot stands, `YYYY-MM-DD`, where the data time is later; absent elsewhere. */
  readonly spotCloseOf?: string;
  /** Price at which the options of the latest settlement were paid out; absent where the venue has not said. */
  readonly deliveryPriceUsd?: number;
  /** What longs of the perpetual paid shorts over the last 8 hours, fraction of the position; absent without one. */
  readonly funding8h?: number;
  /** The venue's own index of 30-day volatility, fraction per year; absent where it has none. */
  readonly impliedVolIndex?: number;
  /** New York date on whose morning the open interest was published, `YYYY-MM-DD`; absent where it is live. */
  readonly openInterestSession?: string;
  /** What the parser had to assume or found missing; absent where nothing. */
  readonly caveats?: readonly DataCaveat[];
};

/** Why contracts were left out; each contract is counted once, in this order. */
export type Skipped = {
  readonly invalid: number;
  readonly expired: number;
  readonly noIv: number;
  readonly noOpenInterest: number;
};

/** How much of the open book could be used. */
export type Coverage = {
  /** Contracts that carry open interest and have not expired. */
  readonly contractsOpen: number;
  /** Those of them that could be used. */
  readonly contractsUsed: number;
  /** Usable share of open interest, 0..1; null where nothing is open. */
  readonly openInterestShare: number | null;
};

/** Below this usable share of open interest a book is partial, and its flip a guess. */
export const USABLE_SHARE_MIN = 0.9;

/** The usable contracts of one chain as columns of equal length; row order is that of the source. */
export type Chain = {
  /** What the columns were taken from; contracts without vol or open interest, and quotes, are only there. */
  readonly source: QuotedChain;
  readonly name: string;
  readonly asOfMs: number;
  readonly spot: number;
  /** Continuous, per year. */
  readonly rate: number;
  readonly size: number;
  readonly strike: Float64Array;
  /** Time to settlement in years of 365 days. */
  readonly years: Float64Array;
  /** Fraction per year. */
  readonly vol: Float64Array;
  /** Continuous dividend yield or carry q of the contract's expiry, per year: F = S·e^((r−q)T). */
  readonly dividendYield: Float64Array;
  /** Contracts. */
  readonly openInterest: Float64Array;
  /** Units of underlying per contract. */
  readonly multiplier: Float64Array;
  /** 1 for calls, 0 for puts. */
  readonly isCall: Uint8Array;
  readonly expiryMs: Float64Array;
  /** The venue's name of each contract, where it has one. */
  readonly instrument: readonly (string | undefined)[];
  readonly skipped: Skipped;
  readonly coverage: Coverage;
};
