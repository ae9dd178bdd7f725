import { marketZone } from '../schedule/market-day.ts';
import type { MarketHours } from '../schedule/market-hours.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What readers of a market call its clock. */
const CLOCK_LABELS = { always: 'UTC', 'new-york': 'ET' } as const;

function parts(atMs: number, zone: string): ReadonlyMap<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return new Map(format.formatToParts(atMs).map((part) => [part.type, part.value]));
}

/** A moment as Discord shows it in each reader's own zone; `t` time, `f` date and time. */
export function readerTime(atMs: number, style: 't' | 'f'): string {
  return `<t:${Math.floor(atMs / SECOND_MS)}:${style}>`;
}

/** Time of day on a market's own clock, for places where Discord renders no timestamps: `09:41 UTC`, `11:20 ET`. */
export function marketTime(hours: MarketHours, atMs: number): string {
  const at = parts(atMs, marketZone(hours));
  return `${at.get('hour')}:${at.get('minute')} ${CLOCK_LABELS[hours]}`;
}

/** A moment within the week on a market's own clock: `Wed 08:00 UTC`, `Fri 16:00 ET`. */
export function marketWeekTime(hours: MarketHours, atMs: number): string {
  return `${weekday(hours, atMs)} ${marketTime(hours, atMs)}`;
}

/** The weekday of a market's own date: `Fri`. */
export function weekday(hours: MarketHours, atMs: number): string {
  return parts(atMs, marketZone(hours)).get('weekday') ?? '';
}

/** A market's own calendar day: `Tue 24 Nov`. */
export function marketDay(hours: MarketHours, atMs: number): string {
  return calendarDay(atMs, marketZone(hours));
}

/** A calendar day in an IANA zone: `Tue 24 Nov`. Throws a RangeError for an unknown zone. */
export function calendarDay(atMs: number, zone: string): string {
  const at = parts(atMs, zone);
  // British English has September in four letters, every other month in three.
  return `${at.get('weekday')} ${at.get('day')} ${at.get('month')?.slice(0, 3)}`;
}

/** How old something is, in its largest unit: `30 s`, `12 min`, `3 h`, `2 days`. */
export function age(ageMs: number): string {
  const rounded = Math.max(0, ageMs);
  if (rounded < 2 * MINUTE_MS) {
    return `${Math.round(rounded / SECOND_MS)} s`;
  }
  if (rounded < 2 * HOUR_MS) {
    return `${Math.floor(rounded / MINUTE_MS)} min`;
  }
  return rounded < 2 * DAY_MS
    ? `${Math.floor(rounded / HOUR_MS)} h`
    : `${Math.floor(rounded / DAY_MS)} days`;
}

/** How long something lasted, to the minute: `1 h 45 min`, `3 days 2 h`. */
export function duration(lastedMs: number): string {
  const minutes = Math.round(Math.max(0, lastedMs) / MINUTE_MS);
  if (minutes === 0) {
    return 'under a minute';
  }
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    const rest = minutes % 60;
    return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
  }
  const rest = hours % 24;
  const days = Math.floor(hours / 24);
  return rest === 0 ? `${days} days` : `${days} days ${rest} h`;
}

/** The weekday of a calendar date `YYYY-MM-DD`: `Friday`. */
export function longWeekday(date: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long' }).format(
    Date.parse(`${date}T00:00:00Z`),
  );
}

/** A calendar date `YYYY-MM-DD` in words: `Mon 23 Nov`. */
export function dateWords(date: string): string {
  return calendarDay(Date.parse(`${date}T00:00:00Z`), 'UTC');
}
