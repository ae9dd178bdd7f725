import { isZone } from './wall-clock.ts';

/** Names such as Europe/Berlin or UTC; Intl also takes offsets such as +02:00, which know no summer time. */
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/;

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
  return isZone(wanted)
    ? new Intl.DateTimeFormat('en', { timeZone: wanted }).resolvedOptions().timeZone
    : null;
}

/** Zones whose name contains what was typed, those with the city first; at most `countMax`. */
export function zonesLike(typed: string, countMax: number): readonly string[] {
  const wanted = typed.trim().toLowerCase().replaceAll(' ', '_');
  const city = (name: string) => name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  const rank = (name: string) => (city(name).startsWith(wanted) ? 0 : 1);
  return zoneNames()
    .filter((name) => name.toLowerCase().includes(wanted))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, countMax);
}
