import type { FetchFailure } from '../market.ts';
import { isOutage } from './failure.ts';

/** Share by which a pause that the venue asked for is lengthened, so that many bots do not return at once. */
const PAUSE_JITTER = 0.1;

/** One attempt that failed, with what decides about the next. */
export type FailedAttempt = {
  readonly failure: FetchFailure;
  /** What the venue asked for, milliseconds. */
  readonly retryAfterMs: number | null;
  /** 0 for the first. */
  readonly attempt: number;
  readonly backoffMs: number;
  /** Uniform in 0..1. */
  readonly random: number;
};

/**
 * Milliseconds until another attempt is worth it, never less than the venue asked for; null where
 * it is not. Half of the back-off is random ("equal jitter").
 */
export function retryDelayMs(failed: FailedAttempt): number | null {
  const { failure, retryAfterMs, attempt, backoffMs, random } = failed;
  if (!isOutage(failure) && failure.kind !== 'rate-limited') return null;
  const backoff = backoffMs * 2 ** attempt * (0.5 + random / 2);
  return Math.max(backoff, (retryAfterMs ?? 0) * (1 + PAUSE_JITTER * random));
}
