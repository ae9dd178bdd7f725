// F20: an expiry is missing from the chain, or half of the book stands without open interest.
// Promise: no alert is judged on a part of a book, answers carry its lower grade for as long as it lasts, and the notice
// names what is missing (P7); it is told once at its start and once at its end (P11).
// Method: the real markets and poll on the practice exchange; spot crosses the flip while the part is missing.
import { describe, expect, it } from 'vitest';
import { apart, trueBook } from '../support/true-book.ts';
import { aVenueStage, WIRES } from '../support/venue-stage.ts';

const POLL_MS = 300_000;
/** An alert takes two readings of a move, which delayed quotes show a quarter of an hour later. */
const POLLS_TO_ALERT = { Deribit: 3, Cboe: 6 };

describe.each(WIRES)('half of the book of $venueName without open interest', (wire) => {
  const { symbol, venueName } = wire;

  it('wakes nobody however long it lasts, says what fell, and ends with two whole readings', async () => {
    const stage = await aVenueStage(wire, { pollMs: POLL_MS });
    await stage.polls(2);
    stage.breakWith({ fault: 'F20', how: 'half-without-open-interest' });
    await stage.poll();
    stage.hold('below');
    const runs = await stage.polls(POLLS_TO_ALERT[venueName]);
    expect(runs.every(({ detail }) => /alerts: low-grade/.test(detail))).toBe(true);
    expect(await stage.alerts()).toEqual([]);
    const grade = (await stage.latest())?.grade;
    // Where the half is one type, what is left is not shown at all.
    expect(grade?.letter).toBe(venueName === 'Cboe' ? 'D' : 'C');
    expect(grade?.reasons).toContainEqual(
      expect.stringMatching(/^open interest fell by 5\d% since the last whole reading$/),
    );
    const began = `${symbol}: part of the chain missing`;
    expect(await stage.notices()).toEqual([expect.stringMatching(`^${began} .*Alerts wait\\.$`)]);
    const status = (await stage.statusLines()).join('\n');
    expect(status).toMatch(/part of the chain missing\*\* since .*open interest fell by 5\d%/);

    stage.exchange.clearFaults();
    await stage.polls(2);
    expect(await stage.alerts()).toEqual([]);
    expect((await stage.notices()).slice(1)).toEqual([
      expect.stringMatching(`^${began} .* over after \\d+ min\\. Alerts go on\\.$`),
    ]);
    await stage.polls(2);
    expect(await stage.alerts()).toHaveLength(1);
    expect(await stage.store.feedStates(symbol)).toEqual([]);
  });
});

describe.each(WIRES)('a chain of $venueName without its first expiry', (wire) => {
  const { symbol, venueName } = wire;

  it('names the expiry, keeps its grade and waits, until the expiry is back', async () => {
    const stage = await aVenueStage(wire, { pollMs: POLL_MS });
    await stage.polls(2);
    const expiries = (await stage.latest())?.expiries.map(({ expiryMs }) => expiryMs) ?? [];
    stage.breakWith({ fault: 'F20', how: 'missing-expiry' });
    stage.hold('below');
    await stage.polls(POLLS_TO_ALERT[venueName]);
    const cut = await stage.latest();
    const [gone = 0, ...more] = expiries.filter(
      (expiryMs) => !cut?.expiries.some((each) => each.expiryMs === expiryMs),
    );
    expect(more).toEqual([]);
    const named = `the expiry of ${new Date(gone).toISOString().slice(0, 10)} with`;
    expect(cut?.grade.letter).not.toBe('A');
    expect(cut?.grade.reasons.join()).toContain(named);
    expect(await stage.alerts()).toEqual([]);
    const [notice] = await stage.store.recentOutbox('guild', 1);
    expect(notice?.message.content).toMatch(`${symbol}: part of the chain missing`);
    expect(notice?.message.embed?.lines.join('\n')).toContain(named);
    expect((await stage.statusLines()).join('\n')).toContain(named);

    stage.exchange.clearFaults();
    await stage.polls(4);
    expect(await stage.notices()).toHaveLength(2);
    expect(await stage.alerts()).toHaveLength(1);
    const whole = await stage.latest();
    const { levels } = await trueBook(stage, wire);
    expect(whole && apart(whole, levels)).toBeLessThan(1e-9);
  });
});
