// F17: negative open interest, strikes of zero, vols of 0 or 900 %, expiries in the past, a spot of zero.
// Promise: what a venue sends gives data or a failure (P6), never a number that is not one, and nothing is shown as good
// that is not: such rows count for nothing, are said in the grade, and keep alerts waiting (P7).
// Method: the real markets and poll on the practice exchange; what is stored is set against the true book of the same
// instant without the spoiled rows.
import { describe, expect, it } from 'vitest';
import { nonFiniteNumbersIn } from '../support/finite.ts';
import { apart, trueBook } from '../support/true-book.ts';
import { aVenueStage, WIRES, type Wire } from '../support/venue-stage.ts';

const EVERY = 10;
/** Rows that are gone take their side of put–call parity with them, so that forwards shift a little. */
const PARITY_SHIFT = 0.005;

/** The stage after one good poll and one under the fault. */
async function spoiled(wire: Wire, how: ImpossibleNumber, every = EVERY) {
  const stage = await aVenueStage(wire, { pollMs: 300_000 });
  await stage.poll();
  const before = await stage.latest();
  stage.breakWith({ fault: 'F17', how, every });
  const run = await stage.poll();
  const levels = await stage.latest();
  if (levels === null) throw new Error('nothing was stored');
  return { stage, run, before, levels };
}

type ImpossibleNumber = (typeof DROPPED)[number] | 'huge-vol' | 'zero-vol' | 'zero-spot';
const DROPPED = ['negative-open-interest', 'zero-strike', 'past-expiry'] as const;

describe.each(WIRES)('numbers that cannot be, from $venueName', (wire) => {
  const { venueName, symbol } = wire;

  it.each(DROPPED)(
    '%s in a tenth of rows: they count for nothing, and that is said',
    async (how) => {
      const { stage, run, levels } = await spoiled(wire, how);
      expect(nonFiniteNumbersIn(levels)).toEqual([]);
      expect(levels.grade).toMatchObject({ letter: 'C' });
      expect(levels.grade.reasons[0]).toMatch(/^\d+% of rows cannot be read$/);
      expect(run).toMatchObject({
        state: 'done',
        detail: expect.stringContaining('alerts: low-grade'),
      });
      expect(await stage.notices()).toEqual([
        expect.stringMatching(`^${symbol}: contradicting rows`),
      ]);
      expect((await stage.statusLines()).join('\n')).toMatch(
        /contradicting rows\*\* since .*alerts wait/,
      );

      const { names, levels: whole, levelsWith } = await trueBook(stage, wire);
      const gone = new Set(names.filter((_, index) => index % EVERY === 0));
      const rest = levelsWith(({ instrument = '' }) => !gone.has(instrument));
      expect(apart(levels, rest)).toBeLessThan(PARITY_SHIFT);
      expect(levels.coverage.contractsOpen).toBe(rest.coverage.contractsOpen);
      expect(levels.coverage.contractsOpen).toBeLessThan(whole.coverage.contractsOpen);
    },
  );

  it('vols of 0 in a tenth of rows are unknown: found from quotes, or left out and said', async () => {
    const { stage, run, levels } = await spoiled(wire, 'zero-vol');
    const { names, levels: whole, levelsWith } = await trueBook(stage, wire);
    expect(nonFiniteNumbersIn(levels)).toEqual([]);
    if (venueName === 'Cboe') {
      expect(run.detail).toMatch(/\d+ vols come from quotes/);
      expect(apart(levels, whole)).toBeLessThan(0.01);
      expect(levels.grade.letter).toBe('A');
      return;
    }
    const bare = new Set(names.filter((_, index) => index % EVERY === 0));
    expect(
      apart(
        levels,
        levelsWith(({ instrument = '' }) => !bare.has(instrument)),
      ),
    ).toBeLessThan(1e-9);
    expect(levels.coverage.contractsOpen).toBe(whole.coverage.contractsOpen);
    expect(levels.grade.reasons[0]).toMatch(/^only 9\d\.\d% of open interest is usable$/);
    expect(run.detail).toContain('alerts: low-grade');
  });

  it('vols of 900 % in every row contradict their quotes: the levels are withheld', async () => {
    const { run, levels } = await spoiled(wire, 'huge-vol', 1);
    expect(nonFiniteNumbersIn(levels)).toEqual([]);
    expect(levels.grade.letter).toBe('D');
    expect(levels.grade.reasons.join()).toMatch(/of quotes near the money contradict their vols/);
    expect(run.detail).toContain('alerts: low-grade');
  });

  it('vols of 900 % in a tenth of rows cost the best grade', async () => {
    const { levels } = await spoiled(wire, 'huge-vol');
    expect(nonFiniteNumbersIn(levels)).toEqual([]);
    expect(levels.grade.letter).not.toBe('A');
  });

  it.each([
    ['negative-open-interest', 1],
    ['zero-spot', 1],
  ] as const)(
    '%s everywhere is no chain: the last one stands, and the third time is told',
    async (how, every) => {
      const { stage, run, before, levels } = await spoiled(wire, how, every);
      expect(run).toMatchObject({
        state: 'failed',
        detail: expect.stringMatching(`^${venueName} sent something that is not a chain`),
      });
      await stage.polls(2);
      expect(levels).toEqual(before);
      expect(await stage.latest()).toEqual(before);
      expect(await stage.notices()).toEqual([expect.stringMatching(`^${symbol}: no data`)]);
    },
  );
});

describe('a book that has expired whole', () => {
  it('is empty, and nothing is said of its flip', async () => {
    const { stage, run, levels } = await spoiled(WIRES[0], 'past-expiry', 1);
    expect(nonFiniteNumbersIn(levels)).toEqual([]);
    expect(levels).toMatchObject({ grade: { letter: 'F' }, flip: { status: 'withheld' } });
    expect(run.detail).toContain('alerts: ');
    expect(await stage.notices()).toHaveLength(1);
  });
});
