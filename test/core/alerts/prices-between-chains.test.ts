import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLIP_CROSS_START, type FlipCrossState } from '../../../src/core/alerts/rule.ts';
import type { FlipCrossEvent } from '../../../src/core/alerts/rules/confirm-crossing.ts';
import { advanceByPrice, advanceFlipCross } from '../../../src/core/alerts/rules/flip-cross.ts';
import { flipCrossStateSchema } from '../../../src/store/schemas/flip-cross-state.ts';
import { fromJson, toJson } from '../../../src/store/schemas/json.ts';

const MINUTE_MS = 60_000;
const POLL_MS = 5 * MINUTE_MS;
const START_MS = Date.parse('2026-11-23T08:00:00Z');
const FLIP = 72_000;
const SIGMA = 0.026;
const HIGH = 73_000;
const LOW = 71_000;
/** Within a quarter of a daily σ, 468 dollars. */
const NEAR = 71_700;

const context = {
  cadenceMs: POLL_MS,
  alertKey: (episode: number) => `crossed:${episode}`,
  isScheduled: () => false,
};

/** One minute: where spot stands, whether it could be read, and the flip if this minute's reading is a chain. */
type Minute = { readonly spot: number; readonly isRead: boolean; readonly flip: number };
type Told = { readonly minute: number; readonly event: FlipCrossEvent };

const isChain = (minute: number) => minute % 5 === 0;

/** Runs a rule over the minutes: every fifth is a chain, the others are prices. */
function hear(minutes: readonly Minute[], passOn = (state: FlipCrossState) => state) {
  let state = FLIP_CROSS_START;
  let chain: { readonly chainMs: number; readonly flip: number } | null = null;
  const told: Told[] = [];
  const states: FlipCrossState[] = [];
  minutes.forEach(({ spot, isRead, flip }, minute) => {
    const atMs = START_MS + minute * MINUTE_MS;
    if (isRead && isChain(minute)) chain = { chainMs: atMs, flip };
    if (isRead && chain !== null) {
      const beside = {
        ...{ low: chain.flip, high: chain.flip, flip: chain.flip },
        ...{ dailySigma: SIGMA, gammaSide: null },
      };
      const advanced = isChain(minute)
        ? advanceFlipCross(state, { ...beside, atMs, spot }, context)
        : advanceByPrice(state, { ...beside, atMs, spot, chainMs: chain.chainMs }, context);
      state = passOn(advanced.state);
      told.push(...advanced.events.map((event) => ({ minute, event })));
    }
    states.push(state);
  });
  return { state, states, told, kinds: told.map(({ event }) => event.kind) };
}

function at(spots: readonly (number | null)[]): readonly Minute[] {
  return spots.map((spot) => ({ spot: spot ?? LOW, isRead: spot !== null, flip: FLIP }));
}

/** A side is known after two chains; their minutes are 0 to 9. */
const ABOVE = Array.from({ length: 10 }, () => HIGH);
const minutesOf = (spot: number | null, count: number) => Array.from({ length: count }, () => spot);

/**
 * By the words alone: at this minute every reading of the last ten minutes or more, chain or price, was more than ¼ σ
 * beyond the flip of the newest chain, and never were more than two in a row missing.
 */
function isBeyondForTenMinutes(minutes: readonly Minute[], minute: number, to: 'short' | 'long') {
  let since = minute;
  let missing = 0;
  for (let back = minute; back >= 0; back -= 1) {
    const each = minutes[back];
    if (each === undefined || missing > 2) break;
    const flip = newestFlip(minutes, back);
    if (!each.isRead || flip === null) {
      missing += 1;
      continue;
    }
    const distance = each.spot / flip - 1;
    if (to === 'short' ? !(distance < -SIGMA / 4) : !(distance > SIGMA / 4)) break;
    missing = 0;
    since = back;
  }
  return minute - since >= 10;
}

function newestFlip(minutes: readonly Minute[], minute: number): number | null {
  for (let back = minute; back >= 0; back -= 1) {
    const each = minutes[back];
    if (isChain(back) && each?.isRead) return each.flip;
  }
  return null;
}

