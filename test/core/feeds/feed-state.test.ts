import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downEvidence } from '../../../src/core/feeds/evidence.ts';
import {
  FEED_KINDS,
  type FeedEvidence,
  type FeedKind,
  type FeedState,
  feedAfter,
  inhibitingKinds,
} from '../../../src/core/feeds/feed-state.ts';

const POLL_MS = 300_000;
const START_MS = Date.parse('2026-11-24T08:00:00Z');

type Poll = { readonly shown: readonly FeedKind[]; readonly judged: readonly FeedKind[] };

/** A poll that can tell everything and shows these faults. */
function shows(...shown: FeedKind[]): Poll {
  return { shown, judged: FEED_KINDS };
}

function evidenceOf({ shown, judged }: Poll, index: number): FeedEvidence {
  return {
    atMs: START_MS + index * POLL_MS,
    lastGoodMs: null,
    judged: new Set(judged),
    signs: shown.map((kind) => ({ kind, detail: `${kind} at ${index}` })),
  };
}

type Told = { readonly moment: 'begin' | 'end'; readonly kind: FeedKind; readonly poll: number };

/** Polls five minutes apart: what was told, and which polls rules were kept from. */
function feed(polls: readonly Poll[]) {
  let states: readonly FeedState[] = [];
  const told: Told[] = [];
  const inhibited: boolean[] = [];
  const lengthsMs: number[] = [];
  polls.forEach((poll, index) => {
    const change = feedAfter(states, evidenceOf(poll, index));
    inhibited.push(inhibitingKinds(states, change).length > 0);
    for (const { kind } of change.began) told.push({ moment: 'begin', kind, poll: index });
    for (const { state, endedMs } of change.ended) {
      told.push({ moment: 'end', kind: state.kind, poll: index });
      lengthsMs.push(endedMs - state.sinceMs);
    }
    states = change.states;
  });
  return { told, inhibited, states, lengthsMs };
}

/** A poll without an answer, whose last data are of the start. */
function down(nowMs: number): FeedEvidence {
  const pace = { hours: 'always', statedDelayMs: 0, pollMs: POLL_MS, nowMs } as const;
  return downEvidence('Deribit answered 503', START_MS, pace);
}

const GOOD = shows();
const PARTIAL = shows('partial');
const DOWN: Poll = { shown: ['source-down'], judged: ['source-down'] };

describe('a fault of a feed', () => {
  it('is told once when it begins and once when it is over, with its true length', () => {
    const { told, lengthsMs } = feed([GOOD, PARTIAL, PARTIAL, PARTIAL, GOOD, GOOD, GOOD]);
    expect(told).toEqual([
      { moment: 'begin', kind: 'partial', poll: 1 },
      { moment: 'end', kind: 'partial', poll: 5 },
    ]);
    expect(lengthsMs).toEqual([3 * POLL_MS]);
  });

  it('is told of a source that is down at its third failed poll, dated from the first', () => {
    expect(feed([DOWN, DOWN, GOOD, DOWN, DOWN, GOOD]).told).toEqual([]);
    const { told, lengthsMs } = feed([GOOD, DOWN, DOWN, DOWN, DOWN, GOOD, GOOD]);
    expect(told.map(({ moment, poll }) => [moment, poll])).toEqual([
      ['begin', 3],
      ['end', 6],
    ]);
    expect(lengthsMs).toEqual([4 * POLL_MS]);
  });

  it('does not end while good and bad polls take turns', () => {
    const flapping = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? PARTIAL : GOOD));
    expect(feed(flapping).told).toEqual([{ moment: 'begin', kind: 'partial', poll: 0 }]);
  });

  it('is neither over nor worse for polls that cannot tell', () => {
    const { told, states } = feed([PARTIAL, DOWN, DOWN, { shown: [], judged: ['source-down'] }]);
    expect(told).toEqual([{ moment: 'begin', kind: 'partial', poll: 0 }]);
    expect(states).toMatchObject([{ kind: 'partial', goodPolls: 0, detail: 'partial at 0' }]);
  });

  it('keeps rules silent from its first poll to the one that ends it', () => {
    const { inhibited } = feed([GOOD, PARTIAL, GOOD, GOOD, GOOD]);
    expect(inhibited).toEqual([false, true, true, true, false]);
  });

  it('keeps rules silent on a poll that looks frozen, before anybody is told', () => {
    const { inhibited, told } = feed([GOOD, shows('frozen'), GOOD]);
    expect(inhibited).toEqual([false, true, false]);
    expect(told).toEqual([]);
  });

  it('gives the words of what happened at the venue', () => {
    const [state] = feedAfter([], down(START_MS)).states;
    expect(state).toMatchObject({ detail: 'Deribit answered 503', status: 'suspected' });
  });

  it('is stale data too where the last ones grow old before the venue counts as down', () => {
    const first = feedAfter([], down(START_MS + 4 * POLL_MS));
    expect(first.began).toMatchObject([{ kind: 'stale', sinceMs: START_MS }]);
    const second = feedAfter(first.states, down(START_MS + 5 * POLL_MS));
    expect([second.began, second.ended]).toEqual([[], []]);
  });

  it('is no more than a venue that is down where that was known first', () => {
    let states: readonly FeedState[] = [];
    const began = [1, 2, 3, 4, 5, 6].flatMap((poll) => {
      const change = feedAfter(states, down(START_MS + poll * POLL_MS));
      states = change.states;
      return change.began.map(({ kind }) => kind);
    });
    expect(began).toEqual(['source-down']);
  });
});

const polls = fc.array(
  fc.record({
    shown: fc.uniqueArray(fc.constantFrom(...FEED_KINDS), { maxLength: 3 }),
    judged: fc.constantFrom<readonly FeedKind[]>(FEED_KINDS, ['source-down'], []),
  }),
  { maxLength: 80 },
);

describe('any sequence of polls', () => {
  it('tells begin and end of each kind by turns, begin first', () => {
    fc.assert(
      fc.property(polls, (sequence) => {
        const { told, states } = feed(sequence);
        for (const kind of FEED_KINDS) {
          const moments = told.filter((each) => each.kind === kind).map(({ moment }) => moment);
          expect(moments).toEqual(moments.map((_, index) => (index % 2 === 0 ? 'begin' : 'end')));
          const holds = states.some((state) => state.kind === kind && state.status === 'holding');
          expect(holds).toBe(moments.at(-1) === 'begin');
        }
      }),
    );
  });

  it('tells of no end before two polls in a row that were good', () => {
    fc.assert(
      fc.property(polls, (sequence) => {
        for (const { moment, kind, poll } of feed(sequence).told) {
          if (moment === 'begin') continue;
          const telling = sequence.slice(0, poll + 1).filter(({ judged, shown }) => {
            return judged.includes(kind) || shown.includes(kind);
          });
          expect(telling.slice(-2).some(({ shown }) => shown.includes(kind))).toBe(false);
        }
      }),
    );
  });

  it('never lasts a negative time, and remembers no more than one state a kind', () => {
    fc.assert(
      fc.property(polls, (sequence) => {
        const { lengthsMs, states } = feed(sequence);
        expect(lengthsMs.every((ms) => ms > 0)).toBe(true);
        expect(new Set(states.map(({ kind }) => kind)).size).toBe(states.length);
      }),
    );
  });
});
