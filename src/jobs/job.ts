/** What came of one run; the runner records it. */
export type JobOutcome = {
  readonly state: 'done' | 'failed' | 'missed';
  readonly detail: string | null;
};

/** One piece of due work: the runs table remembers (job, slot), so that it is done once. */
export type DueRun = {
  readonly job: string;
  /** Runs of one lane never overlap; the job's name where it is left out. */
  readonly lane?: string;
  /** Names the occasion, such as `2026-11-23T14:05:00.000Z` or a local date. */
  readonly slot: string;
  readonly deadlineMs: number;
  /**
   * `before`: the runner claims the slot first; an interrupted run is not repeated.
   * `after`: the runner writes the run down when it is over; something else keeps it from being done twice.
   * `with-result`: the job writes the run in the transaction of its result; an interrupted run is repeated.
   */
  readonly recorded: 'before' | 'after' | 'with-result';
  /** Repeats every minute: its end is news only where it differs from the last one in more than numbers. */
  readonly isRoutine?: true;
  readonly run: (signal: AbortSignal) => Promise<JobOutcome>;
};

/** A kind of scheduled work. `due` looks at clock and store only; it is called at every wake-up. */
export interface Job {
  due(nowMs: number): Promise<readonly DueRun[]>;
}
