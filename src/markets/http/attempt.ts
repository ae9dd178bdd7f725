import http from 'node:http';
import https from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Secret } from '../../secret.ts';
import type { FetchFailure } from '../market.ts';
import { failureOfError } from './failure.ts';
import type { HttpLimits } from './limits.ts';
import type { Meter } from './meter.ts';
import { createRememberedAnswers, type RememberedAnswer } from './remembered-answers.ts';
import { parseRetryAfterMs } from './retry-after.ts';

/** Where and how one venue is asked. */
export type Attempts = {
  /** The only address that is ever asked; paths are appended. */
  readonly baseUrl: string;
  readonly nowMs: () => number;
  /**
   * The venue's own way to say no, in a body or by a status; asked before the status is judged. The body is text where
   * an error page is not JSON.
   */
  readonly refusalOf: (body: unknown, status: number) => FetchFailure | null;
  /** Sent as bearer token to this address alone. */
  readonly token?: Secret;
  /** Reads a body, throwing where it cannot; JSON where left out. */
  readonly parse?: (body: Buffer) => unknown;
};

export type VenueRequest = {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Tokens. */
  readonly cost: number;
};

/** What came of one attempt. */
export type Answer = {
  readonly result: Result<unknown, FetchFailure>;
  /** What the venue asked for, milliseconds. */
  readonly retryAfterMs: number | null;
};

const NOT_MODIFIED = 304;
const TOO_MANY_REQUESTS = 429;
const SERVER_ERROR = 500;

/** Characters of an error page that a venue's client may look at. */
const PAGE_CHARACTERS_MAX = 1_000;

function createClient({ baseUrl, token }: Attempts, limits: HttpLimits): AxiosInstance {
  const sockets = { keepAlive: true, maxSockets: limits.sockets };
  return axios.create({
    baseURL: baseUrl,
    allowAbsoluteUrls: false,
    ...(baseUrl.startsWith('https:')
      ? { httpsAgent: new https.Agent(sockets) }
      : { httpAgent: new http.Agent(sockets) }),
    // axios would follow a redirect to loopback, and read proxies from the environment.
    maxRedirects: 0,
    proxy: false,
    maxContentLength: limits.bytesMax,
    // Parsed here: axios would hand on broken JSON as a string.
    responseType: 'arraybuffer',
    validateStatus: () => true,
    headers: {
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'user-agent': 'hedgeflow',
      ...(token && { authorization: `Bearer ${token.reveal()}` }),
    },
  });
}

function parseJson(body: Buffer): unknown {
  return JSON.parse(body.toString());
}

/**
 * One request with its own deadline, and no second try; whatever venue or network do is an answer. A body that the
 * venue tags is asked for with that tag the next time, and served from memory where it has not changed.
 */
export function createAttempt(
  attempts: Attempts,
  limits: HttpLimits,
  meter: Meter,
): (request: VenueRequest, signal: AbortSignal) => Promise<Answer> {
  const client = createClient(attempts, limits);
  const { nowMs, refusalOf, parse = parseJson } = attempts;
  const remembered = createRememberedAnswers(limits.rememberedBytesMax);

  function parsed(body: Buffer): Result<unknown, FetchFailure> {
    try {
      return ok(parse(body));
    } catch {
      return fail({ kind: 'bad-payload', detail: 'it is not JSON' });
    }
  }

  function read(status: number, retryAfter: unknown, body: Buffer): Answer {
    const isSuccess = status >= 200 && status < 300;
    const answer = parsed(body);
    const page = isSuccess ? undefined : body.toString('latin1', 0, PAGE_CHARACTERS_MAX);
    const refusal = refusalOf(answer.ok ? answer.value : page, status);
    const ownPauseMs = refusal?.kind === 'rate-limited' ? refusal.retryAfterMs : null;
    const retryAfterMs = parseRetryAfterMs(retryAfter, nowMs()) ?? ownPauseMs;
    if (status === TOO_MANY_REQUESTS || refusal?.kind === 'rate-limited')
      return { result: fail({ kind: 'rate-limited', retryAfterMs }), retryAfterMs };
    if (refusal !== null) return { result: fail(byStatus(refusal, status)), retryAfterMs };
    return { result: isSuccess ? answer : fail({ kind: 'http-status', status }), retryAfterMs };
  }

  async function ask(
    { path, query }: VenueRequest,
    known: RememberedAnswer | undefined,
    until: AbortSignal,
  ): Promise<Answer> {
    const { status, headers, data } = await client.get<Buffer>(path, {
      params: query,
      signal: until,
      ...(known && { headers: { 'if-none-match': known.etag } }),
    });
    if (status === NOT_MODIFIED && known !== undefined) {
      meter.recordNotModified();
      return read(200, undefined, known.body);
    }
    const answer = read(status, headers['retry-after'], data);
    if (answer.result.ok) remembered.keep(keyOf({ path, query }), headers.etag, data);
    return answer;
  }

  return async (request, signal) => {
    // axios's own timeout does not end a body that drips.
    const until = AbortSignal.any([signal, AbortSignal.timeout(limits.attemptMs)]);
    const startedMs = performance.now();
    let answer: Answer;
    try {
      answer = await ask(request, remembered.find(keyOf(request)), until);
    } catch (error) {
      const failure: FetchFailure = until.aborted
        ? { kind: 'timeout', deadlineMs: limits.attemptMs }
        : failureOfError(error, limits.bytesMax);
      answer = { result: fail(failure), retryAfterMs: null };
    }
    const stopped: FetchFailure | null = signal.aborted ? { kind: 'stopped' } : null;
    const failure = answer.result.ok ? null : (stopped ?? answer.result.failure);
    meter.record(performance.now() - startedMs, failure);
    return answer;
  };
}

/** A venue that is down may say why: its words are kept, and it is down all the same. */
function byStatus(refusal: FetchFailure, status: number): FetchFailure {
  return refusal.kind === 'venue-error' && status >= SERVER_ERROR
    ? { kind: 'http-status', status, detail: refusal.detail }
    : refusal;
}

function keyOf({ path, query }: Pick<VenueRequest, 'path' | 'query'>): string {
  return `${path}?${new URLSearchParams(query)}`;
}
