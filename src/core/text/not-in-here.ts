import { marketDaysBetween } from '../schedule/market-day.ts';
import { dayBefore } from '../schedule/trading-day.ts';
import { countPair } from './numbers.ts';
import { weekday } from './times.ts';
import type { MarketView } from './view.ts';

/** Where options on a coin trade. */
type Place = {
  readonly words: string;
  /** The venue or symbol that takes it off the list once it is read; absent where nothing here can. */
  readonly name?: string;
  /** What is still missing then. */
  readonly rest?: string;
};

function placesOf(fund: string): readonly Place[] {
  return [
    { words: 'Deribit', name: 'Deribit' },
    {
      words: `${fund} and other US-listed options`,
      name: fund,
      rest: `US-listed options besides ${fund}`,
    },
    { words: 'CME' },
    { words: 'OKX' },
    { words: 'Bybit', name: 'Bybit' },
  ];
}

/** By the coin that options are on. */
const PLACES: Readonly<Record<string, readonly Place[]>> = {
  BTC: placesOf('IBIT'),
  ETH: placesOf('ETHA'),
};

/** Places that this installation does not read; a venue leaves the list when it does. */
function notReadWords({ unit, venueName, alsoRead = [] }: MarketView): readonly string[] {
  const read = new Set([venueName, ...alsoRead]);
  const missing = (PLACES[unit] ?? []).flatMap(({ words, name, rest }) => {
    if (name === undefined || !read.has(name)) return [words];
    return rest === undefined ? [] : [rest];
  });
  return missing.length === 0 ? [] : [missing.join(', ')];
}

/** From this multiple of its open interest on a day's trading in its own expiry is a blind spot worth a line. */
const VOLUME_PER_OPEN_INTEREST_MIN = 2;

/** What trades within the day, which open interest of a morning never shows. */
function sameDayWords({ hours, nowMs, lastSameDay }: MarketView): readonly string[] {
  if (lastSameDay === null) return [];
  const { volume, openInterest } = lastSameDay;
  if (volume <= VOLUME_PER_OPEN_INTEREST_MIN * openInterest) return [];
  const { atMs } = dayBefore(hours, nowMs);
  const when = marketDaysBetween(hours, atMs, nowMs) === 1 ? 'yesterday' : weekday(hours, atMs);
  const [traded, open] = countPair(volume, openInterest);
  return [`today's 0DTE trades (${when}: ${traded} contracts against ${open} of open interest)`];
}

/** What the numbers leave out; nothing where nothing is known to be missing. */
export function notInHereLines(view: MarketView): readonly string[] {
  const words = [...notReadWords(view), ...sameDayWords(view)];
  return words.length === 0 ? [] : [`**Not in here** ${words.join(' · ')}`];
}
