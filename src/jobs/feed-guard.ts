import type { Before } from '../core/feeds/chain-signs.ts';
import { feedNotices } from '../core/feeds/feed-notices.ts';
import {
  type FeedEvidence,
  type FeedKind,
  feedAfter,
  inhibitingKinds,
} from '../core/feeds/feed-state.ts';
import { STILL_MS_MIN } from '../core/feeds/movement-signs.ts';
import type { Listing } from '../markets/market.ts';
import type { FeedUpdate, Store, StoredLevels } from '../store/store.ts';

/** While one of these is there, the snapshots are no measure of what a book should hold. */
const DAMAGES: ReadonlySet<FeedKind> = new Set(['partial', 'zero-greeks']);

/** What a poll does to the faults of a feed, still to be stored, and which of them keep rules silent. */
export type FeedVerdict = { readonly update: FeedUpdate; readonly faults: readonly FeedKind[] };

/** Sets one poll against the faults that are stored; the update carries the notices to admin channels. */
export async function judgeFeed(
  store: Store,
  listing: Listing,
  evidence: FeedEvidence,
): Promise<FeedVerdict> {
  const { symbol } = listing;
  const previous = await store.feedStates(symbol);
  const change = feedAfter(previous, evidence);
  const hasNews = change.began.length + change.ended.length > 0;
  const channels = hasNews ? await store.adminChannelsFor(symbol) : [];
  const outbox = feedNotices(change, listing, { channels, nowMs: evidence.atMs });
  const update = { symbol, states: change.states, outbox };
  return { update, faults: inhibitingKinds(previous, change) };
}

/** What a new chain is set against; `newest` is the snapshot before it. */
export async function readBefore(
  store: Store,
  { symbol, asOfMs }: { readonly symbol: string; readonly asOfMs: number },
  newest: StoredLevels | null,
): Promise<Before> {
  const levelsAt = async (atMs: number | null) =>
    atMs === null ? null : ((await store.levelsAt(symbol, atMs))?.levels ?? null);
  const earlier = newest?.levels ?? null;
  const damaged = (await store.feedStates(symbol)).filter(({ kind }) => DAMAGES.has(kind));
  const goodMs = damaged.map(({ lastGoodMs }) => lastGoodMs).filter((atMs) => atMs !== null);
  const lastGoodMs = goodMs.length < damaged.length ? null : Math.min(...goodMs);
  const whole = damaged.length === 0 ? earlier : await levelsAt(lastGoodMs);
  return { earlier, whole, still: await levelsAt(asOfMs - STILL_MS_MIN) };
}
