import { fail, type Result } from '../core/result.ts';
import type { Chart } from '../core/text/chart.ts';
import type { ChartFailure, Charts } from './charts.ts';
import { createDrawingThread } from './drawing-thread.ts';

/** Pictures that may wait: at a tenth of a second each, the last one comes within the three seconds a reader waits. */
const WAITING_MAX = 24;

/** Fifty times what a picture takes, and enough for the thread's first start on a busy machine. */
const DRAWING_MS_MAX = 10_000;

const WORKER = new URL('./worker.ts', import.meta.url);

const STOPPED: Result<Uint8Array, ChartFailure> = fail({
  kind: 'stopped',
  detail: 'given up before it was drawn',
});

/**
 * Draws charts in a thread of their own, in the order asked for. More than 24 waiting are refused as `busy`; a picture
 * that takes over 10 s ends as `timeout` and the thread is replaced. `simulated` marks every picture. Tests bring a
 * thread script and a deadline of their own.
 */
export function createCharts(options: {
  readonly simulated: boolean;
  readonly script?: URL;
  readonly deadlineMs?: number;
}): Charts {
  const { simulated, script = WORKER, deadlineMs = DRAWING_MS_MAX } = options;
  const thread = createDrawingThread(script);
  let waiting = 0;
  let isClosed = false;
  let lastId = 0;
  let tail: Promise<unknown> = Promise.resolve();

  async function drawInTurn(
    chart: Chart,
    signal: AbortSignal,
  ): Promise<Result<Uint8Array, ChartFailure>> {
    waiting -= 1;
    if (isClosed || signal.aborted) return STOPPED;
    lastId += 1;
    return thread.draw({ id: lastId, chart, simulated }, deadlineMs);
  }

  return {
    async render(chart, signal) {
      if (isClosed || signal.aborted) return STOPPED;
      if (waiting >= WAITING_MAX)
        return fail({ kind: 'busy', detail: `${waiting} charts are waiting already` });
      waiting += 1;
      const drawn = tail.then(() => drawInTurn(chart, signal));
      tail = drawn;
      return Promise.race([drawn, whenAborted(signal, drawn)]);
    },
    async close() {
      isClosed = true;
      await thread.close();
      await tail;
    },
  };
}

/** Resolves as stopped when the caller gives up first; the listener goes with the picture. */
function whenAborted(
  signal: AbortSignal,
  drawn: Promise<unknown>,
): Promise<Result<Uint8Array, ChartFailure>> {
  return new Promise((resolve) => {
    const onAbort = () => resolve(STOPPED);
    signal.addEventListener('abort', onAbort, { once: true });
    void drawn.finally(() => signal.removeEventListener('abort', onAbort));
  });
}
