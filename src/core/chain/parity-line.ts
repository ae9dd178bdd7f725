import { weightedMedian } from '../math/weighted-median.ts';
import type { ParityRow } from './parity-rows.ts';

/** A line of known slope through the rows: C − P = level + slope·K. */
type ParityLevel = {
  readonly level: number;
  /** Weighted median distance of the rows from the line, currency units. */
  readonly residual: number;
  /** Weighted median spread of the rows, currency units. */
  readonly spread: number;
  /** Rows that agree with the line. */
  readonly agreeing: readonly ParityRow[];
  /** Standard error of a mean over the rows. */
  readonly samplingError: number;
};

/** With fewer strikes a slope is at the mercy of a single stale row. */
const SLOPE_STRIKES_MIN = 8;

/** A rate from a slope less certain than this, per year, is worse than a curve's. */
const RATE_ERROR_MAX = 0.003;

/** Bounds of a discount factor over at most a year; each further year multiplies the lower one. */
const DISCOUNT_MAX = 1.02;
const DISCOUNT_PER_YEAR_MIN = 0.9;

/** Mids of wide quotes lean the same way along the strikes, by about this share of the typical spread. */
const TILT_OF_SPREAD = 0.05;

/** A row off the line by more than half its own spread and by so many typical distances is stale. */
const DISTANCES_MAX = 4;

/** Median distance to standard deviation, of normal errors. */
const DEVIATION_OF_MEDIAN = 1.4826;

/** Two mids anywhere within their quotes scatter by this share of the joint spread; a few rows may agree by chance. */
const DEVIATION_OF_SPREAD = 0.2;

/** The line of a given slope in the middle of the rows, by the weighted median: half of the weight may be wrong. */
export function levelOfSlope(rows: readonly ParityRow[], slope: number): ParityLevel {
  const weights = rows.map((row) => row.weight);
  const levels = rows.map((row) => row.difference - slope * row.strike);
  const level = weightedMedian(levels, weights);
  const distances = levels.map((each) => Math.abs(each - level));
  const residual = weightedMedian(distances, weights);
  const agreeing = rows.filter((row, index) => {
    const distance = distances[index] ?? Number.NaN;
    return distance <= Math.max(row.spread / 2, DISTANCES_MAX * residual);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
  const spreads = rows.map((row) => row.spread);
  const spread = weightedMedian(spreads, weights);
  const deviation = Math.max(DEVIATION_OF_MEDIAN * residual, DEVIATION_OF_SPREAD * spread);
  const samplingError = (deviation * Math.sqrt(squares)) / total;
  return { level, residual, spread, agreeing, samplingError };
}

/**
 * The discount factor as minus the slope of C − P over strikes: a robust start, rows off that line dropped, then least
 * squares weighted by 1/spread². Null where it says less about the rate than a curve does, which is always so for
 * short expiries: the error of a slope is divided by T.
 */
export function discountFromSlope(rows: readonly ParityRow[], years: number): number | null {
  const start = medianSlope(rows);
  if (start === null) return null;
  const { agreeing, spread, samplingError } = levelOfSlope(rows, start);
  if (agreeing.length < SLOPE_STRIKES_MIN) return null;
  const { slope, strikeDeviation } = weightedLine(agreeing);
  const discount = -slope;
  const lowest = DISCOUNT_PER_YEAR_MIN ** Math.max(1, years);
  if (!(discount > lowest && discount <= DISCOUNT_MAX)) return null;
  const slopeError = Math.hypot(samplingError, TILT_OF_SPREAD * spread) / strikeDeviation;
  return slopeError / (discount * years) <= RATE_ERROR_MAX ? discount : null;
}

/** Theil–Sen over pairs half the ladder apart that share no row: a quarter of the rows may be wrong. */
function medianSlope(rows: readonly ParityRow[]): number | null {
  const apart = rows.length >> 1;
  const slopes: number[] = [];
  const weights: number[] = [];
  for (const [index, low] of rows.slice(0, apart).entries()) {
    const high = rows[index + apart];
    if (high === undefined || high.strike === low.strike) continue;
    const run = high.strike - low.strike;
    slopes.push((high.difference - low.difference) / run);
    weights.push(run ** 2 / (high.spread ** 2 + low.spread ** 2));
  }
  return slopes.length === 0 ? null : weightedMedian(slopes, weights);
}

function weightedLine(rows: readonly ParityRow[]): { slope: number; strikeDeviation: number } {
  const total = rows.reduce((sum, row) => sum + row.weight, 0);
  const mean = (value: (row: ParityRow) => number) =>
    rows.reduce((sum, row) => sum + row.weight * value(row), 0) / total;
  const meanStrike = mean((row) => row.strike);
  const meanDifference = mean((row) => row.difference);
  const variance = mean((row) => (row.strike - meanStrike) ** 2);
  const covariance = mean((row) => (row.strike - meanStrike) * (row.difference - meanDifference));
  return { slope: covariance / variance, strikeDeviation: Math.sqrt(variance) };
}
