// F21: the price leaps by 30 %, or a hundredfold by a slipped decimal, in one poll.
// Promise: no message rests on a price that nothing else bears out: levels are withheld and alerts wait for a second
// source or a second reading (P7), without a storm of notices (P11); a crash that is true still alerts (P1).
// Method: the real markets and poll on the practice exchange, whose index leaps while its options stay, or which crashes.
import { describe, expect, it } from 'vitest';
import { aVenueStage, WIRES, type Wire } from '../support/venue-stage.ts';

const POLL_MS = 300_000;

async function afterTwoPolls(wire: Wire) {
  const stage = await aVenueStage(wire, { pollMs: POLL_MS });
  await stage.polls(2);
  return stage;
}

describe.each(WIRES)('the price of $venueName', (wire) => {
  const { symbol, venueName } = wire;

  it.each([1.3, 100])('times %d in one poll gives neither levels nor alerts', async (factor) => {
    const stage = await afterTwoPolls(wire);
    const before = await stage.latest();
    stage.breakWith({ fault: 'F21', factor, for: '9m' });
    const { detail } = await stage.poll();
    expect(detail).toContain('alerts: low-grade');
    expect((await stage.latest())?.grade.letter).toBe('D');
    const [head, ...lines] = await stage.statusLines();
    expect(head).toMatch(`Faults in the data of ${symbol}: alerts wait`);
    expect(lines.join('\n')).toMatch(/prices that disagree\*\* since/);
    await stage.polls(3);
    expect(await stage.alerts()).toEqual([]);
    const notices = await stage.notices();
    // One as it begins; at its end one for each of the two faults that it may be.
    expect(notices.filter((notice) => notice.endsWith('Alerts wait.'))).toHaveLength(1);
    expect(notices.length).toBeLessThanOrEqual(3);
    expect(await stage.store.feedStates(symbol)).toEqual([]);
    const after = await stage.latest();
    expect(after).toMatchObject({ grade: { letter: 'A' }, flip: { status: 'found' } });
    expect(Math.abs((after?.spot ?? 0) / (before?.spot ?? 1) - 1)).toBeLessThan(0.01);
  });

  it('that falls by 30 % with everything else and is back with the next poll alerts nobody', async () => {
    const stage = await afterTwoPolls(wire);
    const usd = stage.exchange.spotUsd(symbol);
    stage.exchange.jumpTo(symbol, 0.7 * usd);
    await stage.poll();
    stage.exchange.jumpTo(symbol, usd);
    await stage.polls(venueName === 'Deribit' ? 3 : 7);
    expect(await stage.alerts()).toEqual([]);
    expect((await stage.notices()).length).toBeLessThanOrEqual(2);
    expect(await stage.store.feedStates(symbol)).toEqual([]);
  });
});

describe('a true crash by 16 % through the flip', () => {
  it('is held for its second reading, and alerts once with the second after it', async () => {
    const wire = WIRES[0];
    const stage = await aVenueStage(wire, { pollMs: POLL_MS });
    const flip = stage.exchange.zeroGammaUsd(wire.symbol) ?? Number.NaN;
    stage.exchange.hold(wire.symbol, 1.09 * flip);
    await stage.polls(3);
    stage.exchange.jumpTo(wire.symbol, 0.84 * 1.09 * flip);
    const crash = await stage.poll();
    expect(crash.detail).toContain('alerts: low-grade');
    expect((await stage.latest())?.grade.reasons).toContain(
      'spot moved 16% since the last reading',
    );
    await stage.poll();
    expect(await stage.alerts()).toEqual([]);
    await stage.poll();
    expect(await stage.alerts()).toEqual([
      expect.stringMatching(`^${wire.symbol} fell through its gamma flip`),
    ]);
    await stage.polls(2);
    expect(await stage.alerts()).toHaveLength(1);
    expect(await stage.notices()).toEqual([]);
  });
});
