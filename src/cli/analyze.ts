import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { cleanChain } from '../core/chain/clean.ts';
import { type AnalysisOptions, analyseChain } from '../core/exposure/analysis.ts';
import { messageNumbers } from '../core/exposure/message-numbers.ts';
import { SIGN_MODELS } from '../core/exposure/sign-model.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { analysisTable } from './analysis-table.ts';
import { readChainInput } from './chain-input.ts';
import { writeChart } from './chart-file.ts';
import { type HedgingOptions, hedgingInputsOf, hedgingOptions } from './hedging-options.ts';
import { printAnswer } from './print-answer.ts';
import { profileChart } from './profile-chart.ts';

/** More levels than any screen has pixels; beyond it a profile only fills memory. */
const LEVELS_MAX = 20_001;
/** Multiples of spot; no option book says anything further out. */
const RANGE_MIN = 0.01;
const RANGE_MAX = 100;
/** Per year; beyond it a rate is a percentage written as a number. */
const RATE_MAX = 0.5;

type Options = HedgingOptions & {
  readonly json?: true;
  readonly sign: keyof typeof SIGN_MODELS;
  readonly levels: number;
  readonly range: AnalysisOptions['range'];
  readonly rate: number;
  readonly chart?: string;
};

/** Adds `analyze FILE [--json] [--sign naive] [--levels 401] [--range 0.75,1.25] [--rate 0] [--chart FILE.png]` and what only the asker knows. */
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
  const rate = new Option(
    '--rate <per year>',
    'continuous interest rate of a CBOE file whose quotes tell none, as of American options',
  )
    .argParser(parseRate)
    .default(0);
  const chart = new Option('--chart <file.png>', 'also draw the gamma profile').argParser(
    parsePicture,
  );
  const command = program
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
    .addOption(rate)
    .addOption(chart);
  for (const option of hedgingOptions()) command.addOption(option);
  command.action(async (file: string, options: Options) => {
    printAnswer('analyze', await analyze(file, options));
  });
}

async function analyze(file: string, options: Options): Promise<Result<string, string>> {
  const { json = false, levels, range, rate, chart } = options;
  const known = hedgingInputsOf(options);
  if (!known.ok) return known;
  const input = await readChainInput(file, rate);
  if (!input.ok) return input;
  const signModel = SIGN_MODELS[options.sign];
  const series = input.value.chains.map((loaded) => ({
    ...loaded,
    chain: cleanChain(loaded.chain),
  }));
  const analyses = series.map(({ chain, terms, source }) => {
    const hedging = { terms, ...known.value };
    return { source, analysis: analyseChain(chain, { signModel, levels, range, hedging }) };
  });
  const [first, second] = analyses;
  if (chart !== undefined && first !== undefined) {
    if (second !== undefined) {
      return fail(`--chart draws one chain, and ${basename(file)} holds ${analyses.length}`);
    }
    const written = await writeChart(profileChart(first.analysis), chart);
    if (!written.ok) return written;
  }
  const messages = json ? messageNumbers(series) : [];
  const texts = analyses.map(({ source, analysis }, index) =>
    json
      ? JSON.stringify({ ...analysis, messages: messages[index], source })
      : analysisTable(analysis, source),
  );
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

function parseRate(text: string): number {
  const rate = parseMultiple(text);
  if (Math.abs(rate) <= RATE_MAX) return rate;
  throw new InvalidArgumentError(
    `It must be a fraction per year such as 0.045, from -${RATE_MAX} to ${RATE_MAX}.`,
  );
}

/** Only a name that says so becomes a picture: a slip must not overwrite the input. */
function parsePicture(path: string): string {
  if (/\.png$/i.test(path)) return path;
  throw new InvalidArgumentError('It must be the name of a PNG file, ending in .png.');
}

function parseMultiple(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
