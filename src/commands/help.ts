import { helpMessage } from '../core/text/help-message.ts';
import type { Command } from './command.ts';

/** `/help`: what the numbers mean, what they do not, and the commands. */
export const help: Command = {
  kind: 'single',
  name: 'help',
  description: 'What the numbers mean, and the commands',
  needs: 'anyone',
  options: [],
  run: () => Promise.resolve(helpMessage()),
};
