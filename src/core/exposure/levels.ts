import type { Coverage } from '../chain/chain.ts';
import type {
  DayVolume,
  FlipAttribution,
  FutureBasis,
  Grade,
  PooledBook,
  ReactingLadder,
  RealisedVol,
  SignsSeen,
  SpotCheck,
  Straddle,
  TimeAndVol,
} from './companions.ts';
import type { Flip } from './flip.ts';

/** Dealers' trade if spot moved from here to one rung, re-priced in full; positive: they buy. */
export type Rung = {
  /** Fraction of spot: −0.01 is a fall of 1 %. */
  readonly move: number;
  readonly spot: number;
  /** Units of the underlying; positive: dealers buy. */
  readonly units: number;
  /** Dollars at the rung's own price; positive: dealers buy. */
  readonly usd: number;
};

export type ExpiryLevels = {
  readonly expiryMs: number;
  /** Dollars of dealer delta per +1 %. */
  readonly gexUsd: number;
  /** Share of the book's gross gamma, 0..1. */
  readonly grossShare: number;
  /** Contracts × multiplier: units of the underlying. */
  readonly openInterestUnits: number;
};

export type StrikeLevels = {
  readonly strike: number;
  readonly netGexUsd: number;
  readonly callGexUsd: number;
  readonly putGexUsd: number;
};

/** Everything that messages say about one snapshot; stored with it, so that an answer never depends on later code. */
export type Levels = {
  readonly symbol: string;
  readonly venue: string;
  readonly dataTimeMs: number;
  readonly spot: number;
  readonly signModel: 'naive' | 'observed';
  /** What trades have shown of dealers' signs; null where the venue publishes none. */
  readonly signs: SignsSeen | null;
  readonly flip: Flip;
  /** Net dealer gamma: dollars of delta per +1 % of spot; positive: dealers long gamma. */
  readonly gexUsd: number;
  readonly grossGexUsd: number;
  readonly callGexUsd: number;
  readonly putGexUsd: number;
  /** Share of open interest that is calls and puts of one strike and expiry that cancel, 0..1; null where nothing is open. */
  readonly matchedShare: number | null;
  /** Net over the book, positive: dealers are long it. Dollars of delta for vanna and charm, of value for vega. */
  readonly exposures: {
    /** Per +1 vol point on every contract. */
    readonly vannaUsdPerVolPoint: number;
    readonly charmUsdPerDay: number;
    readonly vegaUsdPerVolPoint: number;
    /** Change of vega per +1 vol point. */
    readonly volgaUsdPerVolPointSquared: number;
    /** Change of gamma per +1 %: speed·S³·1e-4. */
    readonly speedUsdPerPercentSquared: number;
  };
  /** Strikes that stand out without a sign, over all expiries. */
  readonly marks: {
    /** Largest sum of call and put gamma; null without any. */
    readonly absoluteGammaStrike: number | null;
    /** The most open contracts: often called walls, though they know no gamma. */
    readonly openInterestWalls: { readonly call: number | null; readonly put: number | null };
  };
  /** Rungs of −2, −1, −0.5, +0.5, +1, +2 %, in that order, vols held. */
  readonly ladder: readonly Rung[];
  /** Strike ≥ spot with the largest net gamma within 45 days; null where none is positive. */
  readonly callWall: number | null;
  /** Strike ≤ spot with the most negative net gamma within 45 days; null where none is negative. */
  readonly putWall: number | null;
  /** 30-day at-the-money implied volatility, fraction per year; null where the chain does not span it. */
  readonly atmVol30Day: number | null;
  /** Null where no slope of the smile could be measured. */
  readonly reacting: ReactingLadder | null;
  readonly timeAndVol: TimeAndVol | null;
  /** Null without quotes on both sides. */
  readonly straddle: Straddle | null;
  /** Chance that spot touches the flip before the straddle settles, 0..1; null inside the range or without a straddle. */
  readonly touchOdds: number | null;
  /** Of the next expiry, where that is within 7 days. */
  readonly maxPain: { readonly expiryMs: number; readonly strike: number } | null;
  /** The −1 % rung by expiry, vols held: dollars, positive where dealers buy. */
  readonly fallTrade: { readonly within30DaysUsd: number; readonly laterUsd: number };
  /** At-the-money vol by expiry, fraction per year, ascending in time. */
  readonly termStructure: readonly { readonly expiryMs: number; readonly vol: number }[];
  /** Vol of the 25-delta call less that of the put at 30 days, fraction per year. */
  readonly riskReversal25Delta: number | null;
  /** Against the snapshot of a day before; null without one, or where either has no flip. */
  readonly attribution: FlipAttribution | null;
  /** The book together with the others of the same market; null where it stands alone or the others are not read. */
  readonly pooled: PooledBook | null;
  /** Null until enough daily prices are stored. */
  readonly realisedVol: RealisedVol | null;
  /** What to add to a level to read it on the future; null without a future or a forward of grade B. */
  readonly futureBasis: FutureBasis | null;
  /** Trades in options that settle today beside their open interest; null where the venue states no volume. */
  readonly sameDay: DayVolume | null;
  /** Null where spot has no second source. */
  readonly spotCheck: SpotCheck | null;
  /** Price at which the latest settlement before the data time was paid out; null where the venue has not said. */
  readonly deliveryPriceUsd: number | null;
  /** What longs of the perpetual paid shorts over the last 8 hours, fraction of the position; null without one. */
  readonly funding8h: number | null;
  /** The venue's own index of 30-day volatility, fraction per year; null where it has none. */
  readonly impliedVolIndex: number | null;
  /** What spot was taken from where it is not the underlying itself, such as `SPY`; null where it is. */
  readonly spotFrom: string | null;
  /** New York date at whose close spot stands where no later price was known; null where it is of the data time. */
  readonly spotCloseOf: string | null;
  /** New York date on whose morning the open interest was published; null where it is live. */
  readonly openInterestSession: string | null;
  readonly grade: Grade;
  readonly expiries: readonly ExpiryLevels[];
  /** Net gamma by strike within 45 days and ±10 % of spot, ascending. */
  readonly strikes: readonly StrikeLevels[];
  /** Net gamma re-priced at each level, dollars per 1 % of that level, ascending, ±10 % of spot. */
  readonly profile: { readonly spots: readonly number[]; readonly gexUsd: readonly number[] };
  readonly coverage: Coverage;
};
