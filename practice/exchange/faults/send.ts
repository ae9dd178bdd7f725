import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Reply } from '../reply.ts';
import { type SpoiledBody, spoiledBody } from './body-fault.ts';
import type { Wrong } from './fault.ts';

const STATUS_DEFAULT = 503;
const RETRY_AFTER_DEFAULT_SECONDS = 60;
/** Longer than any sane deadline of a caller. */
const DELAY_DEFAULT_MS = 30_000;
const DRIP_DEFAULT_MS = 100;

type Sending = {
  readonly wrong: Wrong | undefined;
  readonly signal: AbortSignal;
  readonly nowMs: number;
  /** Whether the client takes gzip. */
  readonly takesGzip: boolean;
};

function headersOf({ body, type }: Reply) {
  return { 'content-type': type, 'content-length': Buffer.byteLength(body) };
}

function sendWhole(response: ServerResponse, reply: Reply, takesGzip = false): void {
  if (takesGzip && reply.isCompressed === true) {
    const bytes = gzipSync(reply.body, { level: 1 });
    const headers = { 'content-type': reply.type, 'content-encoding': 'gzip' };
    response.writeHead(reply.status, { ...headers, 'content-length': bytes.length });
    response.end(bytes);
    return;
  }
  response.writeHead(reply.status, headersOf(reply));
  response.end(reply.body);
}

async function drip(
  response: ServerResponse,
  reply: Reply,
  { everyMs, signal }: { everyMs: number; signal: AbortSignal },
): Promise<void> {
  response.writeHead(reply.status, headersOf(reply));
  for (const byte of Buffer.from(reply.body)) {
    response.write(Buffer.of(byte));
    await wait(everyMs, undefined, { signal });
  }
  response.end();
}

function sendHalf(response: ServerResponse, reply: Reply): void {
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status, headersOf(reply));
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

/** Sends as much as told and then nothing, until the client goes away. */
function hang(response: ServerResponse, reply: Reply, after: 'headers' | 'half'): void {
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status, headersOf(reply));
  if (after === 'headers') response.flushHeaders();
  else response.write(bytes.subarray(0, bytes.length / 2));
}

function sendSpoiled(response: ServerResponse, { bytes, headers }: SpoiledBody): void {
  response.writeHead(200, headers);
  // With more announced than sent, only the cut connection ends the answer.
  const announced = headers['content-length'];
  response.write(bytes, () => {
    if (announced !== bytes.length) response.destroy();
  });
  if (announced === bytes.length) response.end();
}

function sendError(
  response: ServerResponse,
  {
    status = STATUS_DEFAULT,
    retryAfterSeconds,
    retryAfterAsDate,
  }: Extract<Wrong, { kind: 'status' }>,
  { reply, nowMs }: { reply: Reply; nowMs: number },
): void {
  const seconds = retryAfterSeconds ?? RETRY_AFTER_DEFAULT_SECONDS;
  if (retryAfterAsDate === true)
    response.setHeader('retry-after', new Date(nowMs + seconds * 1_000).toUTCString());
  else if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds);
  const error =
    status === 429
      ? { code: 10_028, message: 'too_many_requests', data: null }
      : { code: 11_051, message: 'system_maintenance' };
  const body =
    reply.isCompressed === true
      ? `<html><body><h1>${status}</h1></body></html>`
      : JSON.stringify({ jsonrpc: '2.0', error, testnet: false });
  sendWhole(response, {
    status,
    body,
    type: reply.isCompressed === true ? 'text/html' : reply.type,
  });
}

/** Sends a reply in the way the fault wants it; rejects with the signal's reason when that aborts first. */
export async function send(
  response: ServerResponse,
  reply: Reply,
  { wrong, signal, nowMs, takesGzip }: Sending,
): Promise<void> {
  switch (wrong?.kind) {
    case 'status':
      sendError(response, wrong, { reply, nowMs });
      break;
    case 'delay':
      await wait(wrong.delayMs ?? DELAY_DEFAULT_MS, undefined, { signal });
      sendWhole(response, reply, takesGzip);
      break;
    case 'drip':
      await drip(response, reply, { everyMs: wrong.delayMs ?? DRIP_DEFAULT_MS, signal });
      break;
    case 'hang':
      hang(response, reply, wrong.after);
      break;
    case 'truncate':
      sendHalf(response, reply);
      break;
    case 'body':
      sendSpoiled(response, spoiledBody(reply, wrong.how));
      break;
    case 'rows':
    case 'stale':
    case undefined:
      sendWhole(response, reply, takesGzip);
  }
}
