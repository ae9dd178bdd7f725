import type { Moved } from '../exposure/what-moved.ts';
import type { ConfirmedSide } from './rule.ts';

/** A confirmed change of side: two chains in a row clearly beyond the flip, or prices over the time of two. */
export type Crossing = {
  readonly from: ConfirmedSide;
  readonly to: ConfirmedSide;
  /** Spot, flip and data time of the confirming reading. */
  readonly spot: number;
  readonly flip: number;
  readonly dataTimeMs: number;
  /** Data time of the first reading. */
  readonly firstMs: number;
  readonly confirmedBy:
    | { readonly kind: 'chains' }
    /** Prices between chains, each against the newest chain; `chainMs` is the data time of the last one. */
    | { readonly kind: 'prices'; readonly chainMs: number };
  /** The price that the readings were beyond. */
  readonly threshold: number;
  /** The price on the old side that two readings must pass for the all-clear. */
  readonly allClearAt: number;
  /** Which of the two moved since the old side was last seen: `price` and `level` from 70 % of the change on. */
  readonly moved: Moved;
  readonly spotChange: number;
  readonly flipChange: number;
  /** Data time of the last reading on the old side. */
  readonly changeSinceMs: number;
  /** Since when the old side had held. */
  readonly oldSideSinceMs: number;
};
