import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Journal } from '../journal.ts';
import type { FaultEffect, RequestMatch, RequestRecord } from '../practice-discord.ts';
import { type Problem, problemLine } from '../problem.ts';
import { specProblems } from '../spec.ts';
import { type RequestBody, readBody } from './body.ts';
import { type Faults, matches } from './faults.ts';
import { type RateLimits, tooMany } from './rate-limits.ts';
import { type Reply, refusal } from './reply.ts';
import { matchRoute, type Route } from './route.ts';

/** discord.js and every other client must say who it is. */
const USER_AGENT = /^DiscordBot \(\S+, \S+\)/;

const unauthorized = refusal(401, 0, '401: Unauthorized');
const badUserAgent = refusal(403, 40333, 'internal network error');
const notFound = refusal(404, 0, '404: Not Found');
const malformed = refusal(400, 50109, 'The request body contains invalid JSON.');
const tooLarge = refusal(413, 40005, 'Request entity too large');

export type RestServer = {
  /** Answers a request whose path, without host and version, is given. */
  answer(request: IncomingMessage, response: ServerResponse, path: URL): Promise<void>;
  accepted(match: RequestMatch): Promise<RequestRecord>;
};

type Waiting = {
  readonly match: RequestMatch;
  readonly resolve: (record: RequestRecord) => void;
};

/** Discord's REST pipeline: fault, identity, rate, route, and a check of its own answer. */
export function createRestServer(options: {
  readonly nowMs: () => number;
  readonly token: string;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly rates: RateLimits;
  readonly routes: readonly Route[];
}): RestServer {
  const { journal, faults, rates, routes } = options;
  const waiting = new Set<Waiting>();

  const decide = async (request: IncomingMessage, url: URL): Promise<Reply> => {
    const body = await readBody(request);
    if (!USER_AGENT.test(request.headers['user-agent'] ?? '')) {
      journal.violation('User-Agent must read "DiscordBot (url, version)"');
      return badUserAgent;
    }
    const hit = findRoute(routes, request.method ?? '', url.pathname);
    if (hit === undefined) {
      journal.violation(`${request.method} ${url.pathname} is not simulated`);
      return notFound;
    }
    const { route, params } = hit;
    if (route.access === 'bot' && request.headers.authorization !== `Bot ${options.token}`) {
      return unauthorized;
    }
    const bucket =
      route.bucket === undefined
        ? null
        : `${route.method}:${route.path} ${params[route.bucket] ?? ''}`;
    const admission = rates.admit(bucket, route.access === 'bot');
    const reply = admission.refused ?? run(hit, url, body);
    checkAnswer(journal, route, reply);
    return { ...reply, headers: { ...admission.headers, ...reply.headers } };
  };

  return {
    async answer(request, response, url) {
      const method = request.method ?? '';
      const effect = faults.take(method, url.pathname);
      const instead = await beforeAccepting(effect);
      if (instead === 'hang') return;
      if (instead === 'reset') return void request.socket.destroy();
      const reply = instead ?? (await decide(request, url));
      const isWithheld =
        effect?.kind === 'accept-then-hang' || effect?.kind === 'accept-then-reset';
      const record = {
        method,
        path: url.pathname,
        atMs: options.nowMs(),
        status: isWithheld ? 0 : reply.status,
        code: codeOf(reply),
      };
      journal.request(record);
      if (reply.status < 300) announce(waiting, record);
      if (effect?.kind === 'accept-then-hang') return;
      if (effect?.kind === 'accept-then-reset') return void request.socket.destroy();
      send(response, reply);
    },
    accepted: (match) =>
      new Promise((resolve) => {
        waiting.add({ match, resolve });
      }),
  };
}

type Hit = { readonly route: Route; readonly params: Readonly<Record<string, string>> };

function run({ route, params }: Hit, url: URL, body: RequestBody): Reply {
  if (body.kind !== 'body') return body.kind === 'too-large' ? tooLarge : malformed;
  const { json, uploads } = body;
  return route.run({ params, query: url.searchParams, json, uploads });
}

function findRoute(routes: readonly Route[], method: string, path: string): Hit | undefined {
  for (const route of routes) {
    const params = route.method === method ? matchRoute(route, path) : undefined;
    if (params !== undefined) return { route, params };
  }
  return undefined;
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

/** The server holds itself to the same description as the bot. */
function checkAnswer(journal: Journal, route: Route, reply: Reply): void {
  for (const problem of answerProblems(route, reply)) {
    journal.violation(`practice server: ${route.method} ${route.path}: ${problemLine(problem)}`);
  }
}

function answerProblems(route: Route, { status, body }: Reply): readonly Problem[] {
  if (status === 429) return specProblems('RatelimitedResponseSchema', body);
  if (status >= 400) return specProblems('ErrorResponseSchema', withoutDetails(body));
  const expected = status === 204 ? 'nothing' : route.answers;
  if (expected === 'nothing') {
    return body === undefined
      ? []
      : [{ path: [], code: 'UNEXPECTED_BODY', message: 'no answer was expected' }];
  }
  if (typeof expected === 'string') return specProblems(expected, body);
  return Array.isArray(body)
    ? body.flatMap((item) => specProblems(expected.listOf, item))
    : [{ path: [], code: 'NOT_A_LIST', message: 'a list was expected' }];
}

/** The description has numbers as codes of details, the documentation and Discord itself have words. */
function withoutDetails(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'errors'));
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
