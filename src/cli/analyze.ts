import { type Command, InvalidArgumentError, Option } from 'commander';
import { cleanChain } from '../core/chain/clean.ts';
import { type AnalysisOptions, analyseChain } from '../core/exposure/analysis.ts';
import { SIGN_MODELS } from '../core/exposure/sign-model.ts';
import { ok, type Result } from '../core/result.ts';
import { analysisTable } from './analysis-table.ts';
import { readChainInput } from './chain-input.ts';
import { printAnswer } from './print-answer.ts';

/** More levels than any screen has pixels; beyond it a profile only fills memory. */
const LEVELS_MAX = 20_001;
/** Multiples of spot; no option book says anything further out. */
const RANGE_MIN = 0.01;
const RANGE_MAX = 100;

type Options = {
  readonly json?: true;
  readonly sign: keyof typeof SIGN_MODELS;
  readonly levels: number;
  readonly range: AnalysisOptions['range'];
};

/** Adds `analyze FILE [--json] [--sign naive] [--levels 401] [--range 0.75,1.25]`. */
export function registerAnalyze(program: Command): void {
  const sign = new Option('--sign <model>', 'who is assumed to hold what')
    .choices(Object.keys(SIGN_MODELS))
    .default('naive');
  const levels = new Option('--levels <count>', 'levels of the profile, both ends included')
    .argParser(parseLevels)
    .default(401);
  const range = new Option('--range <low,high>', 'range of profile and roots, multiples of spot')
    .argParser(parseRange)
    .default({ low: 0.75, high: 1.25 }, '0.75,1.25');
  program
    .command('analyze')
    .description('exposures, gamma flip, walls and hedge flows of an option chain')
    .argument(
      '<file>',
      'a chain file (.json, or .jsonl with one chain a line), a Deribit book summary, or CBOE delayed quotes as JSON or CSV; may be gzipped',
    )
    .option('--json', 'print JSON instead of a table; one object a line for .jsonl')
    .addOption(sign)
    .addOption(levels)
    .addOption(range)
    .action(async (file: string, options: Options) => {
      printAnswer('analyze', await analyze(file, options));
    });
}

async function analyze(file: string, options: Options): Promise<Result<string, string>> {
  const { json = false, levels, range } = options;
  const input = await readChainInput(file);
  if (!input.ok) return input;
  const signModel = SIGN_MODELS[options.sign];
  const texts = input.value.chains.map((quoted) => {
    const analysis = analyseChain(cleanChain(quoted), { signModel, levels, range });
    return json ? JSON.stringify(analysis) : analysisTable(analysis);
  });
  return ok(texts.join(json ? '\n' : '\n\n'));
}

function parseLevels(text: string): number {
  const levels = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (levels >= 2 && levels <= LEVELS_MAX) return levels;
  throw new InvalidArgumentError(`It must be a whole number from 2 to ${LEVELS_MAX}.`);
}

function parseRange(text: string): AnalysisOptions['range'] {
  const [low = Number.NaN, high = Number.NaN, ...more] = text.split(',').map(parseMultiple);
  if (more.length === 0 && low >= RANGE_MIN && low < high && high <= RANGE_MAX) {
    return { low, high };
  }
  throw new InvalidArgumentError(
    `It must be two multiples of spot such as 0.75,1.25, the lower first, from ${RANGE_MIN} to ${RANGE_MAX}.`,
  );
}

function parseMultiple(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
