// F14: the connection is never made, the answer never comes, stops after its headers or half of its body, or drips.
// Promise: any upstream behaviour ends as a failure that is told (P6), within its deadline, and leaves nothing open (P11).
// Method: the real markets and poll on the practice exchange with deadlines shrunk to a fraction of a second; both ends
// of every socket lie in this process, so that its open resources show what was left. A thread that listens and never
// accepts stands for a host that drops packets.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDeribitMarket } from '../../src/markets/deribit/index.ts';
import { eventually } from '../support/eventually.ts';
import { aVenueStage, WIRES } from '../support/venue-stage.ts';

const HOWS = ['no-answer', 'hang-after-headers', 'half-open', 'drip'] as const;
/** Two attempts fit into a call; what is left of a third is cut short. */
const SHRUNK = { attemptMs: 120, totalMs: 280, retries: 2, backoffMs: 1 };
/** As far as a deadline may be missed; the venue computes in this process as well. */
const LATE_MS_MAX = 1_500;

/** Sockets and timers that keep this process alive, both ends of a connection. */
function openResources(): readonly string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => name === 'TCPSocketWrap' || name === 'Timeout')
    .toSorted();
}

/** Runs on where the stage moves its own time. */
function realMs(): number {
  return process.uptime() * 1_000;
}

function isBackTo(before: readonly string[]): true | undefined {
  return openResources().length <= before.length || undefined;
}

describe.each(WIRES)('a slow or silent $venueName', (wire) => {
  const { venueName, symbol } = wire;

  it.each(HOWS)('ends at its deadline and leaves nothing open: %s', async (how) => {
    const stage = await aVenueStage(wire, { limits: SHRUNK });
    const { poll, breakWith, exchange, statusLines, store, latest } = stage;
    const before = openResources();
    breakWith({ fault: 'F14', how, everyMs: 5 });
    const startedMs = realMs();
    const { state, detail, requests } = await poll();
    const tookMs = realMs() - startedMs;
    expect({ state, detail }).toEqual({
      state: 'failed',
      detail: expect.stringMatching(`^${venueName} did not answer within 0\\.(12|28) s$`),
    });
    expect(tookMs).toBeGreaterThan(SHRUNK.attemptMs);
    expect(tookMs).toBeLessThan(SHRUNK.totalMs + LATE_MS_MAX);
    expect(requests.length).toBeGreaterThan(0);
    expect((await statusLines()).join('\n')).toContain(detail);
    expect(await latest()).toBeNull();
    expect(await store.feedStates(symbol)).toMatchObject([{ kind: 'source-down', detail }]);
    exchange.clearFaults();
    await eventually('closed sockets', () => isBackTo(before), 2_000);
  });

  it('ends as a whole, however long one attempt might take', async () => {
    const limits = { ...SHRUNK, attemptMs: 5_000 };
    const { poll, breakWith } = await aVenueStage(wire, { limits });
    const before = openResources();
    breakWith({ fault: 'F14', how: 'drip', everyMs: 5 });
    const startedMs = realMs();
    expect((await poll()).detail).toBe(`${venueName} did not answer within 0.28 s`);
    expect(realMs() - startedMs).toBeLessThan(SHRUNK.totalMs + LATE_MS_MAX);
    await eventually('closed sockets', () => isBackTo(before), 2_000);
  });
});

/** The port of a host whose queue of connections is full: another one is neither taken nor refused. */
async function aFullQueue(): Promise<number> {
  const listener = `
    const { createServer } = require('node:net');
    const { parentPort } = require('node:worker_threads');
    const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      parentPort.postMessage(server.address().port);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const worker = new Worker(listener, { eval: true });
  const [port] = await once(worker, 'message');
  const waiting: Socket[] = Array.from({ length: 4 }, () =>
    connect(port, '127.0.0.1').on('error', () => {}),
  );
  onTestFinished(async () => {
    for (const socket of waiting) socket.destroy();
    await worker.terminate();
  });
  await once(waiting[0] ?? worker, 'connect');
  return port;
}

it('gives up a connection that is never made', async () => {
  const baseUrl = `http://127.0.0.1:${await aFullQueue()}`;
  const before = openResources();
  const market = createDeribitMarket({ baseUrl, nowMs: () => Date.now(), limits: SHRUNK });
  const startedMs = realMs();
  const answer = await market.fetchChain('BTC', new AbortController().signal);
  expect(answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
  expect(realMs() - startedMs).toBeLessThan(SHRUNK.totalMs + LATE_MS_MAX);
  await eventually('closed sockets', () => isBackTo(before), 2_000);
});
