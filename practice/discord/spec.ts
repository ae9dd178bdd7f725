import * as spec from 'discord-api-spec/zod';
import type { Problem } from './problem.ts';

const schemas = { ...spec };

export type SpecName = keyof typeof schemas;

/** More lines than this hide the cause rather than show it: a failed union lists every branch. */
const PROBLEMS_MAX = 8;

type Issue = {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly errors?: readonly (readonly Issue[])[];
};

/**
 * Where a value departs from a schema of Discord's API description, unknown properties included:
 * the schemas drop those in silence, so what went in is compared with what came out.
 */
export function specProblems(name: SpecName, value: unknown): readonly Problem[] {
  const parsed = schemas[name].safeParse(value);
  const problems = parsed.success
    ? unknownProperties(value, parsed.data, [])
    : parsed.error.issues.flatMap((issue) => deepest(issue, []));
  return problems.slice(0, PROBLEMS_MAX);
}

/** The failing branch of a union that got furthest into the value says most about what was meant. */
function deepest(issue: Issue, above: readonly (string | number)[]): readonly Problem[] {
  const path = [
    ...above,
    ...issue.path.map((key) => (typeof key === 'number' ? key : String(key))),
  ];
  const branches = (issue.errors ?? []).map((branch) =>
    branch.flatMap((inner) => deepest(inner, path)),
  );
  const depth = (problems: readonly Problem[]) =>
    Math.max(
      0,
      ...problems.filter((it) => it.code !== 'invalid_value').map((it) => it.path.length),
    );
  const best = branches.sort((a, b) => depth(b) - depth(a))[0];
  if (best !== undefined && best.length > 0) return best;
  return [{ path, code: issue.code ?? 'invalid', message: issue.message }];
}

function unknownProperties(
  given: unknown,
  known: unknown,
  path: readonly (string | number)[],
): readonly Problem[] {
  if (Array.isArray(given) && Array.isArray(known)) {
    return given.flatMap((item, index) => unknownProperties(item, known[index], [...path, index]));
  }
  if (!isRecord(given) || !isRecord(known)) return [];
  return Object.entries(given).flatMap(([key, item]) =>
    key in known
      ? unknownProperties(item, known[key], [...path, key])
      : [
          {
            path: [...path, key],
            code: 'UNKNOWN_PROPERTY',
            message: 'is not in the API description',
          },
        ],
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
