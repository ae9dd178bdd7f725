import { isStale } from '../alerts/inhibit.ts';
import type { Chain } from '../chain/chain.ts';
import type { Levels } from '../exposure/levels.ts';
import { lastSession, type MarketHours } from '../schedule/market-hours.ts';
import { marketWeekTime } from '../text/times.ts';
import { type Before, chainSigns, expiredSigns } from './chain-signs.ts';
import { FEED_KINDS, type FeedEvidence, type FeedKind, type FeedSign } from './feed-state.ts';
import { flickerSigns, frozenSigns } from './movement-signs.ts';

/** Two honest clocks differ by less. */
const AHEAD_MS_TOLERATED = 5_000;

/** What time means for a feed. */
export type FeedPace = {
  readonly hours: MarketHours;
  readonly statedDelayMs: number;
  readonly pollMs: number;
  readonly nowMs: number;
};

/** Told by a venue that does not answer: what time alone makes of the last data, and nothing else about them. */
const DOWN: ReadonlySet<FeedKind> = new Set(['source-down']);
/** Told by data that are refused, or that were seen before: that data were stale is over with newer ones alone. */
const TIMES: ReadonlySet<FeedKind> = new Set(['source-down', 'clock-ahead']);
const ALL: ReadonlySet<FeedKind> = new Set(FEED_KINDS);
/** Nothing moves in a closed market. */
const ALL_BUT_MOVEMENT: ReadonlySet<FeedKind> = new Set(
  FEED_KINDS.filter((kind) => kind !== 'frozen' && kind !== 'expired-listed'),
);

/** How far data are from our clock, behind it or ahead of it. */
function timeSigns(dataMs: number, pace: FeedPace): readonly FeedSign[] {
  const aheadMs = dataMs - pace.nowMs;
  if (aheadMs > AHEAD_MS_TOLERATED) {
    const seconds = Math.round(aheadMs / 1_000);
    return [
      { kind: 'clock-ahead', detail: `the data are stamped ${seconds} s ahead of our clock` },
    ];
  }
  if (!isStale({ ...pace, dataTimeMs: dataMs }, pace)) return [];
  const detail = `the newest data are of ${marketWeekTime(pace.hours, dataMs)}`;
  return [{ kind: 'stale', detail, sinceMs: dataMs }];
}

/** A poll that brought nothing readable; `reason` is what happened at the venue. */
export function downEvidence(
  reason: string,
  lastGoodMs: number | null,
  pace: FeedPace,
): FeedEvidence {
  const old = lastGoodMs === null ? [] : timeSigns(lastGoodMs, pace);
  return {
    atMs: pace.nowMs,
    lastGoodMs,
    judged: DOWN,
    signs: [{ kind: 'source-down', detail: reason }, ...old.filter(({ kind }) => kind === 'stale')],
  };
}

/** A poll whose data were refused or seen before; `newestMs` is the latest data time known. */
export function timeEvidence(
  newestMs: number,
  lastGoodMs: number | null,
  pace: FeedPace,
): FeedEvidence {
  const signs = timeSigns(newestMs, pace);
  return { atMs: pace.nowMs, lastGoodMs, judged: TIMES, signs };
}

/** A poll that brought a new snapshot. */
export function snapshotEvidence(
  { chain, levels }: { readonly chain: Chain; readonly levels: Levels },
  before: Before,
  pace: FeedPace,
): FeedEvidence {
  const { hours } = pace;
  const { earlier } = before;
  const isOpen = hours === 'always' || chain.asOfMs < lastSession(chain.asOfMs).closeMs;
  const signs = chainSigns({ chain, levels }, before);
  const moving = isOpen ? [...frozenSigns(levels, before.still), ...expiredSigns(chain)] : [];
  return {
    atMs: pace.nowMs,
    lastGoodMs: earlier?.dataTimeMs ?? null,
    judged: judgedBy(signs, isOpen ? ALL : ALL_BUT_MOVEMENT),
    signs: [
      ...timeSigns(chain.asOfMs, pace),
      ...moving,
      ...flickerSigns(levels, earlier, hours),
      ...signs,
    ],
  };
}

/** A book without vols does not show what else of it is missing. */
function judgedBy(signs: readonly FeedSign[], kinds: ReadonlySet<FeedKind>): ReadonlySet<FeedKind> {
  const isBare = signs.some(({ kind }) => kind === 'zero-greeks');
  return isBare ? new Set([...kinds].filter((kind) => kind !== 'partial')) : kinds;
}
