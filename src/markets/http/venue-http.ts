import { setTimeout as delay } from 'node:timers/promises';
import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleType,
  isBrokenCircuitError,
} from 'cockatiel';
import { fail, type Result } from '../../core/result.ts';
import type { FetchFailure, VenueMetrics } from '../market.ts';
import { type Answer, type Attempts, createAttempt, type VenueRequest } from './attempt.ts';
import { isOutage } from './failure.ts';
import { HTTP_LIMITS, type HttpLimits } from './limits.ts';
import { createMeter } from './meter.ts';
import { retryDelayMs } from './retry-delay.ts';
import { createTokenBucket, type TokenRates } from './token-bucket.ts';

export type VenueHttpOptions = Attempts & {
  readonly rates: TokenRates;
  readonly limits?: Partial<HttpLimits>;
};

/** Asks one venue, politely. */
export interface VenueHttp {
  /** The body of a 2xx answer, parsed unless the venue asked for bytes. Ends within the total deadline; never throws for what venue or network do. */
  get(request: VenueRequest, signal: AbortSignal): Promise<Result<unknown, FetchFailure>>;
  /** What happened so far, read at this moment. */
  metrics(): VenueMetrics;
}

const BREAKER_STATES: Readonly<Record<CircuitState, VenueMetrics['breaker']>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
};

/** Carries an outage through the breaker, which counts what is thrown. */
class Outage extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super('outage');
    this.answer = answer;
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** The one HTTP client of every venue: token bucket, deadlines, size cap, retries and a breaker. */
export function createVenueHttp(options: VenueHttpOptions): VenueHttp {
  const limits = { ...HTTP_LIMITS, ...options.limits };
  const meter = createMeter();
  const attemptOnce = createAttempt(options, limits, meter);
  const bucket = createTokenBucket(options.rates, options.nowMs);
  const breaker = circuitBreaker(handleType(Outage), {
    halfOpenAfter: limits.restMs,
    breaker: new ConsecutiveBreaker(limits.outagesToOpen),
  });

  // What the venue did last says more than that we now hold back.
  let lastOutage: FetchFailure | null = null;

  async function askThroughBreaker(request: VenueRequest, signal: AbortSignal): Promise<Answer> {
    try {
      return await breaker.execute(async () => {
        const answer = await attemptOnce(request, signal);
        if (answer.result.ok || !isOutage(answer.result.failure)) return answer;
        lastOutage = answer.result.failure;
        throw new Outage(answer);
      });
    } catch (error) {
      if (error instanceof Outage) return error.answer;
      if (!isBrokenCircuitError(error)) throw error;
      const cause = lastOutage === null ? {} : { cause: lastOutage };
      return { result: fail({ kind: 'breaker-open', ...cause }), retryAfterMs: null };
    }
  }

  // Not cockatiel's retry: its waits cannot be aborted, and know neither Retry-After nor the deadline.
  async function askUntil(
    request: VenueRequest,
    signal: AbortSignal,
    endsAtMs: number,
  ): Promise<Result<unknown, FetchFailure>> {
    const fits = (waitMs: number) => performance.now() + waitMs < endsAtMs;
    // What the venue did says more than that we now hold back.
    let previous: FetchFailure | null = null;
    for (let attempt = 0; ; attempt++) {
      for (let waitMs = bucket.take(request.cost); waitMs > 0; waitMs = bucket.take(request.cost)) {
        if (!fits(waitMs)) return fail(previous ?? { kind: 'rate-limited', retryAfterMs: waitMs });
        await delay(waitMs, undefined, { signal });
      }
      const { result, retryAfterMs } = await askThroughBreaker(request, signal);
      if (result.ok) return result;
      const { failure } = result;
      if (failure.kind === 'breaker-open') return fail(previous ?? failure);
      previous = failure;
      const { backoffMs } = limits;
      const random = Math.random();
      const waitMs = retryDelayMs({ failure, retryAfterMs, attempt, backoffMs, random });
      if (waitMs !== null && failure.kind === 'rate-limited') bucket.holdForMs(waitMs);
      if (waitMs === null || attempt >= limits.retries || !fits(waitMs)) return result;
      await delay(waitMs, undefined, { signal });
    }
  }

  return {
    metrics: () => ({
      ...meter.read(),
      breaker: BREAKER_STATES[breaker.state],
      tokens: { available: bucket.available(), capacity: options.rates.capacity },
    }),
    async get(request, caller) {
      if (caller.aborted) return fail({ kind: 'stopped' });
      const { totalMs } = limits;
      const signal = AbortSignal.any([caller, AbortSignal.timeout(totalMs)]);
      try {
        const asked = askUntil(request, signal, performance.now() + totalMs);
        return await Promise.race([asked, rejectionOf(signal)]);
      } catch (error) {
        if (!signal.aborted) throw error;
        return fail(
          caller.aborted ? { kind: 'stopped' } : { kind: 'timeout', deadlineMs: totalMs },
        );
      }
    },
  };
}
