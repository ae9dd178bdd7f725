import type { Crossing } from '../../src/core/alerts/crossing.ts';
import type { HourlyHedging } from '../../src/core/exposure/hedging/hourly-hedging.ts';
import { byHourAnswer } from '../../src/core/text/by-hour-answer.ts';
import { flipAnswer } from '../../src/core/text/flip-answer.ts';
import { flipCrossFlapping } from '../../src/core/text/flip-cross-flapping.ts';
import { flipCrossMessage } from '../../src/core/text/flip-cross-message.ts';
import { flipCrossOver } from '../../src/core/text/flip-cross-over.ts';
import { flowAnswer } from '../../src/core/text/flow-answer.ts';
import { gexAnswer } from '../../src/core/text/gex-answer.ts';
import { levelsAnswer } from '../../src/core/text/levels-answer.ts';
import type { Message } from '../../src/core/text/message.ts';
import { summaryMessage } from '../../src/core/text/summary-message.ts';
import type { MarketView } from '../../src/core/text/view.ts';
import { whyDiffersAnswer } from '../../src/core/text/why-differs-answer.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Trades by hour as large and of the same signs as those of the ladder, or none where it has no rung. */
export function someHours({ levels, hours }: MarketView): HourlyHedging {
  const { dataTimeMs, ladder } = levels;
  const trades = ladder.map(({ usd }, index) => ({
    untilMs: dataTimeMs + (index + 1) * HOUR_MS,
    charmUsd: usd,
    expiryUnwindUsd: index === ladder.length - 1 ? -usd : 0,
  }));
  const [first] = ladder;
  if (first === undefined) return { trades, monthlySize: null };
  const { spot: strike, units } = first;
  const contracts = hours === 'always' ? units : units / 100;
  return { trades, monthlySize: { expiryMs: dataTimeMs + 4 * DAY_MS, strike, contracts, units } };
}

/** Every message about one market as it stands. */
export function messagesAbout(view: MarketView): readonly Message[] {
  return [
    flipAnswer(view),
    gexAnswer(view),
    flowAnswer(view),
    levelsAnswer(view),
    summaryMessage(view, { late: false, zone: 'America/New_York' }),
    summaryMessage(view, { late: true, zone: 'Asia/Tokyo' }),
    whyDiffersAnswer(view),
    byHourAnswer(view, someHours(view), view.levels.signModel),
  ];
}

/** Every message about one crossing. */
export function messagesOn(crossing: Crossing, view: MarketView): readonly Message[] {
  const options = { alertId: '12-3', sentAtMs: view.nowMs };
  const alert = flipCrossMessage(crossing, view, options);
  return [
    alert,
    flipCrossOver(
      alert,
      { backSinceMs: view.nowMs, lastedMs: 6_300_000, side: crossing.from },
      view,
    ),
    flipCrossFlapping(
      { crossings: 3, sinceMs: crossing.firstMs, calmMs: 3_600_000 },
      view,
      options,
    ),
  ];
}

/** All text of a message that a reader can see or hear. */
export function textOf(message: Message): string {
  const { content, embed, chart, buttons } = message;
  return [
    content,
    ...(embed === null ? [] : [embed.title, ...embed.lines, embed.footer]),
    ...(chart === null ? [] : [chart.title, chart.note, chart.alt]),
    ...buttons.map((button) => button.label),
  ].join('\n');
}
