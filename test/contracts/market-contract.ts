import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../src/core/chain/chain.ts';
import { HTTP_LIMITS, type HttpLimits } from '../../src/markets/http/limits.ts';
import type { Market } from '../../src/markets/market.ts';
import { eventually } from '../support/eventually.ts';
import { nonFiniteNumbersIn } from '../support/finite.ts';
import { aLoopbackVenue, json, type Reply, status } from '../support/loopback-venue.ts';
import { venueFaults } from '../support/venue-faults.ts';

/** What the suite needs to know of a venue. */
export type MarketUnderTest = {
  readonly venue: string;
  readonly symbol: string;
  readonly create: (baseUrl: string, limits: Partial<HttpLimits>) => Market;
  /** The healthy answer to a path, as its JSON text. */
  readonly healthyAnswer: (path: string) => string;
};

/** Production bounds, shrunk so that each fault takes milliseconds; the breaker stays out of the way. */
const FAST: HttpLimits = {
  ...HTTP_LIMITS,
  attemptMs: 750,
  totalMs: 800,
  backoffMs: 5,
  outagesToOpen: 1_000,
  bytesMax: 200_000,
};

/** For venues that fall silent: nothing but the deadline ends the call. */
const SHORT = { attemptMs: 120, totalMs: 450 };

/** Two busy cores may be late by this much. */
const LATENESS_MS = 1_500;

/** Every venue must pass this: whatever the venue or the network does ends as a value, in time, and leaves nothing open. */
export function marketContract({ venue, symbol, create, healthyAnswer }: MarketUnderTest): void {
  const healthy: Reply = (request, response) =>
    json(healthyAnswer(request.url ?? ''))(request, response);
  const never = new AbortController().signal;

  async function setUp(reply: Reply, limits: Partial<HttpLimits> = {}) {
    const server = await aLoopbackVenue(reply);
    return { server, market: create(server.url, { ...FAST, ...limits }) };
  }

  async function failureKind(market: Market, signal = never): Promise<string> {
    const result = await market.fetchChain(symbol, signal);
    return result.ok ? 'a chain' : result.failure.kind;
  }

  describe(`${venue} as a market`, () => {
    it('gives a chain of finite numbers with the data time of the venue', async () => {
      const { market } = await setUp(healthy);
      const result = await market.fetchChain(symbol, never);
      const chain: QuotedChain | null = result.ok ? result.value : null;
      expect(chain?.contracts.length).toBeGreaterThan(0);
      expect(nonFiniteNumbersIn(chain)).toEqual([]);
      expect(chain?.asOfMs).toBeLessThan(Date.now());
    });

    it.each(venueFaults)(
      'answers $name with "$kind" in time, leaving no answer open',
      async (fault) => {
        const { server, market } = await setUp(fault.reply, fault.kind === 'timeout' ? SHORT : {});
        const startedMs = performance.now();
        expect(await failureKind(market)).toBe(fault.kind);
        expect(performance.now() - startedMs).toBeLessThan(FAST.totalMs + LATENESS_MS);
        await eventually('closed socket', () => server.unfinished() === 0 || undefined);
      },
    );

    it('calls a closed port unreachable', async () => {
      expect(await failureKind(create('http://127.0.0.1:1', FAST))).toBe('unreachable');
    });

    it('never asks where a redirect points', async () => {
      const { server: elsewhere } = await setUp(healthy);
      const { market } = await setUp(status(307, { location: elsewhere.url }));
      expect(await failureKind(market)).toBe('http-status');
      expect(elsewhere.asked).toEqual([]);
    });

    it('stops at once when the caller does', async () => {
      const { server, market } = await setUp(() => {}, { attemptMs: 60_000, totalMs: 60_000 });
      const caller = new AbortController();
      const kind = failureKind(market, caller.signal);
      await eventually('request', () => server.asked.length > 0 || undefined);
      caller.abort();
      expect(await kind).toBe('stopped');
      expect(await failureKind(market, caller.signal)).toBe('stopped');
      await eventually('closed socket', () => server.unfinished() === 0 || undefined);
    });

    it('tries again after an outage that passes', async () => {
      const { server, market } = await setUp(status(503));
      server.reply = (request, response) => {
        const first = server.asked.indexOf(request.url ?? '') === server.asked.length - 1;
        return (first ? status(503) : healthy)(request, response);
      };
      expect(await failureKind(market)).toBe('a chain');
    });

    it('asks nothing while the pause that the venue wants runs', async () => {
      const { server, market } = await setUp(status(429, { 'retry-after': '60' }));
      const pause = { ok: false, failure: { kind: 'rate-limited', retryAfterMs: 60_000 } };
      expect(await market.fetchChain(symbol, never)).toEqual(pause);
      const askedBefore = server.asked.length;
      server.reply = healthy;
      const again = await market.fetchChain(symbol, never);
      expect(again).toMatchObject({ ok: false, failure: { kind: 'rate-limited' } });
      expect(server.asked.length).toBe(askedBefore);
    });

    it('opens its breaker on a venue that is down, probes once, and closes it on an answer', async () => {
      const restMs = 300;
      const { server, market } = await setUp(status(503), { outagesToOpen: 3, restMs, retries: 0 });
      while ((await failureKind(market)) !== 'breaker-open');
      const askedUntilOpen = server.asked.length;
      expect(await failureKind(market)).toBe('breaker-open');
      expect(server.asked.length).toBe(askedUntilOpen);
      await delay(restMs + 100);
      await failureKind(market);
      expect(server.asked.length).toBe(askedUntilOpen + 1);
      await delay(restMs + 100);
      server.reply = healthy;
      expect(await failureKind(market)).toBe('a chain');
    });
  });
}
