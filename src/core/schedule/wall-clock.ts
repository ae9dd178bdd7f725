/** Zones with a formatter at hand; making one takes about a millisecond, and servers share few zones. */
const FORMATTERS_MAX = 64;
const formatters = new Map<string, Intl.DateTimeFormat>();

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  if (formatters.size >= FORMATTERS_MAX) formatters.clear();
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, made);
  return made;
}

/** The wall clock of a zone at an instant, written as if it were UTC: epoch milliseconds, whole seconds. */
function wallMs(atMs: number, zone: string): number {
  const part = Object.fromEntries(
    formatterOf(zone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Whether the runtime knows this IANA zone. */
export function isZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** The local calendar date at an instant, `2026-11-23`. */
export function localDate(atMs: number, zone: string): string {
  return new Date(wallMs(atMs, zone)).toISOString().slice(0, 10);
}

/** Minutes after local midnight at an instant, 0..1439. */
export function localMinute(atMs: number, zone: string): number {
  return Math.floor((wallMs(atMs, zone) % DAY_MS) / MINUTE_MS);
}

/** The calendar date so many days later. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The instant at which a zone's clocks show this minute of this date. Where they show it twice, the first; where they
 * skip it, the first instant after the gap: a summary then comes late by the gap rather than not at all.
 */
export function instantOf(date: string, minuteOfDay: number, zone: string): number {
  const wanted = Date.parse(`${date}T00:00:00Z`) + minuteOfDay * MINUTE_MS;
  const offsetBefore = wallMs(wanted - DAY_MS, zone) - (wanted - DAY_MS);
  const offsetAfter = wallMs(wanted + DAY_MS, zone) - (wanted + DAY_MS);
  const candidates = [wanted - offsetBefore, wanted - offsetAfter].sort((a, b) => a - b);
  const shown = candidates.find((atMs) => wallMs(atMs, zone) === wanted);
  if (shown !== undefined) return shown;
  let [tooEarly = wanted, late = wanted] = candidates;
  while (late - tooEarly > 1000) {
    const middle = Math.floor((tooEarly + late) / 2000) * 1000;
    if (wallMs(middle, zone) >= wanted) late = middle;
    else tooEarly = middle;
  }
  return late;
}
