import type { Caveat } from './us-chain.ts';

/** A caveat as one sentence, without its full stop. */
export function describeCaveat(caveat: Caveat): string {
  switch (caveat.kind) {
    case 'time-without-date':
      return `its time "${caveat.stated}" has no date; the first such time after the last trade was taken`;
    case 'time-of-last-trade':
      return 'it states no time of its own; the time of the last trade was taken';
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
  }
}
