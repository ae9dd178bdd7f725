// F13: the venue answers 500, 502, 503 and 504 for half an hour.
// Promise: nothing is computed from old data and no alert is judged (P7); each fault is told once and not at every poll
// (P11); asking is bounded, and goes on so that the first poll after the outage brings data.
// Method: the real markets and poll on the practice exchange for half an hour of simulated time, to which the breaker
// also keeps; spot crosses the flip meanwhile.
import { describe, expect, it } from 'vitest';
import { HTTP_LIMITS } from '../../src/markets/http/limits.ts';
import { retryDelayMs } from '../../src/markets/http/retry-delay.ts';
import { aVenueStage, WIRES } from '../support/venue-stage.ts';

const MINUTE_MS = 60_000;
/** Twice in a breaker's rest. */
const POLL_MS = 15_000;
const OUTAGE_POLLS = (30 * MINUTE_MS) / POLL_MS;

/** Times of asking, each once however many addresses are asked at it. */
function times(requests: readonly { readonly atMs: number }[]): readonly number[] {
  return [...new Set(requests.map(({ atMs }) => atMs))];
}

describe.each(WIRES)('half an hour of 5xx from $venueName', (wire) => {
  const { venueName, symbol } = wire;

  it('is asked about gently, told once with its duration, and wakes nobody before readings after it', async () => {
    const stage = await aVenueStage(wire, { pollMs: POLL_MS });
    const { poll, polls, exchange, alerts, notices, statusLines, latest, market } = stage;
    await polls(2);
    const before = await latest();
    exchange.play(
      ([500, 502, 503, 504] as const).map((status, quarter) => ({
        fault: 'F13' as const,
        status,
        at: new Date(Date.now() + quarter * 7.5 * MINUTE_MS).toISOString(),
        for: '450s',
      })),
    );
    const words = venueName === 'Deribit' ? ' (system_maintenance)' : '';
    expect(await poll()).toMatchObject({
      state: 'failed',
      detail: `${venueName} answered 500${words}`,
    });
    stage.hold('below');
    const asked = await polls(OUTAGE_POLLS - 2);
    expect(asked.every(({ state }) => state === 'failed')).toBe(true);
    expect(asked.at(-1)?.detail).toMatch(/answered 504|failed too often/);

    // Once open, the breaker lets one request through each time that it has rested.
    const probes = asked.slice(2).flatMap(({ requests }) => requests);
    const probedAtMs = times(probes);
    expect(probes).toHaveLength(probedAtMs.length);
    for (const [index, atMs] of probedAtMs.slice(1).entries()) {
      const gapMs = atMs - (probedAtMs[index] ?? atMs);
      expect(gapMs).toBeGreaterThanOrEqual(HTTP_LIMITS.restMs);
      expect(gapMs).toBeLessThanOrEqual(MINUTE_MS);
    }
    expect(market.metrics().breaker).toBe('open');

    expect(await latest()).toEqual(before);
    expect(await notices()).toEqual([
      expect.stringMatching(`^${symbol}: no data \\(${venueName}\\), since Tue .*Alerts wait\\.$`),
    ]);
    const [head, ...lines] = await statusLines();
    expect(head).toMatch(new RegExp(`^No fresh data for ${symbol}: alerts wait`));
    const status = lines.join('\n');
    expect(status).toContain('**stale**');
    expect(status).toContain(`**${symbol}: no data** since`);
    expect(status).toMatch(/failed: \d+ http-status .*failed too often, waiting/);

    await poll();
    const back = await polls(2);
    expect(back.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(await notices()).toEqual([
      expect.anything(),
      `${symbol}: no data (${venueName}) over after 30 min. Alerts go on.`,
    ]);
    expect(await alerts()).toEqual([]);
    await polls(2);
    expect(await alerts()).toEqual([
      expect.stringMatching(`^${symbol} fell through its gamma flip`),
    ]);
  });
});

it('waits no longer than a minute before any attempt that the venue did not ask to put off', () => {
  const { retries, backoffMs } = HTTP_LIMITS;
  for (let attempt = 0; attempt < retries; attempt += 1) {
    const failure = { kind: 'http-status', status: 503 } as const;
    const failed = { failure, retryAfterMs: null, attempt, backoffMs, random: 1 };
    expect(retryDelayMs(failed)).toBeLessThanOrEqual(MINUTE_MS);
  }
});
