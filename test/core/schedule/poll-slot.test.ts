import { describe, expect, it } from 'vitest';
import { pollSlot } from '../../../src/core/schedule/poll-slot.ts';

const MINUTE_MS = 60_000;
const POLL_MS = 5 * MINUTE_MS;

/** Every slot that a bot looking each minute meets, with the first minute of each. */
function slotsOf(from: string, to: string): ReadonlyMap<string, string> {
  const slots = new Map<string, string>();
  for (let ms = Date.parse(from); ms < Date.parse(to); ms += MINUTE_MS) {
    const slot = pollSlot('new-york', ms, POLL_MS);
    const known = [...slots.keys()].at(-1);
    if (slot !== known) expect(slots.has(slot)).toBe(false);
    if (!slots.has(slot)) slots.set(slot, new Date(ms).toISOString().slice(11, 16));
  }
  return slots;
}

describe('the polls of a market in New York', () => {
  it('come at the usual cadence from half an hour before the open to 45 minutes after the close, else hourly', () => {
    const slots = slotsOf('2026-11-24T05:00:00Z', '2026-11-25T05:00:00Z');
    const minutes = [...slots.values()];
    expect(minutes.slice(0, 11)).toEqual([
      ...['05:00', '06:00', '07:00', '08:00', '09:00', '10:00', '11:00', '12:00', '13:00'],
      ...['14:00', '14:05'],
    ]);
    expect(minutes.slice(-10)).toEqual([
      ...['21:35', '21:40', '21:45', '22:00', '23:00'],
      ...['00:00', '01:00', '02:00', '03:00', '04:00'],
    ]);
  });

  it('come hourly over a weekend', () => {
    expect(slotsOf('2026-11-21T00:00:00Z', '2026-11-23T00:00:00Z').size).toBe(48);
  });

  it('never give one interval two names, also across a change of clocks', () => {
    slotsOf('2026-10-30T00:00:00Z', '2026-11-03T00:00:00Z');
    slotsOf('2026-03-06T00:00:00Z', '2026-03-10T00:00:00Z');
  });

  it('keep their cadence around the clock where the market never closes', () => {
    expect(pollSlot('always', Date.parse('2026-11-21T03:07:00Z'), POLL_MS)).toBe(
      '2026-11-21T03:05:00.000Z',
    );
  });
});
