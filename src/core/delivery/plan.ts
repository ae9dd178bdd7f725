import type { DeliveryOutcome } from './outcome.ts';

/** What becomes of an outbox row after one attempt; all but `stop` are settlements as the store keeps them. */
export type DeliveryDecision =
  | { readonly kind: 'sent'; readonly messageId: string }
  | {
      readonly kind: 'retry';
      readonly atMs: number;
      readonly countsAsAttempt: boolean;
      readonly reason: string;
      /** `all`: nothing else may be sent before `atMs` either. */
      readonly holds: 'channel' | 'all';
    }
  | { readonly kind: 'dead'; readonly reason: string }
  | { readonly kind: 'expired'; readonly reason: string }
  /** Nobody's message can be sent: the row stays as it is and the process ends. */
  | { readonly kind: 'stop'; readonly reason: string };

type Attempted = {
  /** Attempts that counted before this one. */
  readonly attempts: number;
  readonly expiresAtMs: number;
};

const BACKOFF_FIRST_MS = 1_000;
/** A minute of silence after an outage is bearable; more would look like a lost alert. */
const BACKOFF_MS_MAX = 60_000;
/** Spreads the channels that wait for the same moment. */
const JITTER_MS_MAX = 250;
/** How often a channel without permission is asked again: far below Discord's 10,000 refused requests in 10 minutes. */
const FORBIDDEN_RECHECK_MS = 5 * 60_000;

const UNKNOWN_MESSAGE = 10_008;
const DIRECT_MESSAGES_CLOSED = 50_007;

const FORBIDDEN_REASONS: Readonly<Record<number, string>> = {
  50001: 'the bot cannot see the channel',
  50013: 'the bot lacks a permission in the channel',
  50083: 'the thread is archived and locked',
};

function backoffMs(attempts: number): number {
  return Math.min(BACKOFF_MS_MAX, BACKOFF_FIRST_MS * 2 ** Math.min(attempts, 30));
}

type Delay = { readonly waitMs: number; readonly reason: string; readonly counts: boolean };

/**
 * Decides what follows from one attempt. `jitter` is a number in [0, 1). A retry that would come after the row's
 * expiry makes it `expired`: a level alert that old is worth nothing.
 */
export function planDelivery(
  outcome: DeliveryOutcome,
  row: Attempted,
  { nowMs, jitter }: { readonly nowMs: number; readonly jitter: number },
): DeliveryDecision {
  const retry = (delay: Delay, holds: 'channel' | 'all'): DeliveryDecision => {
    const atMs = nowMs + delay.waitMs + Math.floor(jitter * JITTER_MS_MAX);
    if (atMs >= row.expiresAtMs) return { kind: 'expired', reason: delay.reason };
    return { kind: 'retry', atMs, countsAsAttempt: delay.counts, reason: delay.reason, holds };
  };
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'sent', messageId: outcome.messageId };
    case 'rate-limited': {
      const reason =
        outcome.scope === 'all' ? 'Discord limits the whole bot' : 'Discord limits the channel';
      return retry({ waitMs: outcome.retryAfterMs, reason, counts: false }, outcome.scope);
    }
    case 'ambiguous': {
      const waitMs = backoffMs(row.attempts);
      return retry({ waitMs, reason: outcome.detail, counts: true }, 'channel');
    }
    case 'blocked': {
      const reason = 'Discord refused the connection before it looked at the message';
      return retry({ waitMs: outcome.pauseMs, reason, counts: false }, 'all');
    }
    case 'forbidden': {
      if (outcome.code === DIRECT_MESSAGES_CLOSED) return { kind: 'dead', reason: 'dm-closed' };
      const reason = FORBIDDEN_REASONS[outcome.code] ?? `Discord forbids it (code ${outcome.code})`;
      return retry({ waitMs: FORBIDDEN_RECHECK_MS, reason, counts: true }, 'channel');
    }
    case 'gone':
      return {
        kind: 'dead',
        reason: outcome.code === UNKNOWN_MESSAGE ? 'message-deleted' : 'channel-deleted',
      };
    case 'invalid':
      return { kind: 'dead', reason: `invalid: ${outcome.detail}` };
    case 'unauthorized':
      return { kind: 'stop', reason: 'Discord rejected the token' };
  }
}
