import { type Message, sentence } from './message.ts';
import { share } from './numbers.ts';
import { fittedSentence } from './sentence-length.ts';
import { age } from './times.ts';
import type { MarketLabel, MarketView } from './view.ts';

function reason(venueName: string, view: MarketView | null): string {
  if (view === null) {
    return `no data from ${venueName} yet`;
  }
  if (view.isStale) {
    return `the newest ${venueName} data are ${age(view.ageMs)} old`;
  }
  const usable = view.levels.coverage.openInterestShare;
  return usable === null
    ? `${venueName} shows no open interest`
    : `only ${share(usable)} of ${venueName}'s open interest is usable`;
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
