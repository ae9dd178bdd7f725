/** Lets the readings of chains in one after the other. */
export interface Turns {
  /**
   * Waits for its turn and reads for at most the milliseconds that it is given. Who was cut short comes first the next
   * time. Answers null where the signal ends the waiting.
   */
  take<T extends Reading>(
    symbol: string,
    signal: AbortSignal,
    read: (turnMs: number) => Promise<T>,
  ): Promise<T | null>;
}

/** What came of a turn, as far as the order of the next ones is concerned. */
type Reading = { readonly isCutShort: boolean };

type Waiting = {
  readonly symbol: string;
  readonly endsAtMs: number;
  readonly begin: (turnMs: number | null) => void;
};

/** From a call to its end, all waiting included: a poll ends at 45 s, and analyses and stores in the rest. */
export const CHAIN_MS_MAX = 38_000;

/**
 * One chain at a time: side by side all would run out of requests, and none would be whole. Those that wait longest for
 * a whole chain go first.
 */
export function createTurns(): Turns {
  const waiting = new Set<Waiting>();
  /** The number of the turn that read a symbol to the end; symbols are those that are switched on. */
  const wholeAt = new Map<string, number>();
  let [turns, isTaken] = [0, false];

  function passOn(): void {
    const rank = ({ symbol }: Waiting) => wholeAt.get(symbol) ?? 0;
    const [next] = [...waiting].sort((a, b) => rank(a) - rank(b));
    isTaken = next !== undefined;
    if (next === undefined) return;
    waiting.delete(next);
    const leftMs = Math.max(0, next.endsAtMs - performance.now());
    // An equal share of the time that is left: who ends early leaves more to the others.
    next.begin(Math.floor(leftMs / (waiting.size + 1)));
  }

  function turnOf(symbol: string, signal: AbortSignal): Promise<number | null> {
    const { promise, resolve } = Promise.withResolvers<number | null>();
    const own = { symbol, endsAtMs: performance.now() + CHAIN_MS_MAX, begin: resolve };
    const leave = () => {
      if (waiting.delete(own)) resolve(null);
    };
    waiting.add(own);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    // The calls of one poll come together: whose turn is first is decided among all of them.
    if (!isTaken) setImmediate(passOn);
    isTaken = true;
    return promise.finally(() => signal.removeEventListener('abort', leave));
  }

  return {
    async take(symbol, signal, read) {
      const turnMs = await turnOf(symbol, signal);
      if (turnMs === null) return null;
      try {
        const reading = await read(turnMs);
        turns += 1;
        if (!reading.isCutShort) wholeAt.set(symbol, turns);
        return reading;
      } finally {
        passOn();
      }
    },
  };
}
