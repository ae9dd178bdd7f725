import type { Fault, FaultEffect, RequestMatch } from '../practice-discord.ts';

/** Faults that wait for their requests, oldest first. */
export type Faults = {
  add(fault: Fault): void;
  clear(): void;
  /** The effect for this request, counted off the first fault that matches. */
  take(method: string, path: string): FaultEffect | undefined;
};

/** No faults. */
export function createFaults(): Faults {
  let waiting: { readonly fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      waiting.push({ fault, left: fault.times });
    },
    clear() {
      waiting = [];
    },
    take(method, path) {
      const entry = waiting.find((it) => it.left > 0 && matches(it.fault.match, method, path));
      if (entry === undefined) return undefined;
      entry.left -= 1;
      return entry.fault.effect;
    },
  };
}

/** Whether a request is one of those meant. */
export function matches(match: RequestMatch, method: string, path: string): boolean {
  if (match.method !== undefined && match.method !== method) return false;
  return typeof match.path === 'string' ? path.includes(match.path) : match.path.test(path);
}
