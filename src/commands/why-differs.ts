import { whyDiffersAnswer } from '../core/text/why-differs-answer.ts';
import { marketCommand } from './market-command.ts';

/** `/why-differs`. */
export const whyDiffers = marketCommand({
  name: 'why-differs',
  description: 'Why other products print another gamma number, and this one in their terms',
  text: whyDiffersAnswer,
});
