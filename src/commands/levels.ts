import { levelsAnswer } from '../core/text/levels-answer.ts';
import { marketCommand } from './market-command.ts';

/** `/levels`. */
export const levels = marketCommand({
  name: 'levels',
  description: 'Flip, walls and their range, ready to copy',
  text: levelsAnswer,
});
