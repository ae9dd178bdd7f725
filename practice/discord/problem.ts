/** One way in which a body breaks Discord's rules: where, Discord's own code for it, and why in words. */
export type Problem = {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
};

/** A problem in one line, for a list of violations. */
export function problemLine(problem: Problem): string {
  const place = problem.path.length === 0 ? 'body' : problem.path.join('.');
  return `${place}: ${problem.message} (${problem.code})`;
}
