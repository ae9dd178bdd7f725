import { hourlyHedging } from '../core/exposure/hedging/hourly-hedging.ts';
import { byHourAnswer } from '../core/text/by-hour-answer.ts';
import { answerFromBook } from './book-answer.ts';
import type { Command } from './command.ts';
import { SYMBOL_IF_ANY } from './symbol-option.ts';

/** `/by-hour`. */
export const byHour: Command = {
  kind: 'single',
  name: 'by-hour',
  description: 'What time alone makes dealers trade until the next settlement, hour by hour',
  needs: 'anyone',
  options: [SYMBOL_IF_ANY],
  run(input, context) {
    return answerFromBook(input, context, ({ view, book, signModel, settlement }) =>
      byHourAnswer(view, hourlyHedging(book, settlement), signModel),
    );
  },
};
