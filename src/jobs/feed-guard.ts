import { feedNotices } from '../core/feeds/feed-notices.ts';
import {
  type FeedEvidence,
  type FeedKind,
  feedAfter,
  inhibitingKinds,
} from '../core/feeds/feed-state.ts';
import type { Listing } from '../markets/market.ts';
import type { FeedUpdate, Store, StoredLevels } from '../store/store.ts';

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

/** The last snapshot before parts of the chain went missing; the newest one where none are. */
export async function wholeSnapshot(
  store: Store,
  symbol: string,
  newest: StoredLevels | null,
): Promise<StoredLevels | null> {
  const partial = (await store.feedStates(symbol)).find(({ kind }) => kind === 'partial');
  if (partial === undefined) return newest;
  return partial.lastGoodMs === null ? null : store.levelsAt(symbol, partial.lastGoodMs);
}
