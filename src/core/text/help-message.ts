import type { Message } from './message.ts';

/** Answer to `/help` and to "What is this?": what the numbers mean, what they do not, and the commands. */
export function helpMessage(): Message {
  return {
    content:
      'hedgeflow: how dealers who hedge options must trade when the price moves, from open interest.',
    embed: {
      title: 'What is this?',
      lines: [
        '**Gamma flip** the price at which the whole book, re-priced, has zero gamma. Above it hedging usually leans against moves, below it usually adds to them',
        '**Net gamma** dollars that dealers trade on a move of 1%. Long gamma: they sell rises and buy falls. Short gamma: the reverse',
        '**Flow** what they would trade on each step of the price, the book re-priced in full. Near the flip both directions can be the same trade: read the word, not the side',
        '**Call wall, put wall** of the next 45 days: the strike at or above the price with the most positive net gamma, the one at or below it with the most negative',
        '**Range, readings** the flip counted in several ways, the lowest and the highest of them: how soft the level is, no probability',
        '**σ** one standard deviation of a day by implied vol',
        '**Straddle** call plus put at the money to the next settlement. "EM low" and "EM high" of the copied levels: the price less and plus it',
        '**If vols react** each vol moves along with the price as the smile leans; otherwise every strike keeps its vol',
        '**Max pain** the price of an expiry at which its options pay out least',
        '**Grade** of the data, A to F, with the reasons. Below B alerts wait, below C levels are withheld',
        '**A ceiling** what would be traded if dealers held all of it and hedged all of it',
        '**Not known** who holds each contract. Dealers are assumed long calls and short puts and to hedge all of it, so each number is a ceiling and no forecast',
        '',
        '`/flip` `/gex` `/flow` `/levels` where a market stands now',
        '`/by-hour` what time alone makes dealers trade until the next settlement',
        '`/why-differs` why other products print another number',
        '`/alert add` `/alert list` `/alert remove` a message when spot crosses its flip',
        '`/summary set` `/summary now` `/summary off` a morning summary in a channel',
        '`/admin-channel set` `/admin-channel off` a notice when data go wrong, and when that is over',
        '`/status` how old the data are and what is being delivered',
      ],
      footer: 'Not advice.',
      tone: 'none',
    },
    chart: null,
    buttons: [],
  };
}
