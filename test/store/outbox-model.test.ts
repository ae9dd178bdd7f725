import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { OutboxRow, Settlement, Store } from '../../src/store/store.ts';
import { aFolder, openOrThrow } from '../support/stored.ts';
import { aRow } from '../support/stored-values.ts';

// Promise: no message lost, none visible twice, order kept within a channel (P1, P2), whatever the interleaving of
// new messages, deliveries, lost answers, crashes and time. The other side is a channel list that, like Discord,
// answers a nonce it knows with the message it has.

const TICK_MS = 1_000;
const CHANNELS = ['a', 'b', 'c'];

/** What comes of one attempt; `crash` and `lost` leave Discord with the message and us without the answer. */
const outcomes = [
  'accepted',
  'refused',
  'retry',
  'retry later',
  'lost',
  'crash',
  'crash before',
] as const;

type Step =
  | { readonly kind: 'enqueue'; readonly channel: number; readonly key: number }
  | { readonly kind: 'deliver'; readonly limit: number; readonly outcomes: readonly Outcome[] }
  | { readonly kind: 'crash' }
  | { readonly kind: 'tick' };
type Outcome = (typeof outcomes)[number];

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('enqueue' as const),
      channel: fc.nat({ max: 2 }),
      key: fc.nat({ max: 12 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      limit: fc.integer({ min: 1, max: 3 }),
      outcomes: fc.array(fc.constantFrom(...outcomes), { minLength: 3, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'crash' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'tick' as const }) },
);

/** The bot and its Discord, driven step by step. */
class Simulation {
  readonly #path: string;
  #store: Store;
  #nowMs = 1_000_000;
  readonly enqueued = new Map<string, string>();
  readonly refused = new Set<string>();
  /** Posted messages in order of their first arrival. */
  readonly visible: { readonly nonce: string; readonly key: string; readonly channel: string }[] =
    [];

  constructor(path: string, store: Store) {
    this.#path = path;
    this.#store = store;
  }

  #post({ nonce, dedupeKey, channelId }: OutboxRow): string {
    const known = this.visible.findIndex((message) => message.nonce === nonce);
    if (known >= 0) return `m${known}`;
    this.visible.push({ nonce, key: dedupeKey, channel: channelId });
    return `m${this.visible.length - 1}`;
  }

  /** A crash forgets all that is not in the file; what was being sent is sent again. */
  async #crash(): Promise<void> {
    await this.#store.close();
    this.#store = await openOrThrow(this.#path);
    for (const row of await this.#store.unsettled()) await this.#settle(row, this.#retry(0));
  }

  #retry(delayMs: number): Settlement {
    return { kind: 'retry', atMs: this.#nowMs + delayMs, countsAsAttempt: true, reason: 'again' };
  }

  #settle(row: OutboxRow, settlement: Settlement): Promise<void> {
    return this.#store.settle(row.id, settlement, this.#nowMs);
  }

  /** False where the process died. */
  async #attempt(row: OutboxRow, outcome: Outcome): Promise<boolean> {
    switch (outcome) {
      case 'accepted':
        await this.#settle(row, { kind: 'sent', messageId: this.#post(row) });
        return true;
      case 'refused':
        this.refused.add(row.dedupeKey);
        await this.#settle(row, { kind: 'dead', reason: 'refused' });
        return true;
      case 'retry':
      case 'retry later':
        await this.#settle(row, this.#retry(outcome === 'retry' ? 0 : 3 * TICK_MS));
        return true;
      case 'lost':
        this.#post(row);
        await this.#settle(row, this.#retry(TICK_MS));
        return true;
      case 'crash':
        this.#post(row);
        await this.#crash();
        return false;
      case 'crash before':
        await this.#crash();
        return false;
    }
  }

  async #deliver(limit: number, planned: readonly Outcome[]): Promise<number> {
    const rows = await this.#store.claimDue(this.#nowMs, limit);
    expect(new Set(rows.map(({ channelId }) => channelId)).size).toBe(rows.length);
    expect(rows.length).toBeLessThanOrEqual(limit);
    for (const [index, row] of rows.entries())
      if (!(await this.#attempt(row, planned[index] ?? 'accepted'))) break;
    return rows.length;
  }

  async run(step: Step): Promise<void> {
    switch (step.kind) {
      case 'enqueue': {
        const channelId = CHANNELS[step.channel] ?? 'a';
        const dedupeKey = `${channelId}${step.key}`;
        const inserted = await this.#store.enqueue(
          [aRow({ dedupeKey, channelId })],
          null,
          this.#nowMs,
        );
        expect(inserted).toBe(this.enqueued.has(dedupeKey) ? 0 : 1);
        this.enqueued.set(dedupeKey, channelId);
        return;
      }
      case 'deliver':
        await this.#deliver(step.limit, step.outcomes);
        return;
      case 'crash':
        return this.#crash();
      case 'tick':
        this.#nowMs += TICK_MS;
    }
  }

  /** Lets everything arrive that still waits, then closes. */
  async finish(): Promise<void> {
    await this.#crash();
    this.#nowMs += 10 * TICK_MS;
    while ((await this.#deliver(CHANNELS.length, [])) > 0);
    const { counts } = await this.#store.outboxStatus();
    expect(counts).toMatchObject({ pending: 0, sending: 0, dead: this.refused.size });
    await this.#store.close();
  }
}

it('loses no message, shows none twice and keeps the order of each channel', async () => {
  const folder = aFolder();
  let count = 0;
  const property = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
    count += 1;
    const path = join(folder, `${count}.db`);
    const simulation = new Simulation(path, await openOrThrow(path));
    for (const each of steps) await simulation.run(each);
    await simulation.finish();
    const shown = simulation.visible.map(({ key }) => key);
    expect(new Set(shown).size).toBe(shown.length);
    const expected = [...simulation.enqueued.keys()].filter((key) => !simulation.refused.has(key));
    expect(shown).toEqual(expect.arrayContaining(expected));
    for (const channel of CHANNELS) {
      const ofChannel = shown.filter((key) => simulation.enqueued.get(key) === channel);
      const inOrder = [...simulation.enqueued.keys()].filter((key) => ofChannel.includes(key));
      expect(ofChannel).toEqual(inOrder);
    }
  });
  await fc.assert(property, { numRuns: 40 });
});
