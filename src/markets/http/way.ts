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
import type { HttpLimits } from './limits.ts';
import type { Meter } from './meter.ts';
import { retryDelayMs } from './retry-delay.ts';
import type { TokenBucket } from './token-bucket.ts';

/** What all questions to one venue have in common, whatever becomes of them. */
export type SharedWithVenue = { readonly bucket: TokenBucket; readonly meter: Meter };

/** One way of asking a venue: deadlines, retries and a breaker of its own. */
export interface Way {
  /** The body of a 2xx answer; ends within the total deadline, and never throws for what venue or network do. */
  get(request: VenueRequest, signal: AbortSignal): Promise<Result<unknown, FetchFailure>>;
  breaker(): VenueMetrics['breaker'];
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

/** Asks within limits; tokens, pauses and counts are those of the whole venue. */
export function createWay(
  attempts: Attempts,
  limits: HttpLimits,
  { bucket, meter }: SharedWithVenue,
): Way {
  const attemptOnce = createAttempt(attempts, limits, meter);
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
      // Whoever asks next must know that the venue wants rest, with whatever status it said so.
      const wantsRest = failure.kind === 'rate-limited' || retryAfterMs !== null;
      const pauseMs = wantsRest ? (waitMs ?? retryAfterMs ?? 0) : 0;
      if (pauseMs > 0) bucket.holdForMs(pauseMs);
      if (waitMs === null || attempt >= limits.retries || !fits(waitMs)) return result;
      await delay(waitMs, undefined, { signal });
    }
  }

  return {
    breaker: () => BREAKER_STATES[breaker.state],
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
