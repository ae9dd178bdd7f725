import type { IncomingMessage } from 'node:http';
import type { Journal } from '../journal.ts';
import { type Problem, problemLine } from '../problem.ts';
import { specProblems } from '../spec.ts';
import { type RequestBody, readBody } from './body.ts';
import type { RateLimits } from './rate-limits.ts';
import { type Reply, refusal } from './reply.ts';
import { matchRoute, type Route } from './route.ts';

/** discord.js and every other client must say who it is. */
const USER_AGENT = /^DiscordBot \(\S+, \S+\)/;

const unauthorized = refusal(401, 0, '401: Unauthorized');
const badUserAgent = refusal(403, 40333, 'internal network error');
const notFound = refusal(404, 0, '404: Not Found');
const malformed = refusal(400, 50109, 'The request body contains invalid JSON.');
const tooLarge = refusal(413, 40005, 'Request entity too large');

export type PipelineOptions = {
  readonly token: string;
  readonly journal: Journal;
  readonly rates: RateLimits;
  readonly routes: readonly Route[];
};

/** Discord's answer to a request: identity, then rate, then route, then a check of the answer itself. */
export async function decide(
  { token, journal, rates, routes }: PipelineOptions,
  request: IncomingMessage,
  url: URL,
): Promise<Reply> {
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
  const { route } = hit;
  if (route.access === 'bot' && request.headers.authorization !== `Bot ${token}`) {
    return unauthorized;
  }
  const admission = rates.admit(bucketOf(hit), route.access === 'bot');
  const reply = admission.refused ?? run(hit, url, body);
  checkAnswer(journal, route, reply);
  return { ...reply, headers: { ...admission.headers, ...reply.headers } };
}

type Hit = { readonly route: Route; readonly params: Readonly<Record<string, string>> };

function bucketOf({ route, params }: Hit): string | null {
  if (route.bucket === undefined) return null;
  return `${route.method}:${route.path} ${params[route.bucket] ?? ''}`;
}

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
