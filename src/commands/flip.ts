import { flipAnswer } from '../core/text/flip-answer.ts';
import { marketCommand } from './market-command.ts';

/** `/flip`. */
export const flip = marketCommand({
  name: 'flip',
  description: 'Where dealer gamma changes sign, and how far away that is',
  text: flipAnswer,
});
