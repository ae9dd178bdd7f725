import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from './api.ts';
import type { Fault } from './fault.ts';

const STATUS_DEFAULT = 503;
/** Longer than any sane deadline of a caller. */
const DELAY_DEFAULT_MS = 30_000;
const DRIP_DEFAULT_MS = 100;

function sendWhole(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function drip(
  response: ServerResponse,
  reply: Reply,
  { everyMs, signal }: { everyMs: number; signal: AbortSignal },
): Promise<void> {
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
  });
  for (const byte of bytes) {
    response.write(Buffer.of(byte));
    await wait(everyMs, undefined, { signal });
  }
  response.end();
}

function sendHalf(response: ServerResponse, { status, body }: Reply): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
  });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

function sendError(response: ServerResponse, status: number, retryAfterSeconds?: number): void {
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds);
  const error =
    status === 429
      ? { code: 10_028, message: 'too_many_requests', data: null }
      : { code: 11_051, message: 'system_maintenance' };
  sendWhole(response, { status, body: JSON.stringify({ jsonrpc: '2.0', error, testnet: false }) });
}

/** Sends a reply in the way the fault wants it; rejects with the signal's reason when that aborts first. */
export async function send(
  response: ServerResponse,
  reply: Reply,
  { fault, signal }: { fault: Fault | undefined; signal: AbortSignal },
): Promise<void> {
  switch (fault?.kind) {
    case 'status':
      return sendError(response, fault.status ?? STATUS_DEFAULT, fault.retryAfterSeconds);
    case 'delay':
      await wait(fault.delayMs ?? DELAY_DEFAULT_MS, undefined, { signal });
      return sendWhole(response, reply);
    case 'drip':
      return drip(response, reply, { everyMs: fault.delayMs ?? DRIP_DEFAULT_MS, signal });
    case 'truncate':
      return sendHalf(response, reply);
    case 'stale':
    case undefined:
      return sendWhole(response, reply);
  }
}
