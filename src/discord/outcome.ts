import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import type { DeliveryOutcome } from '../core/delivery/outcome.ts';

/** A refusal by the network edge in front of Discord's API: its body is a page, not JSON. */
export class EdgeRefusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`The edge answered ${status} without JSON`);
    this.status = status;
  }
}

/** What is known of an answer that is not a success. */
export type Refusal = {
  /** HTTP status, 100–599. */
  readonly status: number;
  /** Discord's own code from the JSON body; 0 where it gave none. */
  readonly code: number;
  /** Milliseconds; null where the answer named no wait. */
  readonly retryAfterMs: number | null;
  readonly isGlobal: boolean;
};

/** Edge refusals count towards Discord's ban of 10,000 in 10 minutes: a pause as long as that window. */
const EDGE_PAUSE_MS = 10 * 60_000;
/** Where a 429 names no wait, or less than its own granularity. */
const RETRY_AFTER_MS_MIN = 1_000;
/** A sub-limit that names no wait; such limits are counted in minutes. */
const SUBLIMIT_RETRY_MS = 60_000;
const DETAIL_LENGTH_MAX = 200;

/** Sub-limits that come with other statuses than 429: slow mode, announcement edits, channel writes, old edits, a limited service. */
const SUBLIMIT_CODES = new Set([20_016, 20_022, 20_028, 30_046, 40_062]);
/** Discord is there but cannot take the message now: overloaded, or sending switched off for a while. */
const OVERLOAD_CODES = new Set([40_004, 130_000]);
/** Requests refused for their User-Agent or address. */
const EDGE_CODES = new Set([40_333]);
/** 400 that a moderator can undo: the thread is archived and locked. */
const ARCHIVED_THREAD = 50_083;
/** Codes from here on name a thing that does not exist; below, a 404 means a wrong address. */
const UNKNOWN_THING_FIRST = 10_000;

function outcomeOfClientError({ status, code }: Refusal): DeliveryOutcome {
  switch (status) {
    case 401:
      return { kind: 'unauthorized' };
    case 403:
      return { kind: 'forbidden', code };
    case 404:
      return code >= UNKNOWN_THING_FIRST
        ? { kind: 'gone', code }
        : { kind: 'ambiguous', detail: 'Discord answered 404 without naming what is missing' };
    case 408:
    case 409:
    case 425:
      return { kind: 'ambiguous', detail: `Discord answered ${status}` };
    default:
      return { kind: 'invalid', detail: `Discord answered ${status} (code ${code})` };
  }
}

/** What an answer that is not a success means for the message; total over every status and code. */
export function outcomeOfRefusal(refusal: Refusal): DeliveryOutcome {
  const { status, code, retryAfterMs, isGlobal } = refusal;
  if (EDGE_CODES.has(code)) return { kind: 'blocked', pauseMs: EDGE_PAUSE_MS };
  if (status === 429 || SUBLIMIT_CODES.has(code)) {
    const fallbackMs = status === 429 ? RETRY_AFTER_MS_MIN : SUBLIMIT_RETRY_MS;
    return {
      kind: 'rate-limited',
      retryAfterMs: Math.max(RETRY_AFTER_MS_MIN, Math.ceil(retryAfterMs ?? fallbackMs)),
      scope: isGlobal ? 'all' : 'channel',
    };
  }
  if (OVERLOAD_CODES.has(code))
    return { kind: 'ambiguous', detail: `Discord is overloaded (code ${code})` };
  if (code === ARCHIVED_THREAD) return { kind: 'forbidden', code };
  if (status >= 400 && status < 500) return outcomeOfClientError(refusal);
  return { kind: 'ambiguous', detail: `Discord answered ${status}` };
}

/** What a successful answer means: `accepted` only where it is a message with an id. */
export function outcomeOfAnswer(answer: unknown): DeliveryOutcome {
  if (typeof answer === 'object' && answer !== null && 'id' in answer) {
    if (typeof answer.id === 'string' && answer.id !== '')
      return { kind: 'accepted', messageId: answer.id };
  }
  return { kind: 'ambiguous', detail: 'The answer was a success without a message' };
}

/** Seconds that a JSON body asks to wait, in milliseconds. */
function bodyRetryAfterMs(body: unknown): number | null {
  if (typeof body !== 'object' || body === null || !('retry_after' in body)) return null;
  const seconds = body.retry_after;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : null;
}

/** What a thrown error of an attempt means; anything unknown is ambiguous, since the message may have arrived. */
export function outcomeOfError(error: unknown): DeliveryOutcome {
  if (error instanceof EdgeRefusal) return { kind: 'blocked', pauseMs: EDGE_PAUSE_MS };
  if (error instanceof RateLimitError) {
    const retryAfterMs = Math.max(error.retryAfter, error.timeToReset, error.sublimitTimeout);
    return outcomeOfRefusal({ status: 429, code: 0, retryAfterMs, isGlobal: error.global });
  }
  if (error instanceof DiscordAPIError) {
    const refusal = outcomeOfRefusal({
      status: error.status,
      code: typeof error.code === 'number' ? error.code : 0,
      retryAfterMs: bodyRetryAfterMs(error.rawError),
      isGlobal: false,
    });
    if (refusal.kind !== 'invalid') return refusal;
    return {
      ...refusal,
      detail: `${refusal.detail}: ${error.message.slice(0, DETAIL_LENGTH_MAX)}`,
    };
  }
  if (error instanceof HTTPError)
    return outcomeOfRefusal({ status: error.status, code: 0, retryAfterMs: null, isGlobal: false });
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError'))
    return { kind: 'ambiguous', detail: 'Discord did not answer in time' };
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return { kind: 'ambiguous', detail: `The connection to Discord failed${code}` };
}
