import type { Rung } from './levels.ts';
import type { Side } from './side.ts';

/** The ladder where vols react to the move. */
export type ReactingLadder = {
  /** Same moves as `Levels.ladder`. */
  readonly ladder: readonly Rung[];
  /** Points by which fixed-strike 30-day vols rise per −1 % of spot; negative where they fall. */
  readonly volPointsPerFall: number;
};

/** Dealers' trades that need no move of the price; positive: they buy. */
export type TimeAndVol = {
  /** Today's settlement: the next 08:00 UTC, or the session's close. */
  readonly settlesMs: number;
  /** Dollars from now until then, spot and vols held. */
  readonly charmUsd: number;
  /** Dollars for −1 point of 30-day vol, other expiries × √(30 days/T), capped at 1.5. */
  readonly vannaUsd: number;
  /** The same for +1 point: not the opposite where vanna changes with vol. */
  readonly vannaUpUsd: number;
};

/** Call plus put at the forward strike, to the next settlement, by the quotes of an instant. */
export type Straddle = {
  readonly settlesMs: number;
  readonly usd: number;
  readonly quotedMs: number;
};

/** Why the flip moved between two snapshots, in dollars of price; the four parts add up exactly. */
export type FlipAttribution = {
  /** Data time of the earlier snapshot. */
  readonly sinceMs: number;
  readonly from: number;
  readonly to: number;
  readonly openInterest: number;
  readonly vols: number;
  readonly time: number;
  /** Contracts that expired in between. */
  readonly rollOff: number;
};

/** How far a snapshot may be trusted, and why not further. */
export type Grade = {
  readonly letter: 'A' | 'B' | 'C' | 'D' | 'F';
  /** Each a phrase that can stand in a sentence; empty for A. */
  readonly reasons: readonly string[];
};

/** How much of dealers' signs was seen in trades, and what the book would be with none seen. */
export type SignsSeen = {
  /** λ weighted by gamma, 0..1. */
  readonly gammaShare: number;
  /** The same book with every sign assumed. */
  readonly assumed: {
    readonly gexUsd: number;
    readonly flipSpot: number | null;
    readonly side: Side | null;
  };
};

/** Several listings of one market, added in dollars of gamma at equal returns. */
export type PooledBook = {
  readonly name: string;
  /** All of it, this listing included, dollars of delta per +1 %. */
  readonly gexUsd: number;
  /** Where the sum is zero, as a price of this listing; null without such a level. */
  readonly flipSpot: number | null;
  readonly side: Side | null;
  readonly members: readonly {
    readonly symbol: string;
    readonly dataTimeMs: number;
    readonly gexUsd: number;
    /** As a price of that listing; null where it has none. */
    readonly flipSpot: number | null;
    /** The same as a price of this listing, at equal returns. */
    readonly flipSpotHere: number | null;
    readonly side: Side | null;
  }[];
};

/** Volatility of daily prices, close to close, fraction per year; `days` returns went into it. */
export type RealisedVol = { readonly vol: number; readonly days: number };

/** Forward of the front future's expiry − spot, one number a day. */
export type FutureBasis = { readonly name: string; readonly usd: number };

/** Contracts of one settlement day. */
export type DayVolume = { readonly volume: number; readonly openInterest: number };

/** The distance of another price of the underlying from the one used, as a fraction of spot. */
export type SpotCheck = { readonly other: string; readonly gap: number };
