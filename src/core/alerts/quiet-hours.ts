import { localMinute } from '../schedule/wall-clock.ts';

/** 22:00 to 07:00: alerts come at once but without a sound, for a level alert is worth nothing in the morning. */
const QUIET_FROM_MINUTE = 22 * 60;
const QUIET_UNTIL_MINUTE = 7 * 60;

/** Whether it is night in that zone. */
export function isQuietHour(atMs: number, zone: string): boolean {
  const minute = localMinute(atMs, zone);
  return minute >= QUIET_FROM_MINUTE || minute < QUIET_UNTIL_MINUTE;
}
