import type { Journal } from '../journal.ts';
import type { Draft } from '../limits/draft.ts';
import { draftProblems } from '../limits/index.ts';
import { keptAttachments } from '../messages/compose.ts';
import type { PracticeMessage } from '../practice-discord.ts';
import { type Problem, problemLine } from '../problem.ts';
import { type SpecName, specProblems } from '../spec.ts';
import { messageBody } from '../wire.ts';
import { withoutClientNoise } from './client-noise.ts';
import { invalidBody, type Reply, refusal } from './reply.ts';
import type { RestRequest } from './route.ts';

const EMPTY_MESSAGE_CODE = 50006;

export type DraftResult =
  | { readonly ok: true; readonly draft: Draft }
  | { readonly ok: false; readonly reply: Reply };

export type DraftRules = {
  readonly schema: SpecName;
  /** The message being edited. */
  readonly before?: PracticeMessage;
  /** A deferred answer may be empty until it is edited. */
  readonly mayBeEmpty?: boolean;
};

/** The message a request asks for, or Discord's refusal; each reason becomes a violation. */
export function draftFromRequest(
  journal: Journal,
  request: RestRequest,
  rules: DraftRules,
): DraftResult {
  const given = withoutClientNoise(request.json ?? {});
  const specIssues = specProblems(rules.schema, given);
  const body = messageBody.safeParse(given);
  if (specIssues.length > 0) return refuse(journal, rules.schema, specIssues);
  if (!body.success)
    throw new Error(`${rules.schema} allows what wire.ts cannot read`, { cause: body.error });
  const kept = keptAttachments(body.data, rules.before?.attachments ?? []);
  const draft: Draft = {
    body: body.data,
    uploads: request.uploads,
    filenames: [...kept, ...request.uploads].map((file) => file.filename),
    isEdit: rules.before !== undefined || rules.mayBeEmpty === true,
  };
  const problems = draftProblems(draft);
  return problems.length === 0 ? { ok: true, draft } : refuse(journal, rules.schema, problems);
}

function refuse(journal: Journal, schema: SpecName, problems: readonly Problem[]): DraftResult {
  for (const problem of problems) journal.violation(`${schema}: ${problemLine(problem)}`);
  const isEmpty = problems.every((problem) => problem.code === 'EMPTY_MESSAGE');
  const reply = isEmpty
    ? refusal(400, EMPTY_MESSAGE_CODE, 'Cannot send an empty message')
    : invalidBody(problems);
  return { ok: false, reply };
}
