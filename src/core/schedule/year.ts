/** A year by which time to settlement is counted: 365 days, milliseconds. */
export const YEAR_MS = 365 * 86_400_000;

/** The horizon at which vols of markets are compared, in such years. */
export const THIRTY_DAYS_YEARS = 30 / 365;
