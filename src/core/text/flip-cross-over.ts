import type { ConfirmedSide } from '../alerts/rule.ts';
import type { Message } from './message.ts';
import { duration, readerTime } from './times.ts';

/** The all-clear as an edit of its alert: title and first line say that it is over, the rest stays as it was sent. */
export function flipCrossOver(
  alert: Message,
  over: {
    /** Data time since which spot is back. */
    readonly backSinceMs: number;
    readonly lastedMs: number;
    /** The side that spot is back on. */
    readonly side: ConfirmedSide;
  },
): Message {
  const { embed } = alert;
  if (embed === null) {
    return alert;
  }
  const where = over.side === 'long' ? 'above' : 'below';
  const first = `**Over** back ${where} since ${readerTime(over.backSinceMs, 't')}, lasted ${duration(over.lastedMs)}`;
  return {
    ...alert,
    embed: { ...embed, title: `${embed.title} · over`, lines: [first, ...embed.lines] },
  };
}
