import cron from 'node-cron';
import type { Clock } from '../core/schedule/clock.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { DueRun, Job, JobOutcome } from './job.ts';

/** Every second: the shortest poll, and how long an outbox row may wait for nothing. */
const WAKE_CRON = '* * * * * *';
/** What a run gets to put things in order after its signal; then it is left behind. */
const GRACE_MS = 2_000;
/** How long `stop` waits in all: the grace and a commit. */
const STOP_MS_MAX = 3_000;

export interface Runner {
  start(): void;
  /** Looks for due work now. */
  wake(): void;
  /** Aborts what runs, waits for it to end (bounded), and starts nothing more. */
  stop(): Promise<void>;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** How a run ended, apart from the numbers in its detail. */
function kindOf({ state, detail }: JobOutcome): string {
  return `${state} ${detail?.replaceAll(/\d[\d.,:TZ-]*/g, '#')}`;
}

/** Settles with the run, or with `failed` soon after its signal: a run that ignores its signal is left behind. */
async function settled(due: DueRun, signal: AbortSignal): Promise<JobOutcome> {
  const ended = Promise.withResolvers<JobOutcome>();
  const detail = `did not end within ${due.deadlineMs} ms or at shutdown`;
  const onAbort = () =>
    setTimeout(() => ended.resolve({ state: 'failed', detail }), GRACE_MS).unref();
  signal.addEventListener('abort', onAbort, { once: true });
  const work = due
    .run(signal)
    .catch((error: unknown): JobOutcome => ({ state: 'failed', detail: reasonOf(error) }));
  try {
    return await Promise.race([work, ended.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Runs what the jobs say is due. node-cron only wakes it; what is due comes from the runs table, so that nothing is
 * lost over a restart and nothing done twice. A failing job is logged and leaves the others alone.
 */
export function createRunner(
  jobs: readonly Job[],
  { store, clock, log }: { readonly store: Store; readonly clock: Clock; readonly log: Log },
): Runner {
  const running = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  const troubles = new Map<Job, string>();
  /** Of routine jobs, how each ended last. */
  const endings = new Map<string, string>();
  let alarm: ReturnType<typeof cron.schedule> | undefined;
  let looking: Promise<void> | undefined;
  let lookAgain = false;

  async function runOne(due: DueRun): Promise<void> {
    const { job, slot } = due;
    if (due.recorded === 'before' && !(await store.beginRun(job, slot, clock.nowMs()))) return;
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(due.deadlineMs)]);
    const outcome = await settled(due, signal);
    const { state, detail } = outcome;
    if (due.recorded === 'after') await store.beginRun(job, slot, clock.nowMs());
    if (due.recorded !== 'with-result') await store.endRun(job, slot, state, detail, clock.nowMs());
    const isOldNews = due.isRoutine === true && endings.get(job) === kindOf(outcome);
    if (due.isRoutine === true) endings.set(job, kindOf(outcome));
    const level = isOldNews ? 'debug' : state === 'done' ? 'info' : 'warn';
    log[level](`job ${state}`, { job, slot, detail });
  }

  /** What a job says is due; a job that cannot look leaves the others alone, and says so once. */
  async function dueOf(job: Job): Promise<readonly DueRun[]> {
    try {
      const due = await job.due(clock.nowMs());
      troubles.delete(job);
      return due;
    } catch (error) {
      const reason = reasonOf(error);
      if (troubles.get(job) !== reason) log.error('could not look for due work', { reason });
      troubles.set(job, reason);
      return [];
    }
  }

  async function look(): Promise<void> {
    for (const job of jobs) {
      if (stopping.signal.aborted) return;
      for (const due of await dueOf(job)) {
        const lane = due.lane ?? due.job;
        // Due work may already be claimed, so it runs even while stopping: with its signal set it puts itself back.
        if (running.has(lane)) continue;
        const work = runOne(due)
          .catch((error: unknown) =>
            log.error('job could not be recorded', { job: due.job, reason: reasonOf(error) }),
          )
          .finally(() => running.delete(lane));
        running.set(lane, work);
      }
    }
  }

  function wake(): void {
    if (stopping.signal.aborted) return;
    if (looking !== undefined) {
      lookAgain = true;
      return;
    }
    looking = look().finally(() => {
      looking = undefined;
      if (!lookAgain) return;
      lookAgain = false;
      wake();
    });
  }

  return {
    start() {
      alarm = cron.schedule(WAKE_CRON, wake);
      wake();
    },
    wake,
    async stop() {
      stopping.abort();
      await alarm?.destroy();
      const ends = async () => {
        await looking;
        await Promise.allSettled(running.values());
      };
      await Promise.race([ends(), new Promise((done) => setTimeout(done, STOP_MS_MAX).unref())]);
    },
  };
}
