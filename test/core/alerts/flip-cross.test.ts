import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLIP_CROSS_START, type FlipCrossState } from '../../../src/core/alerts/rule.ts';
import { type FlipReadingAt, sideThresholds } from '../../../src/core/alerts/rules/clear-side.ts';
import type { FlipCrossEvent } from '../../../src/core/alerts/rules/confirm-crossing.ts';
import { advanceFlipCross } from '../../../src/core/alerts/rules/flip-cross.ts';

const POLL_MS = 300_000;
const START_MS = Date.parse('2026-11-23T08:00:00Z');
const context = {
  cadenceMs: POLL_MS,
  alertKey: (episode: number) => `crossed:${episode}`,
  isScheduled: () => false,
};

function aReading(overrides: Partial<FlipReadingAt> = {}): FlipReadingAt {
  const flip = overrides.flip ?? 72_000;
  return {
    atMs: START_MS,
    spot: 73_000,
    flip,
    low: flip,
    high: flip,
    dailySigma: 0.026,
    gammaSide: null,
    ...overrides,
  };
}

type Step = number | Partial<FlipReadingAt>;

/** Feeds readings five minutes apart; a number is a spot. */
function feed(steps: readonly Step[], from: FlipCrossState = FLIP_CROSS_START, startMs = START_MS) {
  let state = from;
  const events: (FlipCrossEvent & { step: number })[] = [];
  steps.forEach((step, index) => {
    const atMs = startMs + index * POLL_MS;
    const reading = aReading(typeof step === 'number' ? { atMs, spot: step } : { atMs, ...step });
    const advanced = advanceFlipCross(state, reading, context);
    state = advanced.state;
    events.push(...advanced.events.map((event) => ({ ...event, step: index })));
  });
  return { state, events, kinds: events.map((event) => event.kind) };
}

const HIGH = 73_000;
const LOW = 71_000;

