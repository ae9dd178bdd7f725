import { answerButtons, helpButton } from './buttons.ts';
import { flipLine } from './flip-lines.ts';
import { dataLine, sourceWords } from './lines.ts';
import type { Message } from './message.ts';
import { fittedSentence } from './sentence-length.ts';
import { duration, marketTime } from './times.ts';
import type { MarketView } from './view.ts';

type Flapping = {
  readonly crossings: number;
  /** Data time of the first of them. */
  readonly sinceMs: number;
  /** How long one side must hold before the rule speaks again. */
  readonly calmMs: number;
};

/** The one message that a flapping rule sends before it falls silent; like an alert it carries its id in the footer. */
export function flipCrossFlapping(
  { crossings, sinceMs, calmMs }: Flapping,
  view: MarketView,
  options: { readonly alertId: string; readonly sentAtMs: number },
): Message {
  const { symbol, hours } = view;
  const muted = `Muted until it stays on one side for ${duration(calmMs)}.`;
  const times = `data ${marketTime(hours, view.levels.dataTimeMs)}, sent ${marketTime(hours, options.sentAtMs)}`;
  return {
    content: fittedSentence(
      [`${symbol} keeps crossing its gamma flip`],
      [`: ${crossings} times since ${marketTime(hours, sinceMs)}. ${muted}`],
    ),
    embed: {
      title: `${symbol} keeps crossing its gamma flip`,
      lines: [
        flipLine(view),
        `**Muted** until one side has held for ${duration(calmMs)}; \`/flip\` answers all the same`,
        dataLine(view),
      ],
      footer: `${sourceWords(view, ' ')} · ${times} · not advice · alert ${options.alertId}`,
      tone: 'none',
    },
    chart: null,
    buttons: [...answerButtons(symbol, ['flip', 'flow']), helpButton(symbol)],
  };
}
