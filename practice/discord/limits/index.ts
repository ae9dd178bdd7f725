import type { Problem } from '../problem.ts';
import { actionRows } from './action-rows.ts';
import { attachments } from './attachments.ts';
import { buttons } from './buttons.ts';
import { componentsV2 } from './components-v2.ts';
import { contentLength } from './content-length.ts';
import type { Draft, DraftLimit } from './draft.ts';
import { embedTotal } from './embed-total.ts';
import { emptiness } from './emptiness.ts';
import { mentions } from './mentions.ts';
import { nonce } from './nonce.ts';
import { selects } from './selects.ts';
import { urlSchemes } from './url-schemes.ts';

const draftLimits: readonly DraftLimit[] = [
  contentLength,
  embedTotal,
  emptiness,
  actionRows,
  componentsV2,
  buttons,
  selects,
  nonce,
  attachments,
  urlSchemes,
  mentions,
];

/** Everything in a message that Discord refuses though its API description allows it. */
export function draftProblems(draft: Draft): readonly Problem[] {
  return draftLimits.flatMap((limit) => limit(draft));
}