describe('a flip_cross rule', () => {
  it('takes the first side it sees as a baseline and says nothing', () => {
    const { events, state } = feed([HIGH, HIGH, HIGH]);
    expect(events).toEqual([]);
    expect(state.side).toBe('long');
  });

  it('speaks at the second reading in a row beyond the flip, not at the first', () => {
    const { events } = feed([HIGH, HIGH, LOW, LOW, LOW]);
    expect(events.map(({ kind, step }) => [kind, step])).toEqual([['crossed', 3]]);
  });

  it('says nothing when spot comes back after one reading', () => {
    expect(feed([HIGH, HIGH, LOW, HIGH, LOW, HIGH]).events).toEqual([]);
  });

  it('counts a reading within a quarter of a daily σ of the flip for neither side', () => {
    const inside = 72_000 * (1 - 0.24 * 0.026);
    const outside = 72_000 * (1 - 0.26 * 0.026);
    expect(feed([HIGH, HIGH, inside, inside, inside]).events).toEqual([]);
    expect(feed([HIGH, HIGH, outside, outside]).kinds).toEqual(['crossed']);
  });

  it('does not take the same data twice for two readings', () => {
    const atMs = START_MS + 10 * POLL_MS;
    const same = { atMs, spot: LOW };
    expect(feed([HIGH, HIGH, same, same, same]).events).toEqual([]);
  });

  it('begins to count anew after a gap of more than three polls', () => {
    const late = START_MS + 20 * POLL_MS;
    const gap = feed([HIGH, HIGH, { spot: LOW }, { spot: LOW, atMs: late }]);
    expect(gap.events).toEqual([]);
    expect(feed([{ spot: LOW, atMs: late + POLL_MS }], gap.state, late).kinds).toEqual(['crossed']);
  });

  it('waits for spot to leave a wide range, but a range wider than half a σ cannot silence it', () => {
    const ranged = (spot: number) => ({ spot, low: 72_000 * (1 - 0.4 * 0.026), high: 72_400 });
    const wide = (spot: number) => ({ spot, low: 60_000, high: 90_000 });
    const atSigma = (share: number) => 72_000 * (1 - share * 0.026);
    expect(feed([HIGH, HIGH, ranged(atSigma(0.35)), ranged(atSigma(0.35))]).events).toEqual([]);
    expect(feed([HIGH, HIGH, ranged(atSigma(0.45)), ranged(atSigma(0.45))]).kinds).toEqual([
      'crossed',
    ]);
    expect(feed([HIGH, HIGH, wide(atSigma(0.51)), wide(atSigma(0.51))]).kinds).toEqual(['crossed']);
  });

  it('tells whether the price or the level moved', () => {
    const moved = (steps: readonly Step[]) => {
      const [event] = feed(steps).events;
      return event?.kind === 'crossed' ? event.crossing.moved : undefined;
    };
    expect(moved([HIGH, HIGH, LOW, LOW])).toBe('price');
    const level = { spot: HIGH, flip: 74_000 };
    expect(moved([HIGH, HIGH, level, level])).toBe('level');
    const both = { spot: 72_200, flip: 73_000 };
    expect(moved([HIGH, HIGH, both, both])).toBe('both');
  });

  it('is silent about a level whose move was on the calendar, and speaks about the next crossing', () => {
    const scheduled = { ...context, isScheduled: () => true };
    const run = (steps: readonly Step[]) => {
      let state = FLIP_CROSS_START;
      const kinds: string[] = [];
      steps.forEach((step, index) => {
        const atMs = START_MS + index * POLL_MS;
        const given = typeof step === 'number' ? { spot: step } : step;
        const advanced = advanceFlipCross(state, aReading({ atMs, ...given }), scheduled);
        state = advanced.state;
        kinds.push(...advanced.events.map(({ kind }) => kind));
      });
      return { state, kinds };
    };
    const rolled = { spot: HIGH, flip: 74_000 };
    const silent = run([HIGH, HIGH, rolled, rolled]);
    expect(silent).toMatchObject({ kinds: [], state: { side: 'short', open: null } });
    const risen = { spot: 76_000, flip: 74_000 };
    expect(run([HIGH, HIGH, rolled, rolled, risen, risen]).kinds).toEqual(['crossed']);
    // The price did it: a calendar explains nothing.
    expect(run([HIGH, HIGH, LOW, LOW]).kinds).toEqual(['crossed']);
  });

  it('reports the change since the last reading on the old side', () => {
    const [event] = feed([HIGH, 72_900, LOW, LOW - 50]).events;
    expect(event).toMatchObject({
      kind: 'crossed',
      crossing: {
        from: 'long',
        to: 'short',
        spotChange: LOW - 50 - 72_900,
        flipChange: 0,
        firstMs: START_MS + 2 * POLL_MS,
        changeSinceMs: START_MS + POLL_MS,
        oldSideSinceMs: START_MS,
      },
    });
  });

  it('answers a return within a day by the all-clear of the open alert, with its true length', () => {
    const { events } = feed([HIGH, HIGH, LOW, LOW, LOW, HIGH, HIGH]);
    expect(events.map(({ kind }) => kind)).toEqual(['crossed', 'over']);
    expect(events[1]).toMatchObject({ alertKey: 'crossed:1', side: 'long', lastedMs: 3 * POLL_MS });
  });

  it('makes a return after more than a day news of its own, and still closes the old alert', () => {
    const below = feed([HIGH, HIGH, LOW, LOW]);
    const dayLater = START_MS + 26 * 3_600_000;
    const held = feed([LOW, HIGH, HIGH], below.state, dayLater);
    expect(held.kinds).toEqual(['over', 'crossed']);
  });

  it('says once that it keeps crossing, then is silent until one side holds for an hour', () => {
    const flap = [HIGH, HIGH, LOW, LOW, HIGH, HIGH, LOW, LOW, HIGH, HIGH, LOW, LOW];
    const flapping = feed(flap);
    expect(flapping.kinds).toEqual(['crossed', 'over', 'flapping']);
    const held = Array.from({ length: 14 }, () => LOW);
    const after = feed([...held, HIGH, HIGH], flapping.state, START_MS + flap.length * POLL_MS);
    expect(after.kinds).toEqual(['crossed']);
  });

  it('keeps a random walk that starts on the level below two messages a day', () => {
    const days = 200;
    const pollsPerDay = 288;
    const sigma = 0.026;
    let seed = 20_261_123;
    const uniform = () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return (seed + 0.5) / 2 ** 32;
    };
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    let posts = 0;
    for (let day = 0; day < days; day += 1) {
      let spot = 72_000;
      const path = Array.from({ length: pollsPerDay }, () => {
        spot *= Math.exp((sigma / Math.sqrt(pollsPerDay)) * normal());
        return spot;
      });
      posts += feed(path).kinds.filter((kind) => kind !== 'over').length;
    }
    expect(posts / days).toBeLessThan(2);
    expect(posts).toBeGreaterThan(0);
  });

  it('never speaks unless two consecutive readings stand beyond the far threshold (any path)', () => {
    const spots = fc.array(fc.double({ min: 69_000, max: 75_000, noNaN: true }), { maxLength: 60 });
    fc.assert(
      fc.property(spots, (path) => {
        const { short, long } = sideThresholds(aReading());
        for (const event of feed(path).events) {
          if (event.kind !== 'crossed') continue;
          const lastTwo = path.slice(event.step - 1, event.step + 1);
          const beyond = (spot: number) =>
            event.crossing.to === 'short' ? spot < short : spot > long;
          expect(lastTwo.every(beyond)).toBe(true);
        }
      }),
    );
  });

  it('gives every message of a rule a key of its own (any path)', () => {
    const spots = fc.array(fc.constantFrom(HIGH, LOW, 72_000), { maxLength: 200 });
    fc.assert(
      fc.property(spots, (path) => {
        const keys = feed(path).events.map((event) =>
          event.kind === 'over' ? `over:${event.alertKey}` : `${event.kind}:${event.episode}`,
        );
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});
