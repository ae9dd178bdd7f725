import { isStale } from '../core/alerts/inhibit.ts';
import { gammaHistory, HISTORY_SESSIONS_MAX } from '../core/exposure/gamma-history.ts';
import { levelsWhenRead } from '../core/exposure/grade.ts';
import type { Levels } from '../core/exposure/levels.ts';
import type { MarketLabel, MarketTraits, MarketView } from '../core/text/view.ts';
import type { RuleWithState, Store } from './store.ts';

type Listing = MarketLabel & MarketTraits;

const DAY_MS = 86_400_000;
/** Crypto's day, and with it the daily σ, begins at the daily expiry. */
const DAY_BEGINS_MS = 8 * 3_600_000;
const DAYS_PER_YEAR = 365;
/** Older levels than this are not "a day ago": the bot was down in between. */
export const DAY_AGO_MS_MAX = 36 * 3_600_000;

function dayBegin(nowMs: number): number {
  return Math.floor((nowMs - DAY_BEGINS_MS) / DAY_MS) * DAY_MS + DAY_BEGINS_MS;
}

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

/** Levels of a poll as its messages had them. */
function asItWasRead(levels: Levels): Levels {
  return levelsWhenRead(levels, { nowMs: levels.dataTimeMs, isStale: false });
}

/** Puts what is stored about a market beside the given levels, which may not be stored yet. */
export async function viewOf(
  store: Store,
  { listing, levels, pollMs }: { listing: Listing; levels: Levels; pollMs: number },
  nowMs: number,
): Promise<MarketView> {
  const [dayStart, dayAgo, rules, dailyGamma] = await Promise.all([
    store.levelsAt(listing.symbol, dayBegin(nowMs)),
    store.levelsAt(listing.symbol, levels.dataTimeMs - DAY_MS),
    store.rulesOfSymbol(listing.symbol),
    store.dailyNetGamma(listing.symbol, utcDay(levels.dataTimeMs), HISTORY_SESSIONS_MAX),
  ]);
  const isRecent =
    dayAgo !== null && levels.dataTimeMs - dayAgo.levels.dataTimeMs <= DAY_AGO_MS_MAX;
  const ageMs = Math.max(0, nowMs - levels.dataTimeMs);
  const reading = { nowMs, isStale: isStale(ageMs, pollMs, listing.statedDelayMs) };
  const isOfToday = dayStart !== null && nowMs - dayStart.levels.dataTimeMs <= DAY_AGO_MS_MAX;
  const vol = (isOfToday ? dayStart.levels.atmVol30Day : null) ?? levels.atmVol30Day;
  return {
    symbol: listing.symbol,
    venueName: listing.venueName,
    unit: listing.unit,
    hours: listing.hours,
    statedDelayMs: listing.statedDelayMs,
    hedge: listing.hedge,
    levels: levelsWhenRead(levels, reading),
    ageMs,
    isStale: reading.isStale,
    dailySigma: vol === null ? null : vol / Math.sqrt(DAYS_PER_YEAR),
    dayAgo: isRecent ? asItWasRead(dayAgo.levels) : null,
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
