import { occasionLifetimeMs } from '../schedule/due.ts';
import type { MarketHours } from '../schedule/market-hours.ts';
import { timeOfDay } from '../schedule/time-of-day.ts';
import { localMinute } from '../schedule/wall-clock.ts';
import { type Message, sentence } from './message.ts';
import { calendarDay } from './times.ts';

const MINUTE_MS = 60_000;
const MINUTES_PER_DAY = 1_440;

type Setting = {
  readonly symbol: string;
  readonly channelId: string;
  readonly minuteOfDay: number;
  readonly zone: string;
  readonly hours: MarketHours;
};

/** A summary that was set, and when the first one comes. */
export function summarySetAnswer(
  { symbol, channelId, minuteOfDay, zone, hours }: Setting,
  nextMs: number,
): Message {
  const next = `${calendarDay(nextMs, zone)} ${timeOfDay(localMinute(nextMs, zone))}`;
  const lastMinute = minuteOfDay + occasionLifetimeMs(hours) / MINUTE_MS;
  const waits =
    hours === 'always'
      ? ''
      : ` It waits until ${timeOfDay(lastMinute % MINUTES_PER_DAY)} for the morning's open interest.`;
  return sentence(
    `The ${symbol} summary comes to <#${channelId}> ${hours === 'always' ? 'daily' : 'on trading days'} at ${timeOfDay(minuteOfDay)} ${zone}, next ${next}.${waits} /summary off ends it.`,
  );
}

/** Summaries of a channel switched off. */
export function summaryOffAnswer(channelId: string, removed: number): Message {
  if (removed === 0)
    return sentence(
      `Nothing was changed: <#${channelId}> has no summary. /status shows which channels have one.`,
    );
  const what = removed === 1 ? 'The summary' : `All ${removed} summaries`;
  return sentence(`${what} of <#${channelId}> ended. /summary set starts one again.`);
}

/** A time of day that cannot be read. */
export function badTimeAnswer(): Message {
  return sentence(
    'Nothing was changed: that is no time of day. Write hours and minutes of 24, such as 08:00 or 17:30.',
  );
}

/** No zone, for a market whose day begins nowhere in particular. */
export function zoneNeededAnswer(symbol: string): Message {
  return sentence(
    `Nothing was changed: ${symbol} trades around the clock and needs a zone, such as zone:Europe/Berlin or zone:America/New_York.`,
  );
}

/** No time of day; there is none that everybody means. */
export function timeNeededAnswer(symbol: string): Message {
  return sentence(
    `Nothing was changed: ${symbol} needs a time of day here, hours and minutes of 24, such as time:08:00.`,
  );
}

/** A zone that is not known; `near` are names that resemble it. */
export function badZoneAnswer(near: readonly string[]): Message {
  const hint = near.length === 0 ? 'such as Europe/Berlin' : `such as ${near.join(', ')}`;
  return sentence(
    `Nothing was changed: that names no time zone known here. Write Area/City, ${hint}, or pick one while typing.`,
  );
}

/** More summaries than a server may have. */
export function tooManySummariesAnswer(summariesMax: number): Message {
  return sentence(
    `Nothing was changed: this server has ${summariesMax} summaries, the most it may have. End one first with /summary off.`,
  );
}
