/** The time as the application sees it: the system's in production, a scaled one on the practice servers. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
}
