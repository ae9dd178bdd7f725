import { NEW_YORK } from '../chain/calendar.ts';
import { openingSettlementMs } from '../chain/opening-series.ts';
import {
  type CalendarEvent,
  eventsBetween,
  macroDatesEnd,
  nextQuarterlyExpiry,
  sessionsAhead,
  standardExpiry,
} from '../schedule/us-calendar.ts';
import { dateAfter, localDate } from '../schedule/wall-clock.ts';
import { NOTABLE_SHARE } from './expiries.ts';
import { share } from './numbers.ts';
import { dateWords } from './times.ts';
import type { MarketView } from './view.ts';

/** A week of trading: what comes later a trader plans later. */
const SESSIONS_SHOWN = 5;
/** Within so many days a weekday names a date. */
const WEEKDAY_DAYS_MAX = 6;

function dayName(date: string, today: string): string {
  if (date === today) return 'today';
  const words = dateWords(date);
  return date <= dateAfter(today, WEEKDAY_DAYS_MAX) ? words.slice(0, 3) : words;
}

function eventWords(event: CalendarEvent): string {
  switch (event.kind) {
    case 'closed':
      return 'closed';
    case 'half-day':
      return 'until 13:00 ET';
    case 'vix-settlement':
      return 'VIX settlement';
    case 'macro':
      return event.name;
  }
}

type Entry = { readonly date: string; readonly words: string };

/** Expiries with a notable share of the book; series of one date that settle at different times count together. */
function expiryEntries({ levels }: MarketView, dates: (date: string) => boolean): readonly Entry[] {
  const shares = new Map<string, number>();
  for (const { expiryMs, grossShare } of levels.expiries) {
    if (expiryMs <= levels.dataTimeMs) continue;
    const date = localDate(expiryMs, NEW_YORK);
    shares.set(date, (shares.get(date) ?? 0) + grossShare);
  }
  return [...shares]
    .filter(([date, grossShare]) => grossShare >= NOTABLE_SHARE && dates(date))
    .map(([date, grossShare]) => {
      const cycle = standardExpiry(date);
      const name = cycle === null ? 'expiry' : `${cycle} expiry`;
      return { date, words: `${name}: ${share(grossShare)} of gamma` };
    });
}

/** The series that settles on the opening print of this morning and is no part of the numbers above; else nothing. */
export function settlesAtOpenLines({ levels, dayAgo, hours }: MarketView): readonly string[] {
  const openMs = openingSettlementMs(hours, levels.dataTimeMs);
  const gone = dayAgo?.expiries.find(({ expiryMs }) => expiryMs === openMs);
  if (gone === undefined) return [];
  return [
    `**Settles at the open** the AM series, ${share(gone.grossShare)} of yesterday's gamma: left out above`,
  ];
}

/** The next five sessions and the next quarterly expiry of a market in New York; nothing where nothing stands out. */
export function calendarLines(view: MarketView): readonly string[] {
  const today = localDate(view.nowMs, NEW_YORK);
  const last = sessionsAhead(today, SESSIONS_SHOWN);
  const quarterly = nextQuarterlyExpiry(today);
  const events = eventsBetween(today, last).map((event) => ({
    date: event.date,
    words: eventWords(event),
  }));
  const expiries = expiryEntries(view, (date) => date <= last || date === quarterly);
  const entries = [...events, ...expiries]
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map(({ date, words }) => `${dayName(date, today)} ${words}`);
  const end = macroDatesEnd();
  const note = end < last ? [`macro dates end ${dateWords(end)}`] : [];
  const parts = [...entries, ...note];
  return parts.length === 0 ? [] : [`**Calendar** ${parts.join(' · ')}`];
}
