import { isStale } from '../core/alerts/inhibit.ts';
import { cleanChain } from '../core/chain/clean.ts';
import { withoutOpeningSeries } from '../core/chain/opening-series.ts';
import { type BookInForce, bookInForce } from '../core/exposure/book-in-force.ts';
import { gammaHistory, HISTORY_SESSIONS_MAX } from '../core/exposure/gamma-history.ts';
import { levelsWhenRead } from '../core/exposure/grade.ts';
import type { Levels } from '../core/exposure/levels.ts';
import {
  dailyOf,
  dayBefore,
  dayStart,
  type PastInstant,
  previousSessionEndMs,
} from '../core/schedule/trading-day.ts';
import type { MarketLabel, MarketTraits, MarketView } from '../core/text/view.ts';
import { observedPositions } from '../core/trades/positions.ts';
import type { RuleWithState, Store, StoredLevels } from './store.ts';

type Listing = MarketLabel & MarketTraits;

const DAY_MS = 86_400_000;

/** Start of the UTC day: today is not yet a part of its own history. */
function utcDay(atMs: number): number {
  return Math.floor(atMs / DAY_MS) * DAY_MS;
}

function confirmedSide(rules: readonly RuleWithState[]): MarketView['confirmedSide'] {
  const seen = rules.flatMap(({ state: { side, sinceMs } }) =>
    side === null || sinceMs === null ? [] : [{ side, sinceMs }],
  );
  return seen.reduce<MarketView['confirmedSide']>(
    (oldest, each) => (oldest === null || each.sinceMs < oldest.sinceMs ? each : oldest),
    null,
  );
}

/** What was known of a market at an instant in the past; null where the bot was down then. */
export async function knownAt(
  store: Store,
  symbol: string,
  { atMs, oldestMs }: PastInstant,
): Promise<StoredLevels | null> {
  const stored = await store.levelsAt(symbol, atMs);
  return stored !== null && stored.levels.dataTimeMs >= oldestMs ? stored : null;
}

/** Trades of the session before today's, as its last levels had them. */
async function lastSameDay(
  store: Store,
  { symbol, hours }: Listing,
  nowMs: number,
): Promise<MarketView['lastSameDay']> {
  const endMs = previousSessionEndMs(hours, nowMs);
  if (endMs === null) return null;
  const { atMs: oldestMs } = dayBefore(hours, endMs);
  return (await knownAt(store, symbol, { atMs: endMs, oldestMs }))?.levels.sameDay ?? null;
}

/** Levels of a poll as its messages had them. */
function asItWasRead(levels: Levels): Levels {
  return levelsWhenRead(levels, { nowMs: levels.dataTimeMs, isStale: false });
}

/** The venue's own index of 30-day volatility, or what options at the money say. */
function volOf({ impliedVolIndex, atmVol30Day }: Levels): number | null {
  return impliedVolIndex ?? atmVol30Day;
}

function morningOf({ spot, straddle, callWall, putWall }: Levels): MarketView['morning'] {
  return { spot, straddleUsd: straddle?.usd ?? null, callWall, putWall };
}

/** Puts what is stored about a market beside the given levels, which may not be stored yet. */
export async function viewOf(
  store: Store,
  { listing, levels, pollMs }: { listing: Listing; levels: Levels; pollMs: number },
  nowMs: number,
): Promise<MarketView> {
  const { symbol, hours, statedDelayMs } = listing;
  const { dataTimeMs } = levels;
  const [morning, dayAgo, rules, dailyGamma, sameDay] = await Promise.all([
    knownAt(store, symbol, dayStart(hours, nowMs)),
    knownAt(store, symbol, dayBefore(hours, dataTimeMs)),
    store.rulesOfSymbol(symbol),
    store.dailyNetGamma(symbol, utcDay(dataTimeMs), HISTORY_SESSIONS_MAX),
    lastSameDay(store, listing, nowMs),
  ]);
  const reading = {
    nowMs,
    isStale: isStale({ dataTimeMs, nowMs, pollMs }, { hours, statedDelayMs }),
  };
  const vol = (morning && volOf(morning.levels)) ?? volOf(levels);
  return {
    symbol,
    venueName: listing.venueName,
    unit: listing.unit,
    hours,
    statedDelayMs,
    hedge: listing.hedge,
    ...(listing.isInverse && { isInverse: listing.isInverse }),
    ...(listing.alsoRead && { alsoRead: listing.alsoRead }),
    levels: levelsWhenRead(levels, reading),
    ageMs: Math.max(0, nowMs - dataTimeMs),
    isStale: reading.isStale,
    dailySigma: vol === null ? null : dailyOf(hours, vol),
    morning: morning === null ? null : morningOf(morning.levels),
    dayAgo: dayAgo === null ? null : asItWasRead(dayAgo.levels),
    lastSameDay: sameDay,
    confirmedSide: confirmedSide(rules),
    history: gammaHistory(levels.gexUsd, dailyGamma),
    nowMs,
  };
}

/** What is known about a market now, or null where nothing was stored yet. */
export async function readMarketView(
  store: Store,
  listing: Listing,
  { nowMs, pollMs }: { nowMs: number; pollMs: number },
): Promise<MarketView | null> {
  const latest = await store.latestLevels(listing.symbol);
  if (latest === null) return null;
  return viewOf(store, { listing, levels: latest.levels, pollMs }, nowMs);
}

/** The book of a stored chain with the signs in force; null where the chain is kept no longer. */
export async function storedBook(
  store: Store,
  { symbol, hours }: Pick<Listing, 'symbol' | 'hours'>,
  snapshotId: number,
): Promise<BookInForce | null> {
  const listed = await store.chain(snapshotId);
  if (listed === null) return null;
  const chain = withoutOpeningSeries(listed, hours);
  const seen = await store.positions(symbol);
  const positions = seen === null ? null : observedPositions(seen, chain);
  return bookInForce(cleanChain(chain), positions);
}
