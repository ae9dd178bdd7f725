import { isZone } from './wall-clock.ts';

/** Names such as Europe/Berlin or UTC; Intl also takes offsets such as +02:00, which know no summer time. */
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/;

/** Where most members of servers about markets live, offered before the alphabet. */
const USUAL_ZONES: readonly string[] = [
  'UTC',
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Asia/Dubai',
  'Australia/Sydney',
];

/** Abbreviations name an offset, or the clocks of several places, one of which Intl takes: people are asked instead. */
const ABBREVIATION = /^[a-z]{3,4}(\d[a-z]{3})?$/i;
const ABBREVIATED: Readonly<Record<string, readonly string[]>> = {
  gmt: ['UTC', 'Europe/London'],
  bst: ['Europe/London'],
  cet: ['Europe/Berlin', 'Europe/Paris'],
  est: ['America/New_York', 'America/Toronto'],
  cst: ['America/Chicago', 'Asia/Shanghai'],
  mst: ['America/Denver', 'America/Phoenix'],
  pst: ['America/Los_Angeles', 'America/Vancouver'],
  ist: ['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem'],
};

/** Longer than America/Argentina/ComodRivadavia. */
export const ZONE_LENGTH_MAX = 40;

/** Every zone that Intl lists, and UTC. */
function zoneNames(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')];
}

/** The IANA name of a zone typed in any case, or null where there is none. */
export function zoneNamed(typed: string): string | null {
  const wanted = typed.trim().replaceAll(' ', '_');
  if (!ZONE_NAME.test(wanted) || wanted.length > ZONE_LENGTH_MAX) return null;
  const listed = zoneNames().find((name) => name.toLowerCase() === wanted.toLowerCase());
  if (listed !== undefined) return listed;
  if (ABBREVIATION.test(wanted)) return null;
  return isZone(wanted)
    ? new Intl.DateTimeFormat('en', { timeZone: wanted }).resolvedOptions().timeZone
    : null;
}

/** Zones that an abbreviation may mean, or whose name contains what was typed: usual ones and cities first; at most `countMax`. */
export function zonesLike(typed: string, countMax: number): readonly string[] {
  const wanted = typed.trim().toLowerCase().replaceAll(' ', '_');
  const city = (name: string) => name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  const rank = (name: string) =>
    (USUAL_ZONES.includes(name) ? 0 : 2) + (city(name).startsWith(wanted) ? 0 : 1);
  const meant = ABBREVIATED[wanted];
  if (meant !== undefined) return meant.slice(0, countMax);
  const all = [...new Set([...USUAL_ZONES, ...zoneNames()])];
  return all
    .filter((name) => name.toLowerCase().includes(wanted))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, countMax);
}
