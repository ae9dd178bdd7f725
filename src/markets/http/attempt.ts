import http from 'node:http';
import https from 'node:https';
import axios, { type AxiosInstance, isAxiosError } from 'axios';
import { fail, ok, type Result } from '../../core/result.ts';
import type { FetchFailure } from '../market.ts';
import { failureOfError } from './failure.ts';
import type { HttpLimits } from './limits.ts';
import { parseRetryAfterMs } from './retry-after.ts';

/** Where and how one venue is asked. */
export type Attempts = {
  /** The only address that is ever asked; paths are appended. */
  readonly baseUrl: string;
  readonly nowMs: () => number;
  /** The venue's own way to say no in a body; asked before the HTTP status. */
  readonly refusalOf: (body: unknown) => FetchFailure | null;
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

function createClient(baseUrl: string, limits: HttpLimits): AxiosInstance {
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
    responseType: 'json',
    // axios would hand on broken JSON as a string.
    transitional: { silentJSONParsing: false },
    validateStatus: () => true,
    headers: { accept: 'application/json', 'accept-encoding': 'gzip', 'user-agent': 'hedgeflow' },
  });
}

/** One request with its own deadline, and no second try; whatever venue or network do is an answer. */
export function createAttempt(
  { baseUrl, nowMs, refusalOf }: Attempts,
  limits: HttpLimits,
): (request: VenueRequest, signal: AbortSignal) => Promise<Answer> {
  const client = createClient(baseUrl, limits);

  function read(status: number, retryAfter: unknown, body: unknown): Answer {
    const retryAfterMs = parseRetryAfterMs(retryAfter, nowMs());
    const refusal = refusalOf(body);
    if (status === 429 || refusal?.kind === 'rate-limited')
      return { result: fail({ kind: 'rate-limited', retryAfterMs }), retryAfterMs };
    if (refusal !== null) return { result: fail(refusal), retryAfterMs };
    const isSuccess = status >= 200 && status < 300;
    return { result: isSuccess ? ok(body) : fail({ kind: 'http-status', status }), retryAfterMs };
  }

  return async ({ path, query }, signal) => {
    // axios's own timeout does not end a body that drips.
    const until = AbortSignal.any([signal, AbortSignal.timeout(limits.attemptMs)]);
    try {
      const response = await client.get<unknown>(path, { params: query, signal: until });
      return read(response.status, response.headers['retry-after'], response.data);
    } catch (error) {
      const page = isAxiosError(error) ? error.response : undefined;
      // An error page that is not JSON still says its status.
      if (page !== undefined && (page.status < 200 || page.status >= 300))
        return read(page.status, page.headers['retry-after'], undefined);
      const failure: FetchFailure = until.aborted
        ? { kind: 'timeout', deadlineMs: limits.attemptMs }
        : failureOfError(error, limits.bytesMax);
      return { result: fail(failure), retryAfterMs: null };
    }
  };
}
