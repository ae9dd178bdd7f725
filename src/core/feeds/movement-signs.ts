import { NEW_YORK } from '../chain/calendar.ts';
import type { Levels } from '../exposure/levels.ts';
import type { MarketHours } from '../schedule/market-hours.ts';
import { localMinute } from '../schedule/wall-clock.ts';
import type { FeedSign } from './feed-state.ts';

/** In this time every market moves that trades at all; a little less than the usual cadence, so that polls may jitter. */
export const STILL_MS_MIN = 240_000;

/** A thousandth of a vol point: less is arithmetic, more is a market. */
const VOL_CHANGE_MIN = 1e-5;
/** Share of open interest that differs: less is a contract that lost its vol. */
const INTEREST_CHANGE_MIN = 0.001;

/** Open interest of US options is published once, in the early morning; nothing else changes it until the next. */
const SETTLED_MINUTE = 7 * 60;
const OPEN_MINUTE = 9 * 60 + 30;
/** Between two reads nearer than this in the early morning it should not change. */
const READS_APART_MS = 600_000;

/** Share of the open interest of the expiries in both snapshots that differs. */
function interestChange(levels: Levels, earlier: Levels): number {
  const before = new Map(earlier.expiries.map((each) => [each.expiryMs, each.openInterestUnits]));
  let differing = 0;
  let total = 0;
  for (const { expiryMs, openInterestUnits } of levels.expiries) {
    const units = before.get(expiryMs);
    if (units === undefined) continue;
    differing += Math.abs(openInterestUnits - units);
    total += units;
  }
  return total > 0 ? differing / total : 0;
}

function haveVolsMoved(levels: Levels, earlier: Levels): boolean {
  const before = new Map(earlier.termStructure.map(({ expiryMs, vol }) => [expiryMs, vol]));
  return levels.termStructure.some(({ expiryMs, vol }) => {
    const known = before.get(expiryMs);
    return known !== undefined && Math.abs(vol - known) > VOL_CHANGE_MIN;
  });
}

/** A data time that advances while price, vols and open interest stay what they were at least four minutes ago. */
export function frozenSigns(levels: Levels, still: Levels | null): readonly FeedSign[] {
  const hasMoved =
    still === null ||
    levels.spot !== still.spot ||
    haveVolsMoved(levels, still) ||
    interestChange(levels, still) > 0;
  if (hasMoved) return [];
  const minutes = Math.round((levels.dataTimeMs - still.dataTimeMs) / 60_000);
  const detail = `price, vols and open interest are those of ${minutes} min before`;
  return [{ kind: 'frozen', detail }];
}

/** Open interest that changes between two reads of a New York morning. */
export function flickerSigns(
  levels: Levels,
  earlier: Levels | null,
  hours: MarketHours,
): readonly FeedSign[] {
  if (hours === 'always' || earlier === null) return [];
  const minute = localMinute(levels.dataTimeMs, NEW_YORK);
  const apartMs = levels.dataTimeMs - earlier.dataTimeMs;
  const shouldRest = minute >= SETTLED_MINUTE && apartMs >= READS_APART_MS;
  if (minute >= OPEN_MINUTE || shouldRest) return [];
  return interestChange(levels, earlier) > INTEREST_CHANGE_MIN
    ? [{ kind: 'open-interest-flicker', detail: 'open interest differs from read to read' }]
    : [];
}
