import type { ConfirmedSide, SideReading } from '../rule.ts';

/** One good reading of a market, as the rule sees it. */
export type FlipReadingAt = SideReading & {
  /** Smallest and largest flip over the readings. */
  readonly low: number;
  readonly high: number;
  /** Fraction of spot, frozen once a day. */
  readonly dailySigma: number;
  /** Dealers' side by the sign of gamma at spot; null where that is unknown or zero. */
  readonly gammaSide: ConfirmedSide | null;
};

/** A quarter of a daily σ keeps a random walk that starts on the level below one alert a session. */
const BAND_SIGMA = 0.25;
/** A wide range of readings may widen the band to here, so that it cannot silence the alert. */
const RANGE_SIGMA_MAX = 0.5;
type Thresholds = { readonly short: number; readonly long: number };

/** The prices beyond which spot is clearly on one side: ¼ σ from the flip, or the edge of the range if farther. */
export function sideThresholds(
  reading: Omit<FlipReadingAt, 'atMs' | 'spot' | 'gammaSide'>,
): Thresholds {
  const sigmaUsd = reading.dailySigma * reading.flip;
  const low = Math.max(reading.low, reading.flip - RANGE_SIGMA_MAX * sigmaUsd);
  const high = Math.min(reading.high, reading.flip + RANGE_SIGMA_MAX * sigmaUsd);
  return {
    short: Math.min(reading.flip - BAND_SIGMA * sigmaUsd, low),
    long: Math.max(reading.flip + BAND_SIGMA * sigmaUsd, high),
  };
}

/**
 * The side that a reading is clearly on; null within the thresholds, and where gamma at spot has the other sign: past a
 * nearer turn the side of the flip is not dealers' side.
 */
export function clearSide(reading: FlipReadingAt): ConfirmedSide | null {
  const { short, long } = sideThresholds(reading);
  const beyond = reading.spot < short ? 'short' : reading.spot > long ? 'long' : null;
  return reading.gammaSide === null || reading.gammaSide === beyond ? beyond : null;
}
