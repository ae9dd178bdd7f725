import { previousTradingDay } from '../chain/calendar.ts';
import { awaitsOpenInterest } from '../schedule/open-interest.ts';
import { type Message, sentence } from './message.ts';
import { share } from './numbers.ts';
import { fittedSentence } from './sentence-length.ts';
import { age, longWeekday, marketTime } from './times.ts';
import type { MarketLabel, MarketView } from './view.ts';

function reason(venueName: string, view: MarketView | null): string {
  if (view === null) {
    return `no data from ${venueName} yet`;
  }
  if (view.isStale) {
    return `the newest ${venueName} data are ${age(view.ageMs)} old`;
  }
  const whose = oldOpenInterest(view);
  if (whose !== null) return `open interest is still ${whose}`;
  const usable = view.levels.coverage.openInterestShare;
  return usable === null
    ? `${venueName} shows no open interest`
    : `only ${share(usable)} of ${venueName}'s open interest is usable`;
}

/** Whose open interest the newest levels have: `Friday's`; null where it is this morning's or live. */
function oldOpenInterest(view: MarketView): string | null {
  const { openInterestSession } = view.levels;
  if (openInterestSession === null || !awaitsOpenInterest(view)) return null;
  return `${longWeekday(previousTradingDay(openInterestSession))}'s`;
}

/** The line for a morning whose open interest is not out yet, and until when the summary is tried for. */
export function summaryWithheldMessage(view: MarketView, untilMs: number): Message {
  const whose = oldOpenInterest(view) ?? "the day before's";
  return sentence(
    fittedSentence(
      [`${view.symbol} levels withheld this morning`],
      [`: open interest is still ${whose}. Trying again until ${marketTime(view.hours, untilMs)}.`],
    ),
  );
}

/** The one line that stands for a morning summary whose levels never became usable; `view` is the newest there is. */
export function noSummaryMessage(market: MarketLabel, view: MarketView | null): Message {
  return sentence(
    fittedSentence(
      [`${market.symbol} summary withheld today`],
      [`: ${reason(market.venueName, view)}. /status says more.`],
    ),
  );
}
