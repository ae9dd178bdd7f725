import { dayBefore } from '../schedule/trading-day.ts';
import { countPair } from './numbers.ts';
import { marketDaysBetween, weekday } from './times.ts';
import type { MarketView } from './view.ts';

/** Where the same options trade and nothing is read, by symbol. */
const NOT_READ: Readonly<Record<string, string>> = {
  BTC: 'IBIT and other US-listed options, CME, OKX, Bybit',
  ETH: 'ETHA and other US-listed options, CME, OKX, Bybit',
};

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
  const notRead = NOT_READ[view.symbol];
  const words = [...(notRead === undefined ? [] : [notRead]), ...sameDayWords(view)];
  return words.length === 0 ? [] : [`**Not in here** ${words.join(' · ')}`];
}
