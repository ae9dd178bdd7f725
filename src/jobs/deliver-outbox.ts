import type { DeliveryOutcome } from '../core/delivery/outcome.ts';
import { type DeliveryDecision, planDelivery } from '../core/delivery/plan.ts';
import { refusalOf, refusedChannelNotice } from '../core/delivery/refused-channel.ts';
import type { Clock } from '../core/schedule/clock.ts';
import type { Notifier } from '../discord/notifier.ts';
import type { OutboxRow, Settlement, Store } from '../store/store.ts';
import type { DueRun, Job, JobOutcome } from './job.ts';

type Parts = {
  readonly store: Store;
  readonly notifier: Notifier;
  readonly clock: Clock;
  /** Spreads retries: a number in 0..1. */
  readonly jitter: () => number;
  /** Discord refused the token: nothing can be delivered until a person acts. */
  readonly onUnauthorized: () => void;
};

const JOB = 'deliver-outbox';
/** Channels served at once: well below Discord's 50 requests a second. */
const CHANNELS_AT_ONCE = 20;
/** One attempt's own deadline is shorter; this one also covers drawing the chart and a look at the history. */
const DELIVERY_DEADLINE_MS = 40_000;
/** Discord remembers a nonce for "a few minutes"; within two, a repeat with the same nonce needs no look first. */
const NONCE_MS_TRUSTED = 2 * 60_000;

/** Sends one row; where an earlier attempt may have arrived longer ago than its nonce is remembered, looks first. */
async function send(
  row: OutboxRow,
  { notifier, clock }: Parts,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const { channelId, message, nonce, silent, mentionRoleId, editsMessageId } = row;
  if (editsMessageId !== null) return notifier.edit(channelId, editsMessageId, message, signal);
  const triedMs = row.firstTriedAtMs === null ? 0 : clock.nowMs() - row.firstTriedAtMs;
  if (triedMs > NONCE_MS_TRUSTED) {
    const found = await notifier.findPosted(channelId, message, signal);
    // Where history cannot be read it is sent again: twice is better than never.
    if (found.kind === 'found') return { kind: 'accepted', messageId: found.messageId };
  }
  return notifier.post(channelId, message, { nonce, silent, mentionRoleId }, signal);
}

/** Why a row should not be sent at all, or null. An all-clear is worth sending however late. */
function settledUnsent(row: OutboxRow, nowMs: number): Settlement | null {
  if (row.edits !== null)
    return row.editsMessageId === null
      ? { kind: 'dead', reason: 'the message to edit was never sent' }
      : null;
  return nowMs < row.expiresAtMs ? null : { kind: 'expired', reason: 'it waited past its time' };
}

/**
 * Sends what the outbox holds: the head of each channel's queue, so that order is kept within a channel and one that
 * hangs delays no other. At-least-once; nonce and history make the repeat of an attempt whose answer was lost invisible.
 */
export function createDeliverOutbox(parts: Parts): Job {
  const { store, clock } = parts;
  const underWay = new Set<number>();
  let pausedUntilMs = 0;

  /** Keeps account of channels that Discord refuses; a server hears of each once. */
  async function noteChannel(
    row: OutboxRow,
    outcome: DeliveryOutcome,
    decision: DeliveryDecision,
  ): Promise<void> {
    if (decision.kind === 'sent') return store.noteOpenChannel(row.channelId);
    const reason = refusalOf(outcome, decision);
    if (reason === null) return;
    const nowMs = clock.nowMs();
    const adminChannelId = await store.adminChannel(row.guildId);
    const notice = refusedChannelNotice(row, reason, { adminChannelId, nowMs });
    if (notice !== null) await store.noteRefusedChannel(row.channelId, notice, nowMs);
  }

  async function deliver(row: OutboxRow, signal: AbortSignal): Promise<JobOutcome> {
    const unsent = settledUnsent(row, clock.nowMs());
    if (unsent !== null) {
      await store.settle(row.id, unsent, clock.nowMs());
      return { state: 'done', detail: `${row.dedupeKey} ${unsent.kind}` };
    }
    const outcome = await send(row, parts, signal);
    const nowMs = clock.nowMs();
    const decision = planDelivery(outcome, row, { nowMs, jitter: parts.jitter() });
    const detail = `${row.dedupeKey} ${decision.kind}`;
    if (decision.kind === 'stop') {
      await store.settle(row.id, untouched(nowMs, decision.reason), nowMs);
      parts.onUnauthorized();
      return { state: 'failed', detail: `${detail}: ${decision.reason}` };
    }
    await noteChannel(row, outcome, decision);
    if (decision.kind === 'retry' && decision.holds === 'all') pausedUntilMs = decision.atMs;
    await store.settle(row.id, decision, nowMs);
    return decision.kind === 'sent'
      ? { state: 'done', detail }
      : { state: 'failed', detail: `${detail}: ${decision.reason}` };
  }

  function runOf(row: OutboxRow, nowMs: number): DueRun {
    const slot = `${row.id}@${new Date(nowMs).toISOString()}`;
    underWay.add(row.id);
    return {
      job: JOB,
      lane: `${JOB}:${slot}`,
      slot,
      deadlineMs: DELIVERY_DEADLINE_MS,
      // The claim in the outbox keeps a row from being sent twice; the run is written down when it is over.
      recorded: 'after',
      run: (signal) => deliver(row, signal).finally(() => underWay.delete(row.id)),
    };
  }

  /** Puts back the rows that a dead process, or a settlement that could not be written, left in `sending`. */
  async function releaseAbandoned(nowMs: number): Promise<void> {
    for (const row of await store.unsettled())
      if (!underWay.has(row.id))
        await store.settle(row.id, untouched(nowMs, 'interrupted while sending'), nowMs);
  }

  return {
    async due(nowMs) {
      if (nowMs < pausedUntilMs) return [];
      const { counts } = await store.outboxStatus();
      if (counts.sending > underWay.size) await releaseAbandoned(nowMs);
      const { nextAtMs } = await store.outboxStatus();
      if (nextAtMs === null || nextAtMs > nowMs) return [];
      const rows = await store.claimDue(nowMs, CHANNELS_AT_ONCE);
      return rows.map((row) => runOf(row, nowMs));
    },
  };
}

function untouched(nowMs: number, reason: string): Settlement {
  return { kind: 'retry', atMs: nowMs, countsAsAttempt: false, reason };
}
