import type { MarketHours } from '../schedule/market-hours.ts';
import type { DealerBook } from './dealer-book.ts';
import { EXPIRY_BUCKETS, type ExpiryBucket, expiryBucketOf } from './expiry-buckets.ts';
import type { ContractExposures } from './exposure.ts';
import { volWeight } from './hedging/vol-weight.ts';
import { matchedShare } from './matched-share.ts';

const HOURS_PER_DAY = 24;
const PER_PERCENT = 0.01;
/** One exposure of a book: what is left of it, the sum of absolute values, and the parts by type. */
export type NetGross = {
  readonly net: number;
  readonly gross: number;
  readonly calls: number;
  readonly puts: number;
};

/** Dealers' exposures in every usual unit; positive: dealers are long it. */
export type ExposureSummary = {
  readonly gamma: {
    /** Dollars of delta per +1 % of spot. */
    readonly usdPerPercent: NetGross;
    /** Dollars of delta per +1 of spot. */
    readonly usdPerPoint: NetGross;
    /** Units of the underlying per +1 % of spot. */
    readonly unitsPerPercent: NetGross;
    /** Units of the underlying per +1 of spot. */
    readonly unitsPerPoint: NetGross;
  };
  readonly delta: {
    readonly units: NetGross;
    readonly usd: NetGross;
    /** Δ − V/S: units for one who counts in the underlying, as with coin-margined options. */
    readonly premiumAdjustedUnits: NetGross;
  };
  /** Dollars of delta per +1 vol point. */
  readonly vanna: { readonly usdPerVolPoint: NetGross };
  /** Dollars of delta as calendar time passes, spot and vols held. */
  readonly charm: {
    readonly usdPerDay: NetGross;
    readonly usdPerHour: NetGross;
    /** Re-priced to the next settlement; null where nothing settles. */
    readonly usdToSettlement: number | null;
  };
  /** Dollars per +1 vol point; scaled: per point of 30-day vol, others × √(30 days/T), at most 1.5. */
  readonly vega: { readonly usdPerVolPoint: NetGross; readonly usdPerVolPointScaled: NetGross };
  /** Change of vega per +1 vol point; scaled as vega, which counts twice here. */
  readonly volga: {
    readonly usdPerVolPointSquared: NetGross;
    readonly usdPerVolPointSquaredScaled: NetGross;
  };
  /** Change of gamma per +1 % with Γ alone moving, dollars: speed·S³·1e-4. */
  readonly speed: { readonly usdPerPercentSquared: NetGross };
  /** Gamma by days to settlement on the market's calendar, dollars of delta per +1 %; the buckets add up to the book. */
  readonly buckets: readonly {
    readonly name: ExpiryBucket;
    readonly gamma: NetGross;
  }[];
  /** Share of open interest that is calls and puts of one strike and expiry that cancel, 0..1. */
  readonly matchedShare: number | null;
};

type Weight = (row: number) => number;
const whole: Weight = () => 1;

type Inputs = {
  readonly columns: ContractExposures;
  /** Dealers' trade from charm to the next settlement, dollars; null where nothing settles. */
  readonly charmTradeUsd: number | null;
  /** Of the market: they say where its days end. */
  readonly hours: MarketHours;
};

/** A book's exposures by unit. */
export function exposureSummary(
  { chain }: DealerBook,
  { columns, charmTradeUsd, hours }: Inputs,
): ExposureSummary {
  const { spot, isCall, years } = chain;
  const split = (column: Float64Array, weight: Weight = whole) =>
    splitByType(column, isCall, weight);
  const scale: Weight = (row) => volWeight(years[row] ?? 0);
  const gamma = split(columns.gex);
  const delta = split(columns.delta);
  const charm = split(columns.charm);
  return {
    gamma: {
      usdPerPercent: gamma,
      usdPerPoint: times(gamma, 1 / (PER_PERCENT * spot)),
      unitsPerPercent: times(gamma, 1 / spot),
      unitsPerPoint: times(gamma, 1 / (PER_PERCENT * spot * spot)),
    },
    delta: {
      units: delta,
      usd: times(delta, spot),
      premiumAdjustedUnits: split(columns.premiumAdjustedDelta),
    },
    vanna: { usdPerVolPoint: split(columns.vanna) },
    charm: {
      usdPerDay: charm,
      usdPerHour: times(charm, 1 / HOURS_PER_DAY),
      // The trade restores what time took from delta.
      usdToSettlement: charmTradeUsd === null ? null : 0 - charmTradeUsd,
    },
    vega: {
      usdPerVolPoint: split(columns.vega),
      usdPerVolPointScaled: split(columns.vega, scale),
    },
    volga: {
      usdPerVolPointSquared: split(columns.volga),
      usdPerVolPointSquaredScaled: split(columns.volga, (row) => scale(row) ** 2),
    },
    speed: { usdPerPercentSquared: split(columns.speed) },
    buckets: bucketsOf(chain, columns.gex, hours),
    matchedShare: matchedShare(chain),
  };
}

function splitByType(column: Float64Array, isCall: Uint8Array, weight: Weight): NetGross {
  const sums = { gross: 0, calls: 0, puts: 0 };
  for (let row = 0; row < column.length; row++) {
    const own = weight(row) * (column[row] ?? 0);
    sums.gross += Math.abs(own);
    if (isCall[row] === 1) sums.calls += own;
    else sums.puts += own;
  }
  return { net: sums.calls + sums.puts, ...sums };
}

function times({ net, gross, calls, puts }: NetGross, factor: number): NetGross {
  return { net: net * factor, gross: gross * factor, calls: calls * factor, puts: puts * factor };
}

function bucketsOf(
  { expiryMs, asOfMs, isCall }: DealerBook['chain'],
  gex: Float64Array,
  hours: MarketHours,
): ExposureSummary['buckets'] {
  const bucketOf = new Map(
    [...new Set(expiryMs)].map((each) => [
      each,
      expiryBucketOf(hours, { dataTimeMs: asOfMs, expiryMs: each }),
    ]),
  );
  return EXPIRY_BUCKETS.map((name) => ({
    name,
    gamma: splitByType(gex, isCall, (row) => (bucketOf.get(expiryMs[row] ?? 0) === name ? 1 : 0)),
  }));
}