/** Paths that stay on a side for a while, with readings that fail now and then, or for long. */
const paths: fc.Arbitrary<readonly Minute[]> = fc
  .array(
    fc.record({
      spot: fc.constantFrom(HIGH, LOW, LOW, NEAR, 72_300, 71_200),
      length: fc.integer({ min: 1, max: 25 }),
      missing: fc.constantFrom('none', 'chains', 'some', 'most'),
      flip: fc.constantFrom(FLIP, FLIP, 71_500, 72_600),
    }),
    { maxLength: 12 },
  )
  .chain((stretches) => {
    const length = stretches.reduce((sum, each) => sum + each.length, 0);
    const luck = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: length,
      maxLength: length,
    });
    return luck.map((drawn) => {
      const spots = stretches.flatMap((each) => Array.from({ length: each.length }, () => each));
      return spots.map(({ spot, missing, flip }, minute) => ({
        spot,
        flip,
        isRead:
          missing === 'none' ||
          (missing === 'chains' && !isChain(minute)) ||
          (drawn[minute] ?? 0) > (missing === 'most' ? 0.6 : 0.2),
      }));
    });
  });

const sided = paths.map((path) => [...at(ABOVE), ...path]);

describe('prices between chains', () => {
  it('end a crossing that a chain had begun when one is back within the band', () => {
    const chainsAlone = [...ABOVE, LOW, ...minutesOf(null, 4), LOW];
    expect(hear(at(chainsAlone)).kinds).toEqual(['crossed']);
    const backOnce = [...ABOVE, LOW, null, NEAR, null, null, LOW];
    expect(hear(at(backOnce)).kinds).toEqual([]);
  });

  it('confirm a crossing after ten minutes beyond when no chain comes, and not before', () => {
    const beyond = (minutes: number) =>
      hear(at([...ABOVE, null, ...minutesOf(LOW, 4), null, ...minutesOf(LOW, minutes - 5)]));
    expect(beyond(10).kinds).toEqual([]);
    const { told, state } = hear(
      at([...ABOVE, null, ...minutesOf(LOW, 4), null, ...minutesOf(LOW, 4), null, LOW, LOW]),
    );
    expect(told).toMatchObject([
      {
        minute: 21,
        event: {
          kind: 'crossed',
          crossing: {
            to: 'short',
            spot: LOW,
            firstMs: START_MS + 11 * MINUTE_MS,
            dataTimeMs: START_MS + 21 * MINUTE_MS,
            confirmedBy: { kind: 'prices', chainMs: START_MS + 5 * MINUTE_MS },
          },
        },
      },
    ]);
    expect(state.lastReadingMs).toBe(START_MS + 5 * MINUTE_MS);
  });

  it('begin anew where more than two in a row are missing', () => {
    const missing = (count: number) => [
      ...ABOVE,
      ...[null, LOW, LOW, LOW],
      ...minutesOf(null, count),
      ...minutesOf(LOW, 9 - count),
    ];
    const noChains = (spots: readonly (number | null)[]) =>
      at(spots.map((spot, minute) => (minute >= 10 && isChain(minute) ? null : spot)));
    // Minutes 14 and 15, the latter a chain's; then 14 to 16.
    expect(hear(noChains(missing(2))).kinds).toEqual(['crossed']);
    expect(hear(noChains(missing(3))).kinds).toEqual([]);
  });

  it('make no side where two chains have not yet', () => {
    const { state, told } = hear(at([HIGH, ...minutesOf(HIGH, 4), null, ...minutesOf(HIGH, 30)]));
    expect({ side: state.side, told }).toEqual({ side: 'long', told: [] });
    const pricesAlone = at([HIGH, ...minutesOf(LOW, 4)]).concat(
      Array.from({ length: 40 }, (_, minute) => ({
        spot: LOW,
        isRead: !isChain(minute),
        flip: FLIP,
      })),
    );
    expect(hear(pricesAlone).state.side).toBeNull();
  });

  it('speak only where the definition says so, and are never later than it (any path)', () => {
    fc.assert(
      fc.property(sided, (minutes) => {
        const { told, states } = hear(minutes);
        for (const { minute, event } of told) {
          if (isChain(minute) || event.kind === 'over') continue;
          expect(event.crossing.confirmedBy.kind).toBe('prices');
          expect(isBeyondForTenMinutes(minutes, minute, event.crossing.to)).toBe(true);
        }
        states.forEach(({ side }, minute) => {
          if (side === null || !minutes[minute]?.isRead || isChain(minute)) return;
          const other = side === 'long' ? 'short' : 'long';
          expect(isBeyondForTenMinutes(minutes, minute, other)).toBe(false);
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it('leave to chains what is theirs (any path)', () => {
    fc.assert(
      fc.property(sided, (minutes) => {
        const { states } = hear(minutes);
        states.forEach((after, minute) => {
          const before = states[minute - 1];
          if (before === undefined || isChain(minute)) return;
          expect(after.lastReadingMs).toBe(before.lastReadingMs);
          if (after.side === before.side)
            expect({ ...after, pending: null }).toEqual({ ...before, pending: null });
          if (before.side === after.side && (after.pending?.count ?? 0) > 0)
            expect(after.pending?.count).toBe(before.pending?.count);
        });
      }),
    );
  });

  it('say the same when the bot restarts after every reading (any path)', () => {
    const stored = (state: FlipCrossState) => {
      const read = fromJson(flipCrossStateSchema, toJson(flipCrossStateSchema, state));
      if (!read.ok) throw new Error(read.failure);
      return read.value;
    };
    fc.assert(
      fc.property(sided, (minutes) => {
        const { told } = hear(minutes);
        expect(hear(minutes, stored).told).toEqual(told);
        const keys = told.map(({ event }) =>
          event.kind === 'over' ? `over:${event.alertKey}` : `${event.kind}:${event.episode}`,
        );
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('go on from a state that was stored before prices were read', () => {
    const text = JSON.stringify({
      ...FLIP_CROSS_START,
      side: 'long',
      pending: { side: 'short', count: 1, firstMs: START_MS },
    });
    const read = fromJson(flipCrossStateSchema, text);
    expect(read.ok && read.value.pending?.count).toBe(1);
    const reading = {
      ...{ spot: LOW, flip: FLIP, low: FLIP, high: FLIP },
      ...{ dailySigma: SIGMA, gammaSide: null },
    };
    if (!read.ok) throw new Error(read.failure);
    const price = { ...reading, atMs: START_MS + 11 * MINUTE_MS, chainMs: START_MS };
    expect(advanceByPrice(read.value, price, context).events).toEqual([]);
  });

  it.each([
    { name: 'every reading comes', failing: 0 },
    { name: 'a third of the chains and prices fail', failing: 0.33 },
  ])(
    'keep a walk that starts on the flip to two messages a day, five on the worst of twenty, where $name',
    ({ failing }) => {
      const uniform = seededUniform(20_261_123);
      const days = Array.from({ length: 300 }, () => postsOfADay(uniform, failing));
      const sorted = days.toSorted((a, b) => a - b);
      const mean = days.reduce((sum, each) => sum + each, 0) / days.length;
      expect(mean).toBeLessThanOrEqual(2);
      expect(mean).toBeGreaterThan(0.2);
      expect(sorted[Math.floor(0.95 * sorted.length)]).toBeLessThanOrEqual(5);
    },
  );
});

function seededUniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

/** Messages of 24 hours in which a lognormal walk of 2.6 % a day starts on the flip; an edit is no message. */
function postsOfADay(uniform: () => number, failing: number): number {
  const length = 24 * 60;
  let spot = FLIP;
  const minutes = Array.from({ length }, () => {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    spot *= Math.exp((SIGMA / Math.sqrt(length)) * normal);
    return { spot, isRead: uniform() >= failing, flip: FLIP };
  });
  return hear(minutes).kinds.filter((kind) => kind !== 'over').length;
}
