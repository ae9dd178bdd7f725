import type { BodyFault } from './body-fault.ts';
import type { RowFault } from './row-fault.ts';

/** One way in which the next answers to matching paths go wrong. */
export type Fault = {
  /** Part of the path with its query, such as `get_index_price` or `currency=BTC`. */
  readonly path: string;
  /** How many answers fail; all until cleared where absent. */
  readonly times?: number;
} & Wrong;

/** What goes wrong with an answer. */
export type Wrong =
  | {
      /** An error status with an error body. */
      readonly kind: 'status';
      /** 503 where absent. */
      readonly status?: number;
      readonly retryAfterSeconds?: number;
      /** The same as a date of the simulated clock, in HTTP's form. */
      readonly retryAfterAsDate?: boolean;
    }
  /** The right answer, late: by 30 s where `delayMs` is absent. */
  | { readonly kind: 'delay'; readonly delayMs?: number }
  /** The right answer, one byte at a time, one every `delayMs` (100 where absent). */
  | { readonly kind: 'drip'; readonly delayMs?: number }
  /** Nothing more after the headers, or after half of the body; the connection stays open. */
  | { readonly kind: 'hang'; readonly after: 'headers' | 'half' }
  /** Half of the announced body, then the connection is cut. */
  | { readonly kind: 'truncate' }
  /** The last good answer to the same address again, word for word; a fresh one where there is none yet. */
  | { readonly kind: 'stale' }
  /** A body that is none, or too much of one. */
  | { readonly kind: 'body'; readonly how: BodyFault }
  /** A body whose words are wrong, in every `every`th row (10 where absent) where it is about rows. */
  | {
      readonly kind: 'rows';
      readonly how: RowFault;
      readonly every?: number;
      readonly factor?: number;
    };

/** A fault in force, and since when. */
export type ActiveFault = { readonly wrong: Wrong; readonly sinceMs: number };

/** A fault that comes and goes with the simulated clock. */
export type TimedFault = Fault & { readonly fromMs: number; readonly untilMs: number };

/** The faults in force; those set by hand act before those of a script, and the one set first acts first. */
export type FaultList = {
  add(fault: Fault): void;
  /** Adds faults that begin and end by themselves; `times` then counts by path. */
  play(faults: readonly TimedFault[]): void;
  clear(): void;
  /** The fault for one request, used up once; undefined where none matches. */
  take(path: string): ActiveFault | undefined;
};

/** An empty fault list on the simulated clock. */
export function createFaultList(nowMs: () => number): FaultList {
  let faults: { readonly fault: Fault; readonly sinceMs: number; left: number }[] = [];
  let timed: { readonly fault: TimedFault; readonly used: Map<string, number> }[] = [];
  const takeTimed = (path: string): ActiveFault | undefined => {
    const [address = ''] = path.split('?');
    const found = timed.find(
      ({ fault, used }) =>
        path.includes(fault.path) &&
        nowMs() >= fault.fromMs &&
        nowMs() < fault.untilMs &&
        (used.get(address) ?? 0) < (fault.times ?? Number.POSITIVE_INFINITY),
    );
    if (found === undefined) return undefined;
    found.used.set(address, (found.used.get(address) ?? 0) + 1);
    return { wrong: found.fault, sinceMs: found.fault.fromMs };
  };
  return {
    add: (fault) => {
      const left = fault.times ?? Number.POSITIVE_INFINITY;
      faults.push({ fault, sinceMs: nowMs(), left });
    },
    play: (added) => {
      timed.push(...added.map((fault) => ({ fault, used: new Map<string, number>() })));
    },
    clear: () => {
      faults = [];
      timed = [];
    },
    take: (path) => {
      const found = faults.find(({ fault }) => path.includes(fault.path));
      if (found === undefined) return takeTimed(path);
      found.left -= 1;
      if (found.left <= 0) faults = faults.filter((entry) => entry !== found);
      return { wrong: found.fault, sinceMs: found.sinceMs };
    },
  };
}
