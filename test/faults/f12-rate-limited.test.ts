// F12: the venue answers 429, without Retry-After, with seconds and with an HTTP date.
// Promise: it yields a failure that is told (P6), never figures that pass for new (P7), and bounded asking (P11): the
// venue is left alone for as long as it asked, at most five minutes, and a little longer at random.
// Method: the real markets and poll on the practice exchange; the requests that arrive there are counted as the
// simulated clock moves on. Retry-After counts on that clock, so that nothing is waited for.
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { aVenueStage, WIRES } from '../support/venue-stage.ts';

describe.each(WIRES)('a 429 from $venueName', (wire) => {
  const { venueName, symbol } = wire;

  it('is obeyed until the date that Retry-After names, and told', async () => {
    const { poll, polls, breakWith, statusLines, market, latest } = await aVenueStage(wire, {
      pollMs: 25_000,
    });
    expect((await poll()).state).toBe('done');
    const before = await latest();
    breakWith({ fault: 'F12', retryAfter: 'date', seconds: 60, times: 1 });
    const detail = `${venueName} asked us to wait 60 s`;
    const limited = await poll();
    expect(limited).toMatchObject({ state: 'failed', detail });
    const status = (await statusLines()).join('\n');
    expect(status).toContain(detail);
    expect(status).toContain(`failed: ${limited.requests.length} rate-limited`);
    expect(status).toContain('0% of its allowance left');
    for (const held of await polls(2)) {
      expect(held.requests).toEqual([]);
      expect(held.detail).toContain(`${venueName} asked us to wait`);
    }
    expect(await latest()).toEqual(before);
    expect((await poll()).state).toBe('done');
    expect(market.metrics().breaker).toBe('closed');
  });

  it.each([
    { random: 0, hasAsked: true },
    { random: 0.99, hasAsked: false },
  ])(
    'is obeyed for five minutes at most, and by chance for a tenth more: $random',
    async ({ random, hasAsked }) => {
      const { poll, breakWith } = await aVenueStage(wire, { pollMs: 155_000 });
      vi.spyOn(Math, 'random').mockReturnValue(random);
      onTestFinished(() => void vi.restoreAllMocks());
      breakWith({ fault: 'F12', retryAfter: 'seconds', seconds: 86_400 });
      expect((await poll()).detail).toBe(`${venueName} asked us to wait 300 s`);
      expect((await poll()).requests).toEqual([]);
      expect((await poll()).requests.length > 0).toBe(hasAsked);
    },
  );

  it('is asked for at every pause’s end and told once as no data while it lasts', async () => {
    const { poll, polls, breakWith, notices, exchange } = await aVenueStage(wire, {
      pollMs: 70_000,
    });
    await poll();
    breakWith({ fault: 'F12', retryAfter: 'seconds', seconds: 300 });
    const asked = (await polls(18)).filter(({ requests }) => requests.length > 0);
    expect(asked).toHaveLength(4);
    exchange.clearFaults();
    await polls(4);
    expect(await notices()).toEqual([
      expect.stringMatching(`^${symbol}: no data \\(${venueName}\\), since Tue`),
      expect.stringMatching(`no data \\(${venueName}\\) over after 2\\d min`),
    ]);
  });
});

describe('a 429 without Retry-After', () => {
  const setting = { isRunning: true, limits: { totalMs: 2_900 } };

  it.each(WIRES)('is told as a wish to slow down by $venueName', async (wire) => {
    const { poll, breakWith, statusLines } = await aVenueStage(wire, setting);
    breakWith({ fault: 'F12', retryAfter: 'absent' });
    const { state, detail, requests } = await poll();
    expect({ state, detail }).toEqual({
      state: 'failed',
      detail: `${wire.venueName} asked us to slow down`,
    });
    expect((await statusLines()).join('\n')).toContain(detail);
    // 500 credits at 5,000 a second, and a document in three seconds: longer than this call may take.
    const [path] = requests.map((each) => each.path);
    const times = requests.filter((each) => each.path === path).map(({ atMs }) => atMs);
    expect(times).toHaveLength(wire.venueName === 'Deribit' ? 3 : 1);
    // 100 ms, not the milliseconds of back-off; the venue's simulated clock steps by 20 ms and falls behind under load.
    for (const [index, atMs] of times.slice(1).entries())
      expect(atMs - (times[index] ?? atMs)).toBeGreaterThanOrEqual(40);
  });
});
