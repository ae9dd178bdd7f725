import type { DeliveryOutcome } from '../../src/core/delivery/outcome.ts';
import type { Message } from '../../src/core/text/message.ts';
import type { Notifier } from '../../src/discord/notifier.ts';
import type { DueRun, Job } from '../../src/jobs/job.ts';
import type { Store } from '../../src/store/store.ts';

export type Sent = { readonly channelId: string; readonly nonce: string; readonly content: string };

/** A clock that stands where it was put. */
export function aClock(startMs: number) {
  const clock = { atMs: startMs, nowMs: () => clock.atMs };
  return clock;
}

/** A channel service that remembers nonces as Discord does; `answer` may put another outcome in the way. */
export function aNotifier(
  answer: (sent: Sent) => Promise<DeliveryOutcome> | DeliveryOutcome | undefined = () => undefined,
) {
  const visible: Sent[] = [];
  const ids = new Map<string, string>();
  const notifier: Notifier = {
    async post(channelId, message, { nonce }) {
      const sent = { channelId, nonce, content: message.content };
      const instead = await answer(sent);
      if (instead !== undefined && instead.kind !== 'accepted') return instead;
      const known = ids.get(nonce);
      if (known !== undefined) return { kind: 'accepted', messageId: known };
      visible.push(sent);
      ids.set(nonce, `message-${visible.length}`);
      return { kind: 'accepted', messageId: `message-${visible.length}` };
    },
    async edit(_channelId, messageId) {
      return { kind: 'accepted', messageId };
    },
    async findPosted(_channelId: string, message: Message) {
      const index = visible.findIndex(({ content }) => content === message.content);
      return index < 0 ? { kind: 'absent' } : { kind: 'found', messageId: `message-${index + 1}` };
    },
  };
  return { notifier, visible };
}

/** Does what the runner does with what is due, one after the other and without its clock. */
export async function runDue(
  job: Job,
  store: Store,
  nowMs: number,
  signal = new AbortController().signal,
): Promise<readonly DueRun[]> {
  const due = await job.due(nowMs);
  for (const run of due) {
    if (run.recorded === 'before' && !(await store.beginRun(run.job, run.slot, nowMs))) continue;
    const { state, detail } = await run.run(signal);
    if (run.recorded === 'after') await store.beginRun(run.job, run.slot, nowMs);
    if (run.recorded !== 'with-result') await store.endRun(run.job, run.slot, state, detail, nowMs);
  }
  return due;
}
