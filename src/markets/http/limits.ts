/** Every bound on talking to a venue; tests shrink them so that faults take milliseconds. */
export type HttpLimits = {
  readonly attemptMs: number;
  readonly totalMs: number;
  readonly retries: number;
  readonly backoffMs: number;
  readonly outagesToOpen: number;
  readonly restMs: number;
  readonly bytesMax: number;
  readonly sockets: number;
  readonly rememberedBytesMax: number;
};

export const HTTP_LIMITS: HttpLimits = {
  /** One request from connecting to the last byte: a healthy venue answers in under two seconds. */
  attemptMs: 10_000,
  /** A call with all its waits and retries; well inside the default poll of 300 s. */
  totalMs: 25_000,
  /** The next poll is the real retry. */
  retries: 2,
  /** Wait before the first retry; doubles each time. */
  backoffMs: 500,
  /** Outages in a row before the breaker opens: two calls that failed to the end. */
  outagesToOpen: 6,
  /** Rest of an open breaker before one request may probe. */
  restMs: 30_000,
  /** After decompression; about eight times the largest answer that the project asks for. */
  bytesMax: 8_000_000,
  /** A chain takes three requests; two coins may be polled at once. */
  sockets: 6,
  /** Bodies kept for venues that can say "not modified": two of the largest. */
  rememberedBytesMax: 24_000_000,
};
