import { type Command, InvalidArgumentError } from 'commander';
import type { QuotedChain } from '../core/chain/chain.ts';
import { cleanChain } from '../core/chain/clean.ts';
import { chainFileOf } from '../core/chain/write-chain-file.ts';
import { analyseChain } from '../core/exposure/analysis.ts';
import { SIGN_MODELS } from '../core/exposure/sign-model.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { describeFetchFailure } from '../core/text/fetch-failure.ts';
import { configuredMarkets } from '../markets/configured-markets.ts';
import { analysisTable } from './analysis-table.ts';
import { writeOutputFile } from './output-file.ts';
import { printAnswer } from './print-answer.ts';
import { venueSettings } from './venue-settings.ts';

/** All requests of one chain with their retries; a person waits for it. */
const FETCH_MS_MAX = 60_000;

type Options = { readonly save?: string };

/** Adds `fetch SYMBOL [--save FILE.json]`. */
export function registerFetch(program: Command): void {
  program
    .command('fetch')
    .description('asks the market for one option chain now, and prints it as a graded table')
    .argument('<symbol>', 'such as BTC or SPX')
    .option(
      '--save <file.json>',
      'write a chain file instead, which `analyze` reads; never overwrites',
      parseFileName,
    )
    .action(async (symbol: string, options: Options) => {
      printAnswer('fetch', await fetchOnce(symbol.trim().toUpperCase(), options));
    });
}

async function fetchOnce(symbol: string, { save }: Options): Promise<Result<string, string>> {
  const settings = venueSettings('fetch');
  if (!settings.ok) return settings;
  const markets = configuredMarkets({ ...settings.value, symbols: [symbol] }, Date.now);
  if (!markets.ok) return markets;
  const entry = markets.value.find(symbol);
  if (entry === undefined) return fail(`no market here lists "${symbol}"`);
  const { market, listing } = entry;
  const { venueName, statedDelayMs, termsOfUse } = listing;
  const fetched = await market.fetchChain(listing.symbol, AbortSignal.timeout(FETCH_MS_MAX));
  if (!fetched.ok) return fail(describeFetchFailure(venueName, fetched.failure));
  if (save !== undefined) return saveChain(fetched.value, save);
  const hedging = { terms: listing.settlement, volume: null, contractUsd: null };
  const analysis = analyseChain(cleanChain(fetched.value), {
    signModel: SIGN_MODELS.naive,
    levels: 2,
    range: { low: 0.75, high: 1.25 },
    hedging,
  });
  const { asOfMs, openInterestSession = null } = fetched.value;
  const aheadMs = Math.max(0, asOfMs - Date.now());
  return ok(
    analysisTable(analysis, {
      kind: 'live',
      venueName,
      statedDelayMs,
      termsOfUse,
      openInterestSession,
      aheadMs,
    }),
  );
}

async function saveChain(chain: QuotedChain, path: string): Promise<Result<string, string>> {
  const text = `${JSON.stringify(chainFileOf(chain))}\n`;
  const written = await writeOutputFile(path, text, 'keep');
  if (!written.ok) return written;
  return ok(`${path}: ${chain.contracts.length} contracts of ${chain.name}`);
}

function parseFileName(path: string): string {
  if (/\.json$/i.test(path)) return path;
  throw new InvalidArgumentError('It must be the name of a chain file, ending in .json.');
}
