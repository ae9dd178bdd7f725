import { basename } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { fail, ok, type Result } from '../core/result.ts';
import { readInputFile } from './input-file.ts';
import { notJson } from './not-json.ts';
import { printAnswer } from './print-answer.ts';
import { formatTable } from './table.ts';

/** A number above zero, with the words for one that is not. */
export const positive = z
  .number({ error: 'must be a number' })
  .positive({ error: 'must be greater than 0' });

/** The fields that every option row has: T in years, r and q continuous per year. */
export const optionFields = {
  S: positive,
  K: positive,
  T: positive,
  r: z.number({ error: 'must be a number' }),
  q: z.number({ error: 'must be a number' }),
  type: z.enum(['call', 'put'], { error: 'must be call or put' }),
};

/** A value in an answer; a number that is not finite never gets out. */
type Value = number | string | null;

/** A subcommand that answers every row of a file with one record. */
export type RowCommand<Row> = {
  readonly name: string;
  readonly description: string;
  readonly row: z.ZodType<Row>;
  readonly answer: (row: Row) => Readonly<Record<string, Value>>;
};

/** Says where in the file the first problem is, in the user's terms: rows count from 1. */
function whereAndWhat(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'does not hold what it must';
  const [row, field] = issue.path;
  if (typeof row !== 'number') return issue.message;
  const place = `row ${row + 1}`;
  if (field === undefined) return `${place} ${issue.message}`;
  return `${place}, field ${String(field)}: ${issue.message}`;
}

function parseRows<Row>(text: string, row: z.ZodType<Row>): Result<readonly Row[], string> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return fail(notJson(text, error));
  }
  const parsed = z.array(row, { error: 'must be a JSON array of rows' }).safeParse(content);
  return parsed.success ? ok(parsed.data) : fail(whereAndWhat(parsed.error));
}

function answerRows<Row>(
  command: RowCommand<Row>,
  rows: readonly Row[],
): Result<readonly Readonly<Record<string, Value>>[], string> {
  const answers = rows.map(command.answer);
  for (const [index, answer] of answers.entries()) {
    for (const [name, value] of Object.entries(answer)) {
      if (typeof value === 'number' && !Number.isFinite(value)) {
        return fail(`row ${index + 1}: its numbers are too extreme, ${name} has no finite value`);
      }
    }
  }
  return ok(answers);
}

const DIGITS_FOR_PEOPLE = 8;

function forPeople(answers: readonly Readonly<Record<string, Value>>[]): string {
  const first = answers[0];
  if (first === undefined) return 'no rows';
  const cells = answers.map((answer, index) => [
    String(index + 1),
    ...Object.values(answer).map((value) =>
      typeof value === 'number'
        ? String(Number(value.toPrecision(DIGITS_FOR_PEOPLE)))
        : (value ?? '-'),
    ),
  ]);
  return formatTable([['row', ...Object.keys(first)], ...cells]);
}

async function run<Row>(
  command: RowCommand<Row>,
  file: string,
  json: boolean,
): Promise<Result<string, string>> {
  const text = await readInputFile(file);
  if (!text.ok) return text;
  const rows = parseRows(text.value, command.row);
  const answers = rows.ok ? answerRows(command, rows.value) : rows;
  if (!answers.ok) return fail(`${basename(file)}: ${answers.failure}`);
  return ok(json ? JSON.stringify(answers.value) : forPeople(answers.value));
}

/** Adds a subcommand `NAME FILE [--json]` that reads an array of rows and answers each in order. */
export function registerRowCommand<Row>(program: Command, command: RowCommand<Row>): void {
  program
    .command(command.name)
    .description(command.description)
    .argument('<file>', 'a JSON array of rows, may be gzipped')
    .option('--json', 'print JSON instead of a table')
    .action(async (file: string, options: { readonly json?: true }) => {
      printAnswer(command.name, await run(command, file, options.json === true));
    });
}
