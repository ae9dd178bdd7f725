import { Worker } from 'node:worker_threads';
import { fail, ok, type Result } from '../core/result.ts';
import type { ChartFailure } from './charts.ts';
import type { DrawReply, DrawRequest } from './request.ts';

type Drawn = Result<Uint8Array, ChartFailure>;

/** A thread that draws one picture at a time and is replaced after a crash or a missed deadline. */
export type DrawingThread = {
  /** Draws; ends at the deadline at the latest. Not to be called again before it has answered. */
  draw(request: DrawRequest, deadlineMs: number): Promise<Drawn>;
  close(): Promise<void>;
};

/** Makes a thread that starts with its first request and keeps no process alive. */
export function createDrawingThread(script: URL): DrawingThread {
  let worker: Worker | null = null;

  function running(): Worker {
    if (worker === null) {
      const started = new Worker(script);
      started.unref();
      // Between two requests nobody waits for it; the next one starts a new thread.
      const forget = () => {
        if (worker === started) worker = null;
      };
      started.on('error', forget);
      started.on('exit', forget);
      worker = started;
    }
    return worker;
  }

  async function close(): Promise<void> {
    const ended = worker;
    worker = null;
    await ended?.terminate();
  }

  function draw(request: DrawRequest, deadlineMs: number): Promise<Drawn> {
    const thread = running();
    return new Promise<Drawn>((resolve) => {
      const settle = (drawn: Drawn) => {
        clearTimeout(timer);
        thread.off('message', onMessage);
        thread.off('error', onError);
        thread.off('exit', onExit);
        resolve(drawn);
      };
      const onMessage = (reply: DrawReply) => {
        if (reply.id !== request.id) return;
        settle(
          reply.kind === 'drawn' ? ok(reply.png) : fail({ kind: 'crashed', detail: reply.detail }),
        );
      };
      const onError = (error: unknown) => {
        const detail = error instanceof Error ? error.message : String(error);
        settle(fail({ kind: 'crashed', detail }));
      };
      const onExit = (code: number) =>
        settle(fail({ kind: 'crashed', detail: `the drawing thread ended with code ${code}` }));
      const timer = setTimeout(() => {
        settle(fail({ kind: 'timeout', detail: `not drawn within ${deadlineMs} ms` }));
        void close();
      }, deadlineMs);
      thread.on('message', onMessage);
      thread.on('error', onError);
      thread.on('exit', onExit);
      thread.postMessage(request);
    });
  }

  return { draw, close };
}
