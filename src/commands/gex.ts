import { gexAnswer } from '../core/text/gex-answer.ts';
import { marketCommand } from './market-command.ts';

/** `/gex`. */
export const gex = marketCommand({
  name: 'gex',
  description: 'Net dealer gamma in dollars, by expiry and strike',
  text: gexAnswer,
});
