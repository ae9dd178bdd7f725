import { dateWords } from '../../core/text/times.ts';
import type { Caveat } from './us-chain.ts';

/** Dates named at most; the rest is counted. */
const DATES_NAMED_MAX = 3;

function missingDates(dates: readonly string[]): string {
  const named = dates.slice(0, DATES_NAMED_MAX).map(dateWords).join(', ');
  const more = dates.length - DATES_NAMED_MAX;
  const expiries = dates.length === 1 ? 'expiry' : 'expiries';
  return `its ${expiries} ${named}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A caveat as one sentence, without its full stop. */
export function describeCaveat(caveat: Caveat): string {
  switch (caveat.kind) {
    case 'time-without-date':
      return `its time "${caveat.stated}" has no date; the first such time after the last trade was taken`;
    case 'time-of-last-trade':
      return 'it states no time of its own; the time of the last trade was taken';
    case 'spot-undated':
      return 'it does not say when its underlying last traded; how old its price is cannot be seen';
    case 'year-inferred':
      return `its date line "${caveat.stated}" has no year; ${caveat.year} fits the expiries it lists`;
    case 'zone-assumed':
      return `its date line "${caveat.stated}" names no known time zone; New York was assumed`;
    case 'columns-missing':
      return `it lacks the columns ${caveat.columns.join(', ')}`;
    case 'few-expiries':
      return `it lists ${caveat.expiries === 1 ? 'one expiry' : `${caveat.expiries} expiries`}, the last ${caveat.daysAhead} days ahead: a part of the chain`;
    case 'few-strikes':
      return `its strikes run only from ${caveat.low} to ${caveat.high}: a part of the chain`;
    case 'dailies-missing':
      return `nothing in it expires on ${caveat.dates.slice(0, DATES_NAMED_MAX).map(dateWords).join(', ')}, where this symbol has an expiry each session: a part of the chain`;
    case 'expiries-missing':
      return `${missingDates(caveat.dates)} could not be fetched: a part of the chain`;
    case 'vols-smoothed':
      return `${caveat.smoothed} of its ${caveat.vols} vols are smoothed ones, as it states none of quotes`;
  }
}
