const YEAR_MINUTES = 365 * 24 * 60;

/** Deribit settles on the time average of its index over the last half hour: 300 samples, 6 s apart. */
export const WINDOW_YEARS = 30 / YEAR_MINUTES;

/**
 * The time that counts for the variance of the settlement average, in years: T − 20 minutes before the window,
 * T³/(3W²) inside it, where a share T/W of the average is still open. Both say σ²·(that) = variance of
 * ln(average). `years` ≥ 0 is the time to the end of the window.
 */
export function effectiveYears(years: number): number {
  if (years >= WINDOW_YEARS) return years - (2 / 3) * WINDOW_YEARS;
  return years ** 3 / (3 * WINDOW_YEARS ** 2);
}

/**
 * Total variance of the settlement average as time passes from `years` to `laterYears` before its end, at an
 * unchanged vol of the index: w·T_eff(later)/T_eff(now). For carrying variance forward only: a vol that the venue
 * quotes on its own clock is already the total variance now.
 */
export function carriedVariance(variance: number, years: number, laterYears: number): number {
  if (!(years > 0)) throw new RangeError('variance can only be carried from before settlement');
  return (variance * effectiveYears(Math.max(laterYears, 0))) / effectiveYears(years);
}

/** An option on the settlement average, at some time before settlement. */
export type AveragedOption = {
  /** Time to the end of the window, years of 365 days. */
  readonly years: number;
  readonly strike: number;
  /** Average of the samples so far; the index itself is the best guess where they were not seen. */
  readonly knownAverage: number;
  /** Total variance of the whole average, as `carriedVariance` gives it. */
  readonly variance: number;
};

/** What is left of it: so many plain options on the mean of the samples to come. */
export type OpenPart =
  | {
      readonly kind: 'open';
      /** Plain options per listed one, 0..1: also scales delta and gamma. */
      readonly share: number;
      readonly strike: number;
      /** Total variance of the mean of the samples to come. */
      readonly variance: number;
    }
  /** The samples so far lie above the strike whatever follows: calls keep a delta of `share`, puts are worth 0. */
  | { readonly kind: 'call-certain'; readonly share: number }
  /** Nothing is left to be known. */
  | { readonly kind: 'settled' };

/**
 * Splits off the known part of the average: inside the window max(A − K, 0) = s·max(R − K′, 0) with the open share
 * s = T/W, R the mean of the samples to come and K′ = (K − (1 − s)·known)/s. Before the window nothing changes.
 */
export function openPart(option: AveragedOption): OpenPart {
  const { years, strike, knownAverage, variance } = option;
  if (years <= 0) return { kind: 'settled' };
  const share = Math.min(1, years / WINDOW_YEARS);
  if (share === 1) return { kind: 'open', share, strike, variance };
  const openStrike = (strike - (1 - share) * knownAverage) / share;
  if (openStrike <= 0) return { kind: 'call-certain', share };
  return { kind: 'open', share, strike: openStrike, variance: variance / share ** 2 };
}
