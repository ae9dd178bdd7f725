import { NEW_YORK } from '../../core/chain/calendar.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { readWallTime, wallTimeMs } from '../us-options/session.ts';
import type { Caveat } from '../us-options/us-chain.ts';
import { type DateParts, readDateParts } from './date-parts.ts';

/** The instant a date line states, epoch milliseconds, and what had to be assumed. */
export type StatedTime = { readonly asOfMs: number; readonly caveats: readonly Caveat[] };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A lost year is the one that brings the stated day this close to the first listed expiry. */
const INFERRED_DAYS_MAX = 60;

/** Enough of a damaged line to find it, never all of it. */
const SHOWN_CHARACTERS = 80;

/**
 * Reads the date line of a download, in any language whose months are known. Where the year has been lost, the first
 * listed expiry (epoch milliseconds) decides it; where no zone is named, New York is assumed. Both are told.
 */
export function readDateLine(line: string, firstExpiryMs: number): Result<StatedTime, string> {
  const stated = line.slice(0, SHOWN_CHARACTERS);
  const parts = readDateParts(stated);
  if ('lacks' in parts) {
    return fail(
      `its date line "${stated}" has no ${parts.lacks} that can be read, so how long its options have to live is unknown`,
    );
  }
  const zoneCaveats: Caveat[] = parts.zone === 'unknown' ? [{ kind: 'zone-assumed', stated }] : [];
  if (parts.year !== null) {
    const asOfMs = instantOf(parts, parts.year);
    if (asOfMs === null) return fail(`its date line "${stated}" is a time in no calendar`);
    return ok({ asOfMs, caveats: zoneCaveats });
  }
  const nearest = nearestYear(parts, firstExpiryMs);
  if (nearest === null) {
    return fail(`its date line "${stated}" has no year, and its expiries do not tell which`);
  }
  const { asOfMs, year } = nearest;
  return ok({ asOfMs, caveats: [...zoneCaveats, { kind: 'year-inferred', year, stated }] });
}

function instantOf(parts: DateParts, year: number): number | null {
  const { month, day, hour, minute, zone } = parts;
  const date = `${year}-${twoDigits(month)}-${twoDigits(day)}`;
  const wall = readWallTime(`${date} ${twoDigits(hour)}:${twoDigits(minute)}:00`);
  if (wall === null) return null;
  if (typeof zone === 'string') return wallTimeMs(wall, NEW_YORK);
  return wallTimeMs(wall, 'UTC') - zone * MINUTE_MS;
}

function nearestYear(parts: DateParts, aroundMs: number): { asOfMs: number; year: number } | null {
  const around = new Date(aroundMs).getUTCFullYear();
  const near = [around - 1, around, around + 1].flatMap((year) => {
    const asOfMs = instantOf(parts, year);
    const isNear = asOfMs !== null && Math.abs(asOfMs - aroundMs) <= INFERRED_DAYS_MAX * DAY_MS;
    return isNear ? [{ asOfMs, year }] : [];
  });
  return near[0] ?? null;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
