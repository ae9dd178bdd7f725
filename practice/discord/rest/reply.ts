import type { Problem } from '../problem.ts';

/** What a route answers. */
export type Reply = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A success with a body. */
export function found(body: unknown): Reply {
  return { status: 200, body };
}

/** A success without one. */
export const done: Reply = { status: 204 };

/** A refusal in Discord's shape. */
export function refusal(status: number, code: number, message: string): Reply {
  return { status, body: { code, message } };
}

/** The refusal of a malformed body, each problem at its place. */
export function invalidBody(problems: readonly Problem[]): Reply {
  const errors: ErrorTree = {};
  for (const problem of problems) plant(errors, problem);
  return { status: 400, body: { code: 50035, message: 'Invalid Form Body', errors } };
}

type ErrorTree = { [key: string]: ErrorTree | readonly ErrorLeaf[] };
type ErrorLeaf = { readonly code: number | string; readonly message: string };

function plant(root: ErrorTree, problem: Problem): void {
  let place = root;
  for (const key of problem.path) {
    const next = place[key];
    const child: ErrorTree = next === undefined || isLeaf(next) ? {} : next;
    place[key] = child;
    place = child;
  }
  place._errors = [{ code: problem.code, message: problem.message }];
}

function isLeaf(value: ErrorTree | readonly ErrorLeaf[]): value is readonly ErrorLeaf[] {
  return Array.isArray(value);
}
