import { evaluateRules, type Transition } from '../core/alerts/evaluate.ts';
import { inhibition } from '../core/alerts/inhibit.ts';
import type { SpotReading } from '../core/chain/chain.ts';
import { withoutOpeningSeries } from '../core/chain/opening-series.ts';
import { levelsAtPrice } from '../core/exposure/levels-at-price.ts';
import { inhibitingBetween } from '../core/feeds/feed-state.ts';
import type { Clock } from '../core/schedule/clock.ts';
import { observedPositions } from '../core/trades/positions.ts';
import type { Listing } from '../markets/market.ts';
import { viewOf } from '../store/market-view.ts';
import type { RuleWithState, Store, StoredLevels } from '../store/store.ts';
import type { JobOutcome } from './job.ts';
import { quietChannels } from './quiet-channels.ts';
import { scheduledShares } from './scheduled-shares.ts';

/** What a price between chains is judged with. */
export type PriceParts = {
  readonly store: Store;
  readonly clock: Clock;
  /** Cadence of the chains. */
  readonly pollMs: number;
  /** Called when messages may have come into the outbox. */
  readonly wakeDelivery: () => void;
};

type News = {
  readonly listing: Listing;
  readonly price: SpotReading;
  /** The newest snapshot. */
  readonly stored: StoredLevels;
};

/** Judges rules by a price beside the newest chain; only a crossing that it confirms is worth re-pricing the chain. */
export async function judgePrice(news: News, parts: PriceParts): Promise<JobOutcome> {
  const { store, clock, pollMs, wakeDelivery } = parts;
  const { listing, price, stored } = news;
  const { symbol } = listing;
  const nowMs = clock.nowMs();
  const { levels } = stored;
  const rules = await store.rulesOfSymbol(symbol);
  const quiet = await quietChannels(store, nowMs);
  const view = await viewOf(store, { listing, levels, pollMs }, nowMs);
  const faults = inhibitingBetween(await store.feedStates(symbol));
  const inhibited = inhibition(view.levels, view, faults);
  if (inhibited !== null) return { state: 'done', detail: `alerts: ${inhibited}` };
  const given = {
    view,
    price: { ...price, chainMs: levels.dataTimeMs },
    pollMs,
    faults,
    isQuiet: (channelId: string) => quiet.has(channelId),
    scheduledShares: new Map<number, number>(),
  };
  const heard = evaluateRules(rules, given);
  const repriced = isSideChanged(rules, heard) ? await reprice(news, rules, parts) : null;
  if (repriced === 'unknown')
    return { state: 'done', detail: 'a crossing waits for a chain that can be re-priced' };
  const transitions = repriced === null ? heard : evaluateRules(rules, { ...given, ...repriced });
  if (transitions.length > 0) await store.recordTransitions(transitions, clock.nowMs());
  if (transitions.some(({ outbox }) => outbox.length > 0)) wakeDelivery();
  return { state: 'done', detail: `${price.usd} at ${new Date(price.atMs).toISOString()}` };
}

function isSideChanged(
  rules: readonly RuleWithState[],
  transitions: readonly Transition[],
): boolean {
  const sides = new Map(rules.map(({ rule, state }) => [rule.id, state.side]));
  return transitions.some(({ ruleId, state }) => state.side !== sides.get(ruleId));
}

/** The newest chain at the price, as a message tells of it; `unknown` where that chain is no longer kept. */
async function reprice(
  { listing, price, stored }: News,
  rules: readonly RuleWithState[],
  { store, clock, pollMs }: PriceParts,
) {
  const { symbol, hours } = listing;
  const quoted = await store.chain(stored.snapshotId);
  if (quoted === null) return 'unknown';
  const seen = await store.positions(symbol);
  const positions = seen === null ? null : observedPositions(seen, quoted);
  const known = { levels: stored.levels, positions };
  const { chain, levels } = levelsAtPrice(withoutOpeningSeries(quoted, hours), price, {
    listing,
    known,
  });
  const view = await viewOf(store, { listing, levels, pollMs }, clock.nowMs());
  return { view, scheduledShares: await scheduledShares(store, { symbol, rules }, chain) };
}
