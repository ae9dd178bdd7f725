import type { HourlyHedging } from '../exposure/hedging/hourly-hedging.ts';
import type { Levels } from '../exposure/levels.ts';
import { answerButtons, shareButton } from './buttons.ts';
import { dealers } from './dealers.ts';
import { madeTrade, trade, tradeWord } from './directions.ts';
import { withheldLines } from './flip-lines.ts';
import { amountWidth, tradeCell } from './ladder-block.ts';
import { dataLine, staleLines } from './lines.ts';
import { marketSentence } from './market-sentence.ts';
import type { Message } from './message.ts';
import { amountUnit, futureCount, level } from './numbers.ts';
import { repricingFooter } from './repricing-footer.ts';
import { opening, standingOf, toneOf } from './standing.ts';
import { marketDay, marketWeekTime } from './times.ts';
import type { MarketView } from './view.ts';

type Trades = HourlyHedging['trades'];

/** A row an hour, or a longer step, as a code block that a phone does not wrap. */
function hoursBlock(trades: Trades, { hours }: MarketView): string {
  const amounts = trades.map(({ charmUsd }) => charmUsd);
  const unit = amountUnit(Math.max(...amounts.map((usd) => Math.abs(usd))));
  const column = { unitSize: unit.size, width: amountWidth(amounts, unit.size) };
  const rows = trades.map(
    ({ untilMs, charmUsd }) => `${marketWeekTime(hours, untilMs)}  ${tradeCell(charmUsd, column)}`,
  );
  return ['```', `until, $${unit.name}`, ...rows, '```'].join('\n');
}

function unwindLines(trades: Trades): readonly string[] {
  const usd = trades.reduce((sum, { expiryUnwindUsd }) => sum + expiryUnwindUsd, 0);
  return usd === 0
    ? []
    : [
        `**Expiry unwind** ${trade(usd)}: hedges of contracts that settle by then are closed, beside the trades above`,
      ];
}

function sizeLines(
  { monthlySize }: HourlyHedging,
  { symbol, hours, levels }: MarketView,
): readonly string[] {
  if (monthlySize === null || levels.flip.status === 'withheld') return [];
  const { contracts, strike, expiryMs } = monthlySize;
  return [
    `**Size of gamma** net gamma would be zero if dealers were to ${tradeWord(contracts)} ${futureCount(contracts)} options at ${level(symbol, strike)} of ${marketDay(hours, expiryMs)}, the next monthly expiry; to see its size, no advice`,
  ];
}

/** Answer to `/by-hour`: what time alone makes dealers trade until the next settlement, spot and vols held. */
export function byHourAnswer(
  view: MarketView,
  hedging: HourlyHedging,
  signModel: Levels['signModel'],
): Message {
  const { levels, symbol, hours } = view;
  const { trades } = hedging;
  const last = trades.at(-1);
  const total = madeTrade(trades.reduce((sum, { charmUsd }) => sum + charmUsd, 0));
  const until = last === undefined ? '' : marketWeekTime(hours, last.untilMs);
  return {
    content: marketSentence(
      view,
      [opening(view)],
      last === undefined
        ? [': trades by hour withheld, no usable contract.']
        : [
            `: time alone would make ${dealers(view)} ${total} by ${until}.`,
            `: time alone makes dealers ${total} by ${until}.`,
          ],
    ),
    embed: {
      title: `${symbol} · by hour · ${standingOf(levels)}`,
      lines: [
        ...staleLines(view),
        ...(last === undefined ? [] : [hoursBlock(trades, view)]),
        ...unwindLines(trades),
        ...(last === undefined ? [] : ['**Held** price and vols; only time passes (charm)']),
        ...sizeLines(hedging, view),
        ...withheldLines(levels),
        dataLine(view),
      ],
      footer: repricingFooter(signModel),
      tone: toneOf(levels),
    },
    chart: null,
    buttons: [...answerButtons(symbol, ['flow', 'flip', 'gex']), shareButton(symbol, 'by-hour')],
  };
}
