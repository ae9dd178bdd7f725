/** The time as the application sees it: the system's in production, a scaled one on the practice servers. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
}

/** Two honest clocks differ by seconds; what is stamped further ahead of ours than this would pass for new for ever. */
export const CLOCK_AHEAD_MS_MAX = 120_000;
