// F16: NaN, 1e400, strings for numbers, missing and extra fields, no vol.
// Promise: any upstream bytes yield data or a failure, and never a number that is none (P6); a book of which less than
// nine tenths can be used is called partial and drives no alert (P7).
// Method: the real markets and poll on the practice exchange, with the fault in a hundredth or a fifth of the rows; what
// is dropped is counted against the same book without it.
import { describe, expect, it } from 'vitest';
import { nonFiniteNumbersIn } from '../support/finite.ts';
import { aVenueStage, WIRES, type Wire } from '../support/venue-stage.ts';

/** One row in so many. */
const FEW = 100;
const MANY = 5;
const POLL_MS = 300_000;

/** The stage after good polls that leave spot above the flip. */
async function aWholeStage(wire: Wire, polls = 1) {
  const stage = await aVenueStage(wire, { pollMs: POLL_MS, clear: 0.02 });
  await stage.polls(polls);
  const latest = async () => {
    const levels = await stage.latest();
    if (levels === null) throw new Error('nothing is stored');
    return levels;
  };
  /** Paths of what is no number in all that the store holds of the newest snapshot. */
  const nonFiniteStored = async () => {
    const stored = await stage.store.latestLevels(wire.symbol);
    const chain = stored === null ? null : await stage.store.chain(stored.snapshotId);
    if (stored === null || chain === null) throw new Error('nothing is stored');
    const rows = await stage.store.recentOutbox('guild', 50);
    const words = JSON.stringify([rows, await stage.statusLines()]);
    const odd = /NaN|Infinity|undefined/.exec(words) ?? [];
    return [...nonFiniteNumbersIn([stored, chain]), ...odd];
  };
  return { ...stage, latest, nonFiniteStored };
}

/** What becomes of rows that cannot be read. */
const UNREADABLE = ['infinite', 'strings', 'missing-fields'] as const;

