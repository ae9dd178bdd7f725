import type { Rung } from './levels.ts';

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
};

/** Call plus put at the forward strike, to the next settlement. */
export type Straddle = { readonly settlesMs: number; readonly usd: number };

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
