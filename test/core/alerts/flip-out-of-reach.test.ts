import { describe, expect, it } from 'vitest';
import { evaluateRules } from '../../../src/core/alerts/evaluate.ts';
import { FLIP_CROSS_START, type FlipCrossState } from '../../../src/core/alerts/rule.ts';
import type { Levels } from '../../../src/core/exposure/levels.ts';
import { aView, DATA_TIME_MS, someLevels } from '../../support/market-view.ts';

const POLL_MS = 300_000;
const FLIP = 72_180;
const ABOVE: FlipCrossState = {
  ...FLIP_CROSS_START,
  side: 'long',
  sinceMs: DATA_TIME_MS - 100 * POLL_MS,
  lastOnSide: { atMs: DATA_TIME_MS - POLL_MS, spot: 74_000, flip: FLIP },
  lastReadingMs: DATA_TIME_MS - POLL_MS,
};

/** A book that is short gamma from here to 10 % away, its only turn far above. */
function shortThroughout(spot: number, dataTimeMs: number): Levels {
  return { ...someLevels({ spot, roots: [1.3 * spot] }), dataTimeMs, flip: noneShort };
}
const noneShort = { status: 'none_short' as const, roots: [], minorRoots: [] };

/** Sentences that one rule sends over snapshots a poll apart, and the state it is left in. */
function heard(state: FlipCrossState, books: readonly ((atMs: number) => Levels)[]) {
  let now = state;
  const sentences = books.flatMap((book, poll) => {
    const levels = book(DATA_TIME_MS + poll * POLL_MS);
    const rule = {
      ...{ id: 1, guildId: '1', channelId: '2', ownerId: '3', symbol: 'BTC' },
      ...{ kind: 'flip_cross' as const, roleId: null },
    };
    const [transition] = evaluateRules([{ rule, state: now, version: 1, openAlert: null }], {
      view: aView(levels),
      pollMs: POLL_MS,
      faults: [],
      isQuiet: () => false,
      scheduledShares: new Map(),
    });
    now = transition?.state ?? now;
    return transition?.outbox.map(({ message }) => message) ?? [];
  });
  return { sentences, state: now };
}

describe('a fall that leaves the flip more than 10 % behind', () => {
  const crash = (atMs: number) => shortThroughout(62_000, atMs);

  it('is a crossing of the last flip that the rule saw, told once, and says so', () => {
    const { sentences, state } = heard(ABOVE, [crash, crash, crash]);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]?.content).toMatch(/^BTC fell through its gamma flip: 62,000 vs 72,180 /);
    const lines = sentences[0]?.embed?.lines.join('\n');
    expect(lines).toContain('the flip is the last one seen, none lies within ±10% now');
    expect(lines).not.toContain('did not');
    expect(state.side).toBe('short');
  });

  it('is no crossing while gamma here still has the old sign, or spot is not beyond that flip', () => {
    const noneLong = { ...noneShort, status: 'none_long' as const };
    const longBelow = (atMs: number) => ({ ...crash(atMs), gexUsd: 1e6, flip: noneLong });
    expect(heard(ABOVE, [longBelow, longBelow, longBelow]).sentences).toEqual([]);
    const above = (atMs: number) => shortThroughout(72_900, atMs);
    expect(heard(ABOVE, [above, above, above]).sentences).toEqual([]);
  });

  it('tells nothing to a rule that never saw a flip', () => {
    expect(heard(FLIP_CROSS_START, [crash, crash])).toEqual({
      sentences: [],
      state: FLIP_CROSS_START,
    });
  });
});
