import { adminChannel } from './admin-channel.ts';
import { alert } from './alert.ts';
import { byHour } from './by-hour.ts';
import type { Command } from './command.ts';
import { flip } from './flip.ts';
import { flow } from './flow.ts';
import { gex } from './gex.ts';
import { help } from './help.ts';
import { levels } from './levels.ts';
import { status } from './status.ts';
import { summary } from './summary.ts';
import { whyDiffers } from './why-differs.ts';

/** Every command, in the order in which they are registered. */
export const commands: readonly Command[] = [
  flip,
  gex,
  flow,
  byHour,
  levels,
  whyDiffers,
  alert,
  summary,
  adminChannel,
  status,
  help,
];
