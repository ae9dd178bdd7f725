import { setTimeout as sleep } from 'node:timers/promises';

/** Discord resets the token of a bot that identifies more than 1,000 times a day. */
const SPACING_FIRST_MS = 5_000;
const SPACING_MS_MAX = 15 * 60_000;
const MEMORY_MS = 3_600_000;

/**
 * How long to wait before the next IDENTIFY, given when the earlier ones of the last hour were: 5 s after the first,
 * then twice as long each time up to a quarter of an hour, which makes at most eleven in an hour. Resuming is free.
 */
export function identifyWaitMs(identifiedMs: readonly number[], nowMs: number): number {
  const recent = identifiedMs.filter((atMs) => nowMs - atMs < MEMORY_MS);
  const last = recent.at(-1);
  if (last === undefined) return 0;
  const spacingMs = Math.min(SPACING_MS_MAX, SPACING_FIRST_MS * 2 ** (recent.length - 1));
  return Math.max(0, last + spacingMs - nowMs);
}

/** A throttler for discord.js that remembers across clients of one process. */
export function createIdentifyThrottler(): {
  waitForIdentify(shardId: number, signal: AbortSignal): Promise<void>;
} {
  let identifiedMs: readonly number[] = [];
  return {
    async waitForIdentify(_shardId, signal) {
      await sleep(identifyWaitMs(identifiedMs, performance.now()), undefined, { signal });
      const nowMs = performance.now();
      identifiedMs = [...identifiedMs.filter((atMs) => nowMs - atMs < MEMORY_MS), nowMs];
    },
  };
}
