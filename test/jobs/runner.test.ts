import { describe, expect, it, onTestFinished } from 'vitest';
import type { DueRun, Job } from '../../src/jobs/job.ts';
import { createRunner } from '../../src/jobs/runner.ts';
import { aClock } from '../support/job-stage.ts';
import { aLog, openOrThrow } from '../support/stored.ts';

const START_MS = Date.parse('2026-11-24T08:00:00Z');

async function aStage(jobs: readonly Job[]) {
  const store = await openOrThrow(':memory:');
  const log = aLog();
  const runner = createRunner(jobs, { store, clock: aClock(START_MS), log });
  onTestFinished(async () => {
    await runner.stop();
    await store.close();
  });
  return { store, log, runner };
}

/** A job with one slot that is due whenever it is asked; `ran` resolves at the n-th run's end. */
function aJob(job: string, run: DueRun['run'], { deadlineMs = 10_000, slots = ['one'] } = {}): Job {
  let asked = 0;
  return {
    async due() {
      const slot = slots[Math.min(asked, slots.length - 1)] ?? 'one';
      asked += 1;
      return [{ job, slot, deadlineMs, recorded: 'before', run }];
    },
  };
}

describe('the runner', () => {
  it('runs a slot once, however often it is woken', async () => {
    let runs = 0;
    const ran = Promise.withResolvers<void>();
    const { runner } = await aStage([
      aJob('count', async () => {
        runs += 1;
        ran.resolve();
        return { state: 'done', detail: null };
      }),
    ]);
    for (let wake = 0; wake < 50; wake += 1) runner.wake();
    await ran.promise;
    for (let wake = 0; wake < 50; wake += 1) runner.wake();
    await runner.stop();
    expect(runs).toBe(1);
  });

  it('records a job that throws, and runs the others all the same', async () => {
    const ran = Promise.withResolvers<void>();
    const { runner, store } = await aStage([
      aJob('broken', () => Promise.reject(new Error('no such table'))),
      aJob('sound', async () => {
        ran.resolve();
        return { state: 'done', detail: 'fine' };
      }),
    ]);
    runner.wake();
    await ran.promise;
    await runner.stop();
    expect(await store.latestRun('broken')).toMatchObject({
      state: 'failed',
      detail: 'no such table',
    });
    expect(await store.latestRun('sound')).toMatchObject({ state: 'done', detail: 'fine' });
  });

  it('never runs two of one name at a time', async () => {
    let atOnce = 0;
    let atOnceMost = 0;
    const gate = Promise.withResolvers<void>();
    const { runner } = await aStage([
      aJob(
        'slow',
        async () => {
          atOnce += 1;
          atOnceMost = Math.max(atOnceMost, atOnce);
          await gate.promise;
          atOnce -= 1;
          return { state: 'done', detail: null };
        },
        { slots: ['one', 'two', 'three'] },
      ),
    ]);
    for (let wake = 0; wake < 5; wake += 1) {
      runner.wake();
      await new Promise((resume) => setImmediate(resume));
    }
    gate.resolve();
    await runner.stop();
    expect(atOnceMost).toBe(1);
  });

  it('ends a job that ignores its deadline and records that it did', async () => {
    const told = Promise.withResolvers<void>();
    const { runner, store } = await aStage([
      aJob(
        'deaf',
        (signal) => {
          signal.addEventListener('abort', () => told.resolve());
          return new Promise(() => {});
        },
        { deadlineMs: 20 },
      ),
    ]);
    runner.wake();
    await told.promise;
    await runner.stop();
    expect(await store.latestRun('deaf')).toMatchObject({ state: 'failed' });
  });

  it('tells running jobs to end when it stops, and starts nothing after', async () => {
    let runs = 0;
    const began = Promise.withResolvers<void>();
    const { runner, store } = await aStage([
      aJob('polite', async (signal) => {
        runs += 1;
        began.resolve();
        await new Promise((resume) => signal.addEventListener('abort', resume, { once: true }));
        return { state: 'failed', detail: 'told to end' };
      }),
    ]);
    runner.wake();
    await began.promise;
    await runner.stop();
    runner.wake();
    expect(runs).toBe(1);
    expect(await store.latestRun('polite')).toMatchObject({ detail: 'told to end' });
  });

  it('tells of a job that repeats every minute only where it ended otherwise than before', async () => {
    const endings = [
      '5 trades counted',
      '12 trades counted',
      'Deribit answered 503',
      'Deribit answered 502',
      '7 trades counted',
    ];
    let runs = 0;
    const ended = Promise.withResolvers<void>();
    const job: Job = {
      due: async () =>
        runs === endings.length
          ? []
          : [
              {
                job: 'poll-trades:BTC',
                slot: `${runs}`,
                deadlineMs: 10_000,
                recorded: 'before',
                isRoutine: true,
                async run() {
                  const detail = endings[runs] ?? '';
                  runs += 1;
                  if (runs === endings.length) ended.resolve();
                  return { state: detail.startsWith('Deribit') ? 'failed' : 'done', detail };
                },
              },
            ],
    };
    const { runner, log } = await aStage([job]);
    const waking = setInterval(runner.wake, 1);
    await ended.promise;
    clearInterval(waking);
    await runner.stop();
    expect(log.lines.map(({ fields }) => fields.detail)).toEqual([
      '5 trades counted',
      'Deribit answered 503',
      '7 trades counted',
    ]);
  });
});
