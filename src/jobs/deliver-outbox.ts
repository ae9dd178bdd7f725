import type { DeliveryOutcome } from '../core/delivery/outcome.ts';
import { planDelivery } from '../core/delivery/plan.ts';
import type { Clock } from '../core/schedule/clock.ts';
import type { Notifier } from '../discord/notifier.ts';
import type { OutboxRow, Store } from '../store/store.ts';
import type { Job, JobOutcome } from './job.ts';

type Parts = {
  readonly store: Store;
  readonly notifier: Notifier;
  readonly clock: Clock;
  /** Spreads retries: a number in 0..1. */
  readonly jitter: () => number;
  /** Discord refused the token: nothing can be delivered until a person acts. */
  readonly onUnauthorized: () => void;
};

/** Channels served at once: well below Discord's 50 requests a second. */
const CHANNELS_AT_ONCE = 20;
/** One attempt's own deadline is shorter; this one also covers drawing the chart. */
const DELIVERY_DEADLINE_MS = 30_000;

function send(row: OutboxRow, notifier: Notifier, signal: AbortSignal): Promise<DeliveryOutcome> {
  const { channelId, message, nonce, silent, mentionRoleId, editsMessageId } = row;
  return editsMessageId === null
    ? notifier.post(channelId, message, { nonce, silent, mentionRoleId }, signal)
    : notifier.edit(channelId, editsMessageId, message, signal);
}

/**
 * Sends what the outbox holds: the head of each channel's queue, so that order is kept within a channel and one that
 * hangs delays no other. At-least-once; the nonce makes Discord drop the repeat of an attempt whose answer was lost.
 */
export function createDeliverOutbox(parts: Parts): Job {
  const { store, notifier, clock } = parts;
  let pausedUntilMs = 0;

  async function deliver(row: OutboxRow, signal: AbortSignal): Promise<JobOutcome> {
    if (row.edits !== null && row.editsMessageId === null) {
      const reason = 'the message to edit was never sent';
      await store.settle(row.id, { kind: 'dead', reason }, clock.nowMs());
      return { state: 'done', detail: `${row.dedupeKey} dropped: ${reason}` };
    }
    const outcome = await send(row, notifier, signal);
    const nowMs = clock.nowMs();
    const decision = planDelivery(outcome, row, { nowMs, jitter: parts.jitter() });
    const detail = `${row.dedupeKey} ${decision.kind}`;
    if (decision.kind === 'stop') {
      const { reason } = decision;
      const untouched = { kind: 'retry', atMs: nowMs, countsAsAttempt: false, reason } as const;
      await store.settle(row.id, untouched, nowMs);
      parts.onUnauthorized();
      return { state: 'failed', detail: `${detail}: ${reason}` };
    }
    if (decision.kind === 'retry' && decision.holds === 'all') pausedUntilMs = decision.atMs;
    await store.settle(row.id, decision, nowMs);
    return decision.kind === 'sent'
      ? { state: 'done', detail }
      : { state: 'failed', detail: `${detail}: ${decision.reason}` };
  }

  return {
    async due(nowMs) {
      if (nowMs < pausedUntilMs) return [];
      const { nextAtMs } = await store.outboxStatus();
      if (nextAtMs === null || nextAtMs > nowMs) return [];
      const rows = await store.claimDue(nowMs, CHANNELS_AT_ONCE);
      return rows.map((row) => ({
        job: `deliver-outbox:${row.channelId}`,
        slot: `${row.id}@${new Date(nowMs).toISOString()}`,
        deadlineMs: DELIVERY_DEADLINE_MS,
        recorded: 'before',
        run: (signal) => deliver(row, signal),
      }));
    },
  };
}
