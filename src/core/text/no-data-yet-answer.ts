import { type Message, sentence } from './message.ts';
import { fittedSentence } from './sentence-length.ts';
import type { MarketLabel } from './view.ts';

/** Answer before the first poll of a market has come in. */
export function noDataYetAnswer(market: MarketLabel): Message {
  return sentence(
    fittedSentence(
      [`${market.symbol}: no data from ${market.venueName} yet.`],
      [' Try again in a minute; /status says what happened so far.'],
    ),
  );
}
