import type { Clock } from '../core/schedule/clock.ts';
import { intervalSlot } from '../core/schedule/due.ts';
import type { Store } from '../store/store.ts';
import type { Job } from './job.ts';

/** Often enough that a full disk is seen the same day, seldom enough to be no load. */
const MAINTAIN_MS = 6 * 3_600_000;
/** Deleting a quarter of a day's rows takes well under a second; a slow disk may need more. */
const MAINTAIN_DEADLINE_MS = 60_000;

/** Keeps the store within its retention and disk budget. */
export function createMaintain({
  store,
  clock,
}: {
  readonly store: Store;
  readonly clock: Clock;
}): Job {
  return {
    async due(nowMs) {
      const slot = intervalSlot(nowMs, MAINTAIN_MS);
      const latest = await store.latestRun('maintain');
      if (latest?.slot === slot) return [];
      return [
        {
          job: 'maintain',
          slot,
          deadlineMs: MAINTAIN_DEADLINE_MS,
          recorded: 'before',
          async run() {
            const { deleted, bytes } = await store.prune(clock.nowMs());
            return { state: 'done', detail: `${deleted} rows deleted, ${bytes} bytes in use` };
          },
        },
      ];
    },
  };
}
