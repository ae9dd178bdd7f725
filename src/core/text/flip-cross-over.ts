import type { ConfirmedSide } from '../alerts/rule.ts';
import { delayAside } from './market-sentence.ts';
import type { Message } from './message.ts';
import { fittedSentence } from './sentence-length.ts';
import { duration, marketTime, readerTime } from './times.ts';
import type { MarketView } from './view.ts';

/**
 * The all-clear as an edit of its alert: sentence, title and first line say that it is over, the rest stays as it was
 * sent. A phone shows the sentence alone, which may no longer speak of what dealers do now.
 */
export function flipCrossOver(
  alert: Message,
  over: {
    /** Data time since which spot is back. */
    readonly backSinceMs: number;
    readonly lastedMs: number;
    /** The side that spot is back on. */
    readonly side: ConfirmedSide;
  },
  view: Pick<MarketView, 'symbol' | 'hours' | 'statedDelayMs'>,
): Message {
  const { embed } = alert;
  if (embed === null) {
    return alert;
  }
  const where = over.side === 'long' ? 'above' : 'below';
  const lasted = `lasted ${duration(over.lastedMs)}`;
  const since = `since ${marketTime(view.hours, over.backSinceMs)}${delayAside(view)}`;
  const first = `**Over** back ${where} since ${readerTime(over.backSinceMs, 't')}, ${lasted}`;
  return {
    ...alert,
    content: fittedSentence(
      [`${view.symbol} over: back ${where} its gamma flip`],
      [` ${since}, ${lasted}.`],
    ),
    embed: { ...embed, title: `${embed.title} · over`, lines: [first, ...embed.lines] },
  };
}
