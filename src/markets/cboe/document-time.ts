import { NEW_YORK } from '../../core/chain/calendar.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { localDate } from '../../core/schedule/wall-clock.ts';
import { readWallTime, sessionAt, type WallTime, wallTimeMs } from '../us-options/session.ts';
import type { Caveat } from '../us-options/us-chain.ts';

const BARE_TIME = /^\d{2}:\d{2}:\d{2}$/;
const DAY_MS = 86_400_000;

type DataTime = {
  readonly asOfMs: number;
  readonly session: string;
  readonly caveats: readonly Caveat[];
};

/**
 * When a document was made and the session of its last trade. Its `timestamp` is UTC without a zone; in older
 * documents it is a time without a date.
 */
export function dataTime(
  timestamp: string | null,
  traded: WallTime | null,
): Result<DataTime, string> {
  const tradedMs = traded === null ? null : wallTimeMs(traded, NEW_YORK);
  const session = (asOfMs: number): string => traded?.date ?? sessionAt(asOfMs);
  const stamped = timestamp === null ? null : readWallTime(timestamp);
  if (stamped !== null) {
    const asOfMs = wallTimeMs(stamped, 'UTC');
    return ok({ asOfMs, session: session(asOfMs), caveats: [] });
  }
  if (tradedMs === null) return fail(`its timestamp ${JSON.stringify(timestamp)} is not a time`);
  if (timestamp !== null && BARE_TIME.test(timestamp)) {
    const asOfMs = firstAfter(tradedMs, timestamp);
    const caveat: Caveat = { kind: 'time-without-date', stated: timestamp };
    if (asOfMs !== null) return ok({ asOfMs, session: session(asOfMs), caveats: [caveat] });
  }
  const caveats: Caveat[] = [{ kind: 'time-of-last-trade' }];
  return ok({ asOfMs: tradedMs, session: session(tradedMs), caveats });
}

/**
 * The first instant from the last trade on at which a clock showed this time. Whether the clock stood in New York
 * or in UTC is not stated: the earlier of the two is the one that does not invent hours of age.
 */
function firstAfter(tradedMs: number, time: string): number | null {
  const instants = [NEW_YORK, 'UTC'].flatMap((zone) =>
    [0, 1].flatMap((days) => {
      const wall = readWallTime(`${localDate(tradedMs + days * DAY_MS, zone)} ${time}`);
      return wall === null ? [] : [wallTimeMs(wall, zone)];
    }),
  );
  const later = instants.filter((instant) => instant >= tradedMs);
  return later.length === 0 ? null : Math.min(...later);
}
