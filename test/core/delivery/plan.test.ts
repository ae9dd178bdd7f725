import { describe, expect, it } from 'vitest';
import type { DeliveryOutcome } from '../../../src/core/delivery/outcome.ts';
import { type DeliveryDecision, planDelivery } from '../../../src/core/delivery/plan.ts';

const NOW_MS = Date.UTC(2026, 10, 24, 8);
const HOUR_MS = 3_600_000;

function plan(outcome: DeliveryOutcome, attempts = 0, lifetimeMs = HOUR_MS): DeliveryDecision {
  return planDelivery(
    outcome,
    { attempts, expiresAtMs: NOW_MS + lifetimeMs },
    { nowMs: NOW_MS, jitter: 0 },
  );
}

function waitMs(decision: DeliveryDecision): number | null {
  return decision.kind === 'retry' ? decision.atMs - NOW_MS : null;
}

const LOST: DeliveryOutcome = { kind: 'ambiguous', detail: 'Discord did not answer in time' };

describe('the delivery plan', () => {
  it('keeps the id of an accepted message, also after its expiry', () => {
    const accepted: DeliveryOutcome = { kind: 'accepted', messageId: '42' };
    expect(plan(accepted, 3, -1)).toEqual({ kind: 'sent', messageId: '42' });
  });

  it('doubles the wait after each lost answer up to a minute', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 1_000].map((attempts) => waitMs(plan(LOST, attempts)));
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000));
  });

  it('counts what may have been sent as an attempt, and a rate limit as none', () => {
    expect(plan(LOST)).toMatchObject({ countsAsAttempt: true, holds: 'channel' });
    const limited: DeliveryOutcome = {
      kind: 'rate-limited',
      retryAfterMs: 2_500,
      scope: 'channel',
    };
    expect(plan(limited, 9)).toMatchObject({
      kind: 'retry',
      atMs: NOW_MS + 2_500,
      countsAsAttempt: false,
      holds: 'channel',
    });
  });

  it('holds every channel on a global limit and on a refusal at the edge', () => {
    expect(plan({ kind: 'rate-limited', retryAfterMs: 700, scope: 'all' })).toMatchObject({
      holds: 'all',
      atMs: NOW_MS + 700,
    });
    expect(plan({ kind: 'blocked', pauseMs: 600_000 })).toMatchObject({
      holds: 'all',
      atMs: NOW_MS + 600_000,
      countsAsAttempt: false,
    });
  });

  it('keeps asking a channel without permission while the message is worth something', () => {
    const forbidden: DeliveryOutcome = { kind: 'forbidden', code: 50_013 };
    const decision = plan(forbidden);
    expect(decision.kind).toBe('retry');
    expect(waitMs(decision)).toBeLessThan(HOUR_MS / 2);
    expect(plan(forbidden, 0, 60_000)).toMatchObject({ kind: 'expired' });
  });

  it('gives up for good where channel, message or reader are gone, and says which', () => {
    expect(plan({ kind: 'gone', code: 10_003 })).toEqual({
      kind: 'dead',
      reason: 'channel-deleted',
    });
    expect(plan({ kind: 'gone', code: 10_008 })).toEqual({
      kind: 'dead',
      reason: 'message-deleted',
    });
    expect(plan({ kind: 'forbidden', code: 50_007 })).toEqual({
      kind: 'dead',
      reason: 'dm-closed',
    });
    expect(plan({ kind: 'invalid', detail: 'x' })).toEqual({ kind: 'dead', reason: 'invalid: x' });
  });

  it('stops everything on a rejected token and marks nothing dead', () => {
    expect(plan({ kind: 'unauthorized' }).kind).toBe('stop');
  });

  it('never plans a retry at or after the expiry, whatever the jitter', () => {
    for (const jitter of [0, 0.5, 0.999]) {
      const row = { attempts: 0, expiresAtMs: NOW_MS + 1_100 };
      const decision = planDelivery(LOST, row, { nowMs: NOW_MS, jitter });
      if (decision.kind === 'retry') expect(decision.atMs).toBeLessThan(row.expiresAtMs);
      else expect(decision).toEqual({ kind: 'expired', reason: 'Discord did not answer in time' });
    }
  });
});
