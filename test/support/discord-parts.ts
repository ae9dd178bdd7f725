import { onTestFinished } from 'vitest';
import type { Charts } from '../../src/charts/charts.ts';
import type { CommandContext, CommandInput } from '../../src/commands/command.ts';
import { fail, ok } from '../../src/core/result.ts';
import type { Clock } from '../../src/core/schedule/clock.ts';
import type { Listing, Market } from '../../src/markets/market.ts';
import { createMarketRegistry, type MarketRegistry } from '../../src/markets/registry.ts';
import { aListing } from './a-listing.ts';
import { DATA_TIME_MS } from './market-view.ts';
import { noMetrics } from './no-metrics.ts';
import { openOrThrow } from './stored.ts';

/** One transparent pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==',
  'base64',
);

/** Charts that are drawn at once, as one pixel. */
export function pixelCharts(): Charts {
  return {
    render: () => Promise.resolve(ok(new Uint8Array(PIXEL))),
    close: () => Promise.resolve(),
  };
}

/** Charts that are never drawn. */
export function brokenCharts(): Charts {
  return {
    render: () => Promise.resolve(fail({ kind: 'crashed' as const, detail: 'no canvas' })),
    close: () => Promise.resolve(),
  };
}

/** A clock that stands still until it is moved. */
export function aClock(atMs = DATA_TIME_MS + 30_000): Clock & { atMs: number } {
  const clock = { atMs, nowMs: () => clock.atMs };
  return clock;
}

/** Markets that list symbols and are never asked for a chain. */
export function someMarkets(named: readonly (string | Listing)[] = ['BTC', 'ETH']): MarketRegistry {
  const listings = named.map((each) => (typeof each === 'string' ? aListing(each) : each));
  const market: Market = {
    listings,
    unsuitable: new Map(),
    metrics: noMetrics,
    fetchChain: () => Promise.resolve(fail({ kind: 'stopped' as const })),
  };
  const symbols = listings.map(({ symbol }) => symbol);
  const registry = createMarketRegistry([market], symbols);
  if (!registry.ok) throw new Error(registry.failure);
  return registry.value;
}

/** What commands answer from: an empty store in memory, two markets, a bot that may post in every channel of the first server. */
export async function aCommandContext(
  overrides: Partial<CommandContext> = {},
): Promise<CommandContext & { readonly clock: Clock & { atMs: number } }> {
  const store = await openOrThrow(':memory:');
  onTestFinished(() => store.close());
  return {
    store,
    markets: someMarkets(),
    pollMs: 300_000,
    missingPermissions: ({ guildId }) => (guildId === '100' ? [] : ['View Channel']),
    ...overrides,
    clock: aClock(),
  };
}

/** A request by an administrator of the first server. */
export function anInput(overrides: Partial<CommandInput> = {}): CommandInput {
  return {
    guildId: '100',
    channelId: '200',
    userId: '300',
    canManageGuild: true,
    options: {},
    ...overrides,
  };
}
