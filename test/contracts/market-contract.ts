import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../src/core/chain/chain.ts';
import { HTTP_LIMITS, type HttpLimits } from '../../src/markets/http/limits.ts';
import type { Market } from '../../src/markets/market.ts';
import { eventually } from '../support/eventually.ts';
import { nonFiniteNumbersIn } from '../support/finite.ts';
import { aLoopbackVenue, json, type Reply, status } from '../support/loopback-venue.ts';
import { venueFaults } from '../support/venue-faults.ts';
import { expectMutationsHarmless } from './market-mutations.ts';

/** What the suite needs to know of a venue. */
export type MarketUnderTest = {
  readonly venue: string;
  readonly symbol: string;
  readonly create: (baseUrl: string, limits: Partial<HttpLimits>) => Market;
  /** The healthy answer to a path, as its JSON text. */
  readonly healthyAnswer: (path: string) => string;
  /** What the venue must be told and nobody else may see. */
  readonly secret?: string;
  /** Whether one date holds contracts that settle at the opening and at the close. */
  readonly hasMorningSettlement?: boolean;
};

/** Production bounds, shrunk so that each fault takes milliseconds; the breaker stays out of the way. */
const FAST: HttpLimits = {
  ...HTTP_LIMITS,
  attemptMs: 1_400,
  totalMs: 1_500,
  backoffMs: 5,
  outagesToOpen: 1_000,
  bytesMax: 200_000,
};

/** For venues that fall silent: nothing but the deadline ends the call. */
const SHORT = { attemptMs: 120, totalMs: 450 };

/** One sequence for everybody; `npm run test:soak` tries others. */
const MUTATION_SEED = 20_261_123;

/** Two seconds on an idle machine; busy cores take several times as long. */
const MUTATIONS_MS_MAX = 60_000;

/** Two busy cores may be late by this much. */
const LATENESS_MS = 1_500;

/** Every venue must pass this: whatever the venue or the network does ends as a value, in time, and leaves nothing open. */
export function marketContract(tested: MarketUnderTest): void {
  const { venue, symbol, create, healthyAnswer, secret } = tested;
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

    it('says of each listing when it trades, how late its data are and whose terms hold', async () => {
      const { market } = await setUp(healthy);
      const { listings, unsuitable } = market;
      expect(listings.map((listing) => listing.symbol)).toContain(symbol);
      expect(new Set(listings.map((listing) => listing.symbol)).size).toBe(listings.length);
      for (const {
        symbol: listed,
        hours,
        statedDelayMs,
        termsOfUse,
        venueName,
        unit,
      } of listings) {
        expect(listed).toMatch(/^[A-Z0-9^._]{1,12}$/);
        expect(['always', 'new-york']).toContain(hours);
        expect(statedDelayMs).toBeGreaterThanOrEqual(0);
        expect(termsOfUse).toMatch(/^[A-Z].{10,}\.$/);
        expect(`${venueName} ${unit}`).toMatch(/\w \w/);
        expect(unsuitable.has(listed)).toBe(false);
      }
      for (const reason of unsuitable.values()) expect(reason).toMatch(/\w+ \w+/);
    });

    it('calls a symbol that it does not list unknown, and an unsuitable one too', async () => {
      const { market } = await setUp(healthy);
      for (const other of ['NO.SUCH', '../SPX', ...market.unsuitable.keys()])
        expect(await market.fetchChain(other, never)).toEqual({
          ok: false,
          failure: { kind: 'unknown-symbol' },
        });
    });

    it('names each contract once', async () => {
      const { market } = await setUp(healthy);
      const result = await market.fetchChain(symbol, never);
      const contracts = result.ok ? result.value.contracts : [];
      const names = contracts.map(({ instrument }) => instrument ?? '');
      expect(names.every((name) => name !== '')).toBe(true);
      expect(new Set(names).size).toBe(contracts.length);
    });

    it.runIf(tested.hasMorningSettlement)(
      'keeps contracts of one date apart that settle at the opening and at the close',
      async () => {
        const { market } = await setUp(healthy);
        const result = await market.fetchChain(symbol, never);
        const instants = new Set(
          result.ok ? result.value.contracts.map((each) => each.expiryMs) : [],
        );
        const dates = new Set([...instants].map((ms) => new Date(ms).toISOString().slice(0, 10)));
        expect(instants.size).toBeGreaterThan(dates.size);
      },
    );

    it('gives the same chain from memory when the venue says that nothing changed', async () => {
      const { server, market } = await setUp(healthy);
      const sent: string[] = [];
      server.reply = (request, response) => {
        const etag = `"${request.url?.length}-of-${request.url?.replaceAll(/\W/g, '')}"`;
        if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
        else {
          sent.push(request.url ?? '');
          healthy(request, response.setHeader('etag', etag));
        }
      };
      const first = await market.fetchChain(symbol, never);
      const sentAtFirst = sent.length;
      expect(await market.fetchChain(symbol, never)).toEqual(first);
      expect(first.ok).toBe(true);
      expect(sent).toHaveLength(sentAtFirst);
      expect(market.metrics().notModified).toBeGreaterThan(0);
      expect(market.metrics().failures).toEqual({});
    });

    it.runIf(secret !== undefined)('shows its key to the venue alone', async () => {
      const keys: unknown[] = [];
      const { server, market } = await setUp((request, response) => {
        keys.push(request.headers.authorization);
        healthy(request, response);
      });
      await market.fetchChain(symbol, never);
      expect(keys.length).toBeGreaterThan(0);
      expect(keys.every((key) => key === `Bearer ${secret}`)).toBe(true);
      expect(server.asked.join()).not.toContain(secret);
      expect(inspect(market, { depth: 20, showHidden: true })).not.toContain(secret);
    });

    it(
      'makes a chain of finite numbers or a reason of 2,000 mutated answers',
      async () => {
        const limits = { ...FAST, retries: 0 };
        const parts = { symbol, healthyAnswer, create: () => create('http://127.0.0.1:1', limits) };
        await expectMutationsHarmless(parts, { numRuns: 2_000, seed: MUTATION_SEED });
      },
      MUTATIONS_MS_MAX,
    );

    it.each(venueFaults)(
      'answers $name with "$kind" in time, leaving no answer open',
      async (fault) => {
        const { server, market } = await setUp(fault.reply, fault.kind === 'timeout' ? SHORT : {});
        const startedMs = performance.now();
        const result = await market.fetchChain(symbol, never);
        expect(result.ok ? 'a chain' : result.failure.kind).toBe(fault.kind);
        expect(performance.now() - startedMs).toBeLessThan(FAST.totalMs + LATENESS_MS);
        expect(JSON.stringify([result, market.metrics()])).not.toMatch(secret ?? '127.0.0.1');
        // What is JSON and yet no chain is not the client's to count.
        if (fault.kind !== 'bad-payload')
          expect(market.metrics().failures[fault.kind]).toBeGreaterThan(0);
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
