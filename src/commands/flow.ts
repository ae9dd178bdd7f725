import { flowAnswer } from '../core/text/flow-answer.ts';
import { marketCommand } from './market-command.ts';

/** `/flow`. */
export const flow = marketCommand({
  name: 'flow',
  description: 'What dealers would trade if the price moved',
  text: flowAnswer,
});
