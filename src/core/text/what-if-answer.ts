import type { HedgeShift, HedgeTrade } from '../exposure/hedging/hedge-trade.ts';
import type { Levels } from '../exposure/levels.ts';
import { answerButtons } from './buttons.ts';
import { dealers } from './dealers.ts';
import { trade } from './directions.ts';
import { sizeAside } from './hedge-words.ts';
import { dataLine, staleLines } from './lines.ts';
import { marketSentence } from './market-sentence.ts';
import { type Message, sentence } from './message.ts';
import { level } from './numbers.ts';
import { repricingFooter } from './repricing-footer.ts';
import { opening, standingOf, toneOf } from './standing.ts';
import { duration } from './times.ts';
import type { MarketView } from './view.ts';

const HOUR_MS = 3_600_000;

/** As it was asked, to two decimals: `−2.5`. */
function signed(amount: number): string {
  return `${amount < 0 ? '−' : '+'}${Number(Math.abs(amount).toFixed(2))}`;
}

/** What changes, one phrase an input; an input that stays is left out. */
function changes({ spotMove, volShiftPoints, hours }: HedgeShift): readonly string[] {
  return [
    ...(spotMove === 0 ? [] : [`${signed(100 * spotMove)}%`]),
    ...(volShiftPoints === 0 ? [] : [`30-day vol ${signed(volShiftPoints)} points`]),
    ...(hours === 0 ? [] : [`${duration(hours * HOUR_MS)} later`]),
  ];
}

type WhatIf = {
  readonly shift: HedgeShift;
  readonly result: HedgeTrade;
  /** Of the book that was re-priced. */
  readonly signModel: Levels['signModel'];
};

function partsLine({ usd }: HedgeTrade): string {
  const parts = (['gamma', 'vanna', 'charm', 'cross'] as const)
    .filter((name) => usd[name] !== 0)
    .map((name) => `${name} ${trade(usd[name])}`);
  return `**From** ${parts.length === 0 ? 'nothing' : parts.join(' · ')}`;
}

/** Answer to `/flow` with a move, a vol or hours: one trade over all of them, split by its cause. */
export function whatIfAnswer(view: MarketView, { shift, result, signModel }: WhatIf): Message {
  const { levels, symbol } = view;
  const { usd } = result;
  const asked = changes(shift).join(', ') || 'no change';
  const total = usd.total === 0 ? 'have no trade' : trade(usd.total);
  const { spot, units } = result;
  const size = usd.total === 0 ? '' : sizeAside({ usd: usd.total, units, spot }, view);
  const unwind =
    usd.expiryUnwind === 0
      ? []
      : [
          `**Expiry unwind** ${trade(usd.expiryUnwind)}: hedges of contracts that settle by then are closed`,
        ];
  return {
    content: marketSentence(
      view,
      [opening(view)],
      [
        `, if ${asked}: ${dealers(view)} would ${total}${size}.`,
        `, if ${asked}: dealers would ${total}.`,
        `: dealers would ${total}.`,
      ],
    ),
    embed: {
      title: `${symbol} · what if · ${standingOf(levels)}`,
      lines: [
        ...staleLines(view),
        `**Trade** ${usd.total === 0 ? 'none' : `${trade(usd.total)}${size}`} at ${level(symbol, result.spot)}`,
        partsLine(result),
        ...unwind,
        '**Counted** book re-priced in full; gamma, vanna and charm each alone, cross is what they do together; other expiries move by √(30 days/T) of the 30-day vol, at most 1.5',
        dataLine(view),
      ],
      footer: repricingFooter(signModel),
      tone: toneOf(levels),
    },
    chart: null,
    buttons: answerButtons(symbol, ['flow', 'flip', 'gex']),
  };
}

/** Answer where the chain behind the newest levels is kept no longer. */
export function chainGoneAnswer(symbol: string): Message {
  return sentence(
    `${symbol}: the option chain behind the newest levels is not kept any more. Ask again after the next poll.`,
  );
}

type Limits = { readonly min: number; readonly max: number };

/** Answer to inputs that change nothing, or more than a book of today says anything about. */
export function whatIfLimitsAnswer(limits: {
  readonly move: Limits;
  readonly vol: Limits;
  readonly hours: Limits;
}): Message {
  const between = ({ min, max }: Limits) => `${min} to ${max}`.replace('-', '−');
  const { move, vol, hours } = limits;
  return sentence(
    `Nothing to work out: give move from ${between(move)} (%), vol from ${between(vol)} (points) or hours from ${between(hours)}, one of them not 0.`,
  );
}
