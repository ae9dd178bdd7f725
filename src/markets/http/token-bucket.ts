export type TokenRates = {
  readonly capacity: number;
  readonly refillPerSecond: number;
};

/** Spends tokens no faster than they refill. */
export interface TokenBucket {
  /** Takes the tokens and returns 0, or takes none and returns the milliseconds until there could be enough. */
  take(cost: number): number;
  /** Lets nothing through for that long: the venue asked for a pause. */
  holdForMs(pauseMs: number): void;
  /** Tokens at hand; 0 while a pause runs. */
  available(): number;
}

/** Starts full; a clock that is set back neither refills the bucket nor stalls it. */
export function createTokenBucket(rates: TokenRates, nowMs: () => number): TokenBucket {
  const { capacity, refillPerSecond } = rates;
  let tokens = capacity;
  let refilledAtMs = nowMs();

  function refill(): void {
    const atMs = nowMs();
    const elapsedMs = Math.max(0, atMs - refilledAtMs);
    tokens = Math.min(capacity, tokens + (elapsedMs * refillPerSecond) / 1000);
    refilledAtMs = atMs;
  }

  return {
    take(cost) {
      if (cost > capacity) throw new Error(`A call costs ${cost}, the bucket holds ${capacity}.`);
      refill();
      if (tokens >= cost) {
        tokens -= cost;
        return 0;
      }
      return Math.ceil(((cost - tokens) * 1000) / refillPerSecond);
    },
    holdForMs(pauseMs) {
      refill();
      // A pause is a debt, so that one rule of refilling covers both.
      tokens = Math.min(tokens, -(pauseMs * refillPerSecond) / 1000);
    },
    available() {
      refill();
      return Math.max(0, tokens);
    },
  };
}