describe.each(WIRES)('numbers that cannot be read, from $venueName', (wire) => {
  const { venueName, symbol } = wire;

  it('NaN is no JSON: nothing of the answer is taken, and that is told', async () => {
    const { poll, breakWith, latest, statusLines, nonFiniteStored } = await aWholeStage(wire);
    const before = await latest();
    breakWith({ fault: 'F16', how: 'nan', every: FEW });
    const { state, detail } = await poll();
    expect({ state, detail }).toEqual({
      state: 'failed',
      detail: `${venueName} sent something that is not a chain (it is not JSON)`,
    });
    expect((await statusLines()).join('\n')).toContain(detail);
    expect(await latest()).toEqual(before);
    expect(await nonFiniteStored()).toEqual([]);
  });

  it('a hundredth of unreadable rows is dropped and counted, and alerts go on', async () => {
    const { poll, polls, breakWith, exchange, hold, ...seen } = await aWholeStage(wire);
    const whole = await seen.latest();
    for (const how of UNREADABLE) {
      exchange.clearFaults();
      breakWith({ fault: 'F16', how, every: FEW });
      const { state, detail } = await poll();
      const { coverage, grade } = await seen.latest();
      const dropped = whole.coverage.contractsOpen - coverage.contractsOpen;
      expect({ how, state, grade: grade.letter }).toEqual({ how, state: 'done', grade: 'A' });
      expect(dropped).toBeGreaterThan(0);
      expect(dropped).toBeLessThanOrEqual(Math.ceil(whole.coverage.contractsOpen / 50));
      const used = `${coverage.contractsUsed} of ${coverage.contractsOpen} open contracts used`;
      expect(detail).toContain(used);
      const { contractsUsed, contractsOpen } = coverage;
      const counts = contractsUsed === contractsOpen ? 'all' : `${contractsUsed} of`;
      expect((await seen.statusLines()).join('\n')).toContain(
        `${counts} ${contractsOpen} contracts`,
      );
      expect(await seen.nonFiniteStored()).toEqual([]);
    }
    hold('below');
    await polls(6);
    expect(await seen.alerts()).toEqual([
      expect.stringMatching(`^${symbol} fell through its gamma flip`),
    ]);
    expect(await seen.notices()).toEqual([]);
  });

  it('fields that nobody announced change nothing', async () => {
    const { breakWith, poll, latest } = await aWholeStage(wire);
    const whole = await latest();
    breakWith({ fault: 'F16', how: 'extra-fields', every: 1 });
    expect((await poll()).state).toBe('done');
    const { coverage, grade } = await latest();
    expect(grade.letter).toBe('A');
    expect(coverage.contractsOpen).toBe(whole.coverage.contractsOpen);
  });

  it('a fifth of unreadable rows makes no alert of a crossing, and is told once', async () => {
    const { polls, breakWith, hold, ...seen } = await aWholeStage(wire, 2);
    breakWith({ fault: 'F16', how: 'infinite', every: MANY });
    hold('below');
    const [spoiled] = await polls(6);
    expect(spoiled).toMatchObject({
      state: 'done',
      detail: expect.stringMatching(/alerts: (low-grade|partial)/),
    });
    expect((await seen.latest()).grade.reasons.join()).toMatch(/2\d% of rows cannot be read/);
    expect(await seen.alerts()).toEqual([]);
    expect(await seen.notices()).toEqual([expect.stringMatching(`^${symbol}: contradicting rows`)]);
    const [head] = await seen.statusLines();
    expect(head).toContain(`Faults in the data of ${symbol}: alerts wait until they are over`);
    expect(await seen.nonFiniteStored()).toEqual([]);
  });

  it('a fifth of rows that are bare names keeps alerts waiting, and says why', async () => {
    const { poll, breakWith, latest, nonFiniteStored } = await aWholeStage(wire);
    breakWith({ fault: 'F16', how: 'missing-fields', every: MANY });
    expect((await poll()).detail).toMatch(/alerts: (low-grade|partial)/);
    const why = venueName === 'Deribit' ? /of rows cannot be read/ : /state no open interest/;
    expect((await latest()).grade.reasons.join()).toMatch(why);
    expect(await nonFiniteStored()).toEqual([]);
  });
});

it('less than nine tenths of open interest with a vol is partial: no alert until it is whole again', async () => {
  const [deribit] = WIRES;
  const { polls, breakWith, hold, exchange, ...seen } = await aWholeStage(deribit, 2);
  breakWith({ fault: 'F16', how: 'null-vol', every: MANY });
  hold('below');
  const [spoiled] = await polls(4);
  expect(spoiled?.detail).toMatch(/alerts: partial/);
  const { coverage } = await seen.latest();
  expect(coverage.openInterestShare).toBeLessThan(0.9);
  expect(coverage.contractsUsed).toBeLessThan(coverage.contractsOpen);
  expect(await seen.alerts()).toEqual([]);
  expect(await seen.notices()).toEqual([
    expect.stringMatching(/^BTC: part of the chain missing \(Deribit\)/),
  ]);
  expect((await seen.statusLines()).join('\n')).toMatch(/only [78]\d\.\d% of open interest/);
  expect(await seen.nonFiniteStored()).toEqual([]);
  exchange.clearFaults();
  await polls(4);
  expect(await seen.alerts()).toHaveLength(1);
  expect(await seen.notices()).toHaveLength(2);
});

it('vols that Cboe leaves out are found from its quotes, and that is said', async () => {
  const { poll, breakWith, latest, nonFiniteStored } = await aWholeStage(WIRES[1]);
  breakWith({ fault: 'F16', how: 'null-vol', every: MANY });
  expect((await poll()).detail).toMatch(/[1-9]\d* vols come from quotes/);
  expect((await latest()).grade.letter).toBe('A');
  expect(await nonFiniteStored()).toEqual([]);
});
