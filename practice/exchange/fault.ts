/** One way in which the next answers to matching paths go wrong. */
export type Fault = {
  /** Part of the path with its query, such as `get_index_price` or `currency=BTC`. */
  readonly path: string;
  /** How many answers fail; all until cleared where absent. */
  readonly times?: number;
} & (
  | {
      /** An error status with an error body. */
      readonly kind: 'status';
      /** 503 where absent. */
      readonly status?: number;
      readonly retryAfterSeconds?: number;
    }
  /** The right answer, late: by 30 s where `delayMs` is absent. */
  | { readonly kind: 'delay'; readonly delayMs?: number }
  /** The right answer, one byte at a time, one every `delayMs` (100 where absent). */
  | { readonly kind: 'drip'; readonly delayMs?: number }
  /** Half of the announced body, then the connection is cut. */
  | { readonly kind: 'truncate' }
  /** The last good answer to the same address again, word for word; a fresh one where there is none yet. */
  | { readonly kind: 'stale' }
);

/** The faults in force; the one set first acts first. */
export type FaultList = {
  add(fault: Fault): void;
  clear(): void;
  /** The fault for one request, used up once; undefined where none matches. */
  take(path: string): Fault | undefined;
};

/** An empty fault list. */
export function createFaultList(): FaultList {
  let faults: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => {
      faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    clear: () => {
      faults = [];
    },
    take: (path) => {
      const found = faults.find(({ fault }) => path.includes(fault.path));
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left <= 0) faults = faults.filter((entry) => entry !== found);
      return found.fault;
    },
  };
}
