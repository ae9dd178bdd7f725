/** What a user may do now, or how long to wait. */
export type QuotaAnswer =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly secondsLeft: number };

/** Nobody reads faster than this; a script would. */
const WINDOWS = [
  { lengthMs: 10_000, commandsMax: 5 },
  { lengthMs: 5 * 60_000, commandsMax: 30 },
] as const;

const LONGEST_MS = Math.max(...WINDOWS.map(({ lengthMs }) => lengthMs));

/** Users remembered at once, about 3 MB; the one unseen for longest is forgotten first. */
const USERS_MAX = 10_000;

function waitMs(usesMs: readonly number[], nowMs: number): number {
  const waits = WINDOWS.map(({ lengthMs, commandsMax }) => {
    const blocking = usesMs.at(-commandsMax);
    return blocking === undefined ? 0 : blocking + lengthMs - nowMs;
  });
  return Math.max(...waits);
}

/** Counts commands per user in memory: 5 in 10 seconds and 30 in 5 minutes. Refused ones do not count. */
export function createQuota(): { spend(userId: string, nowMs: number): QuotaAnswer } {
  const usesByUser = new Map<string, readonly number[]>();
  return {
    spend(userId, nowMs) {
      // Uses in the future are from before the clock was set back: they would block for hours.
      const uses = (usesByUser.get(userId) ?? []).filter(
        (atMs) => atMs <= nowMs && nowMs - atMs < LONGEST_MS,
      );
      const leftMs = waitMs(uses, nowMs);
      usesByUser.delete(userId);
      usesByUser.set(userId, leftMs > 0 ? uses : [...uses, nowMs]);
      const [oldest] = usesByUser.keys();
      if (usesByUser.size > USERS_MAX && oldest !== undefined) usesByUser.delete(oldest);
      return leftMs > 0
        ? { kind: 'refused', secondsLeft: Math.ceil(leftMs / 1000) }
        : { kind: 'allowed' };
    },
  };
}
