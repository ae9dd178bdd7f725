import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultEffect, RequestMatch, RequestRecord } from '../practice-discord.ts';
import { decide, type PipelineOptions } from './decide.ts';
import { type Faults, matches } from './faults.ts';
import { tooMany } from './rate-limits.ts';
import { type Reply, refusal } from './reply.ts';

/** A test that waits longer for a request waits for one that will not come. */
const ACCEPTED_WAIT_MS = 60_000;

export type RestServer = {
  /** Answers a request whose path, without host and version, is given. */
  answer(request: IncomingMessage, response: ServerResponse, path: URL): Promise<void>;
  accepted(match: RequestMatch): Promise<RequestRecord>;
};

type Waiting = {
  readonly match: RequestMatch;
  readonly resolve: (record: RequestRecord) => void;
};

/** Discord's REST interface, with the faults that a test has scripted. */
export function createRestServer(
  options: PipelineOptions & { readonly nowMs: () => number; readonly faults: Faults },
): RestServer {
  const { journal, faults, nowMs } = options;
  const waiting = new Set<Waiting>();
  return {
    async answer(request, response, url) {
      const method = request.method ?? '';
      const effect = faults.take(method, url.pathname);
      const instead = await beforeAccepting(effect);
      const reply = instead ?? (await decide(options, request, url));
      const cut = reply === 'hang' || reply === 'reset' ? reply : afterAccepting(effect);
      const record = {
        method,
        path: url.pathname,
        atMs: nowMs(),
        status: cut === undefined && typeof reply !== 'string' ? reply.status : 0,
        code: typeof reply === 'string' ? null : codeOf(reply),
      };
      journal.request(record);
      if (typeof reply !== 'string' && reply.status < 300) announce(waiting, record);
      if (cut === 'reset') request.socket.destroy();
      if (cut === undefined && typeof reply !== 'string') send(response, reply);
    },
    accepted: (match) =>
      new Promise((resolve, reject) => {
        const reason = `no ${match.method ?? ''} ${match.path} was accepted in ${ACCEPTED_WAIT_MS} ms`;
        const timer = setTimeout(() => reject(new Error(reason)), ACCEPTED_WAIT_MS);
        timer.unref();
        waiting.add({
          match,
          resolve(record) {
            clearTimeout(timer);
            resolve(record);
          },
        });
      }),
  };
}

/** What a fault does to a request that Discord has not looked at yet. */
async function beforeAccepting(
  effect: FaultEffect | undefined,
): Promise<Reply | 'hang' | 'reset' | undefined> {
  if (effect === undefined) return undefined;
  switch (effect.kind) {
    case 'hang':
    case 'reset':
      return effect.kind;
    case 'rate-limit':
      return tooMany(effect.retryAfterMs, effect.scope);
    case 'status':
      return effect.html === true
        ? { status: effect.status, headers: { 'content-type': 'text/html' }, body: '<html></html>' }
        : refusal(effect.status, effect.code ?? 0, 'scripted fault');
    case 'delay':
      await sleep(effect.delayMs);
      return undefined;
    case 'accept-then-hang':
    case 'accept-then-reset':
      return undefined;
  }
}

/** What a fault does to the answer of a request that was accepted. */
function afterAccepting(effect: FaultEffect | undefined): 'hang' | 'reset' | undefined {
  if (effect?.kind === 'accept-then-hang') return 'hang';
  return effect?.kind === 'accept-then-reset' ? 'reset' : undefined;
}

function announce(waiting: Set<Waiting>, record: RequestRecord): void {
  for (const entry of waiting) {
    if (!matches(entry.match, record.method, record.path)) continue;
    waiting.delete(entry);
    entry.resolve(record);
  }
}

function codeOf(reply: Reply): number | null {
  const { body } = reply;
  if (typeof body !== 'object' || body === null || !('code' in body)) return null;
  return typeof body.code === 'number' ? body.code : null;
}

function send(response: ServerResponse, reply: Reply): void {
  const { status, headers, body } = reply;
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
